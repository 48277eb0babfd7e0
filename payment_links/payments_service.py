"""The payments service seen from a tenant: credentials, orders, stops, and what it may refuse."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from payment_links import sealing
from payment_links.errors import DomainError
from payment_links.gateways import payments_api
from payment_links.gateways.errors import GatewayRejected, GatewayUnavailable
from payment_links.models import Payment, PaymentLink, Tenant


class PaymentOrderNotFoundError(DomainError):
    code = "payment_order_not_found"
    description = "The payment order does not exist."
    property = "payment_order_id"


class PaymentOrderClosedError(DomainError):
    code = "payment_order_closed"
    description = "The payment order is not open."
    property = "payment_order_id"


class PaymentInProgressError(DomainError):
    code = "payment_in_progress"
    description = "A payment is under way and cannot be stopped."


class PaymentOrderRefusedError(DomainError):
    code = "payment_order_refused"
    http_status = 502
    description = "The payments service did not open a payment order."


class PaymentsServiceUnavailableError(DomainError):
    code = "payments_service_unavailable"
    http_status = 502
    description = "The payments service does not answer. Try again later."


def payments_api_credentials(tenant: Tenant) -> payments_api.Credentials:
    """With what we call the payments service for this tenant."""
    sealed = tenant.sealed_payments_api_secret
    return payments_api.Credentials(tenant.id, sealing.unseal(sealed) if sealed else "")


def fetch_payment_order(tenant: Tenant, order_id: UUID) -> payments_api.PaymentOrder:
    """The tenant's payment order, asked of the payments service; call it outside transactions.

    Raises PaymentOrderNotFoundError or PaymentsServiceUnavailableError.
    """
    try:
        return payments_api.get_payment_order(payments_api_credentials(tenant), order_id)
    except GatewayRejected as error:
        raise PaymentOrderNotFoundError from error
    except GatewayUnavailable as error:
        raise PaymentsServiceUnavailableError from error


def open_payment_order(tenant: Tenant, currency: str) -> payments_api.PaymentOrder:
    """A new payment order of the tenant, for a link that staff make; call it outside transactions.

    Raises PaymentOrderRefusedError or PaymentsServiceUnavailableError. An order that no link comes
    to use is left open: nothing can be paid to it without a link.
    """
    try:
        return payments_api.create_payment_order(payments_api_credentials(tenant), currency)
    except GatewayRejected as error:
        raise PaymentOrderRefusedError from error
    except GatewayUnavailable as error:
        raise PaymentsServiceUnavailableError from error


def stop_payments_of_expired(link_id: UUID, *, now: datetime) -> None:
    """Stop all that an EXPIRED link may still be paid with; does nothing to other links.

    Call it outside transactions. Raises PaymentInProgressError when a payment cannot be stopped.
    """
    stopped = stop_outside(link_id, PaymentLink.Status.EXPIRED)
    with transaction.atomic():
        link = PaymentLink.objects.lock(link_id)
        if link.status == PaymentLink.Status.EXPIRED:
            record_stopped(link, stopped, now=now)


def stop_outside(link_id: UUID, status: PaymentLink.Status) -> list[UUID]:
    """Stop the payments of a link in that status at the service; returns the keys of the stopped.

    Call it outside transactions and have record_stopped write what came of it. Raises
    PaymentInProgressError when a payment cannot be stopped.
    """
    link = PaymentLink.objects.select_related("tenant").get(pk=link_id)
    if link.status != status:
        return []
    stopped = []
    credentials = payments_api_credentials(link.tenant)
    for payment in link.payments.under_way():
        if payment.payment_id is None and not payment.is_deposit:
            raise PaymentInProgressError
        if payment.payment_id is None:
            # A deposit the service was not told of yet: it will not be, once it is STOPPED.
            stopped.append(payment.pk)
            continue
        try:
            payments_api.stop_payment(credentials, link.payment_order_id, payment.payment_id)
        except (GatewayRejected, GatewayUnavailable) as error:
            raise PaymentInProgressError from error
        stopped.append(payment.pk)
    return stopped


def record_stopped(link: PaymentLink, stopped: list[UUID], *, now: datetime) -> None:
    """Write that these payments are stopped. link: as locked in the running transaction.

    Raises PaymentInProgressError when the link has others that money may still come of.
    """
    if link.payments.under_way().exclude(pk__in=stopped).exists():
        raise PaymentInProgressError
    link.payments.under_way().filter(pk__in=stopped).update(
        status=Payment.Status.STOPPED, next_check_at=now + timedelta(hours=1), updated_at=now
    )
