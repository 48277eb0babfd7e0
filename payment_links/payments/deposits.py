"""Deposits: the payments service is told which reference an invoice will be paid with.

Money that arrives on the bank account with that reference then completes the link, as a payment at
the checkout does (API contract §5: ping/deposit).
"""

from datetime import datetime
from uuid import UUID

from payment_links.gateways import payments_api
from payment_links.gateways.errors import GatewayRejected
from payment_links.models import Payment, PaymentLink
from payment_links.payments.asking import new_payment
from payment_links.payments.facts import find_unanswered
from payment_links.payments.provider_methods import Choice
from payment_links.payments.starting import record_start, reject
from payment_links.payments_service import payments_api_credentials

Status = Payment.Status


def expect_deposit(
    link: PaymentLink, reference_type: str, reference: str, *, now: datetime
) -> Payment:
    """Write that the link's amount may be paid with this reference; a job tells the service.

    Call it in the transaction that issues the invoice, with the link locked. reference_type: OCR
    or KID. The row is UNKNOWN until the service has answered.
    """
    return Payment.objects.create(
        payment_link=link,
        provider=Payment.DEPOSIT[0],
        method=Payment.DEPOSIT[1],
        amount=link.total_amount,
        currency=link.currency,
        provider_method_response={"reference_type": reference_type, "reference": reference},
        created_at=now,
        next_check_at=now,
    )


def register_deposit(payment_pk: UUID, *, now: datetime) -> None:
    """Tell the payments service of a deposit it has not heard of; does nothing for other payments.

    Call it outside transactions. A deposit that it refuses is REJECTED: the invoice can still be
    paid, but its payment does not complete the link by itself. Raises GatewayUnavailable.
    """
    parties = ("tenant", "merchant", "customer")
    payment = Payment.objects.select_related(
        "payment_link", *(f"payment_link__{party}" for party in parties)
    ).get(pk=payment_pk)
    is_unheard_of = payment.payment_id is None and payment.status == Status.UNKNOWN
    if not (payment.is_deposit and is_unheard_of):
        return
    link = payment.payment_link
    if link.status != PaymentLink.Status.CREATED:
        unheard_of = Payment.objects.filter(pk=payment_pk, payment_id=None, status=Status.UNKNOWN)
        unheard_of.update(status=Status.STOPPED, next_check_at=None, updated_at=now)
        return
    credentials = payments_api_credentials(link.tenant)
    if find_unanswered(credentials, link.payment_order_id, payment) is not None:
        return
    choice = Choice(link, payment.provider, payment.method, set_up={}, told={})
    request = new_payment(choice, payment, dict(payment.provider_method_response))
    try:
        started = payments_api.initiate_payment(credentials, link.payment_order_id, request)
    except GatewayRejected as error:
        reject(payment, str(error), now)
        return
    record_start(payment.pk, started, now)
