"""What the payments service says about an attempt, fetched from it and applied to attempt and link.

A callback or a redirect is only a hint that there is something to fetch; money counts only when
the service itself says so, with the amount and the currency of the link.
"""

import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from payment_links import lifecycle, message_requests
from payment_links.gateways import payments_api
from payment_links.gateways.errors import GatewayRejected, GatewayUnavailable
from payment_links.models import (
    PAYER,
    SYSTEM,
    LinkException,
    Payment,
    PaymentLink,
    TimelineEntry,
)
from payment_links.payments.check_times import next_check
from payment_links.payments.orders import payments_of_the_order
from payment_links.payments_service import payments_api_credentials

logger = logging.getLogger(__name__)

Status = Payment.Status
Kind = LinkException.Kind
# The seed's flow says CANCELLED where the service says ABORTED.
OTHER_WORDS = {"CANCELLED": Status.ABORTED}
STATUSES_OF_THE_SERVICE = frozenset(Status.values) - {Status.UNKNOWN, Status.REJECTED}
# Open statuses in the order in which an attempt may take them: a late answer never goes back.
RANKS = {status: rank for rank, status in enumerate(Payment.OPEN_STATUSES)}
# An attempt the service does not know by then never reached it.
GIVEN_UP_AFTER = timedelta(minutes=10)
# Money that arrives for a link in this status needs a person.
EXCEPTIONS = {
    PaymentLink.Status.COMPLETED: (Kind.PAID_TWICE, "The link was paid already: refund this."),
    PaymentLink.Status.EXPIRED: (Kind.PAID_LATE, "The link had expired when it was paid."),
    PaymentLink.Status.CANCELLED: (
        Kind.PAID_AFTER_CANCEL,
        "The link had been cancelled when it was paid.",
    ),
}


def record_payment_status(payment_pk: UUID, *, now: datetime) -> Payment:
    """Fetch an attempt from the payments service and apply what it says, as often as you like.

    Call it outside transactions. Paid in full: the link becomes COMPLETED, also an EXPIRED or
    CANCELLED one (with an exception for staff); another amount or currency: an exception, and the
    link stays unpaid. Success is never undone. Returns the attempt as it is afterwards. Raises
    GatewayUnavailable when the service does not answer, and Payment.DoesNotExist.
    """
    attempt = Payment.objects.select_related("payment_link__tenant").get(pk=payment_pk)
    fetched = _fetch(attempt)
    with transaction.atomic():
        link = PaymentLink.objects.lock(attempt.payment_link_id)
        payment = Payment.objects.select_for_update().get(pk=payment_pk)
        if fetched is None:
            _apply_absence(link, payment, now)
        else:
            _apply(link, payment, fetched, now)
    return payment


def _fetch(attempt: Payment) -> payments_api.FetchedPayment | None:
    """The payment at the service; None when it knows of none."""
    link = attempt.payment_link
    credentials = payments_api_credentials(link.tenant)
    try:
        if attempt.payment_id is not None:
            return payments_api.get_payment(credentials, link.payment_order_id, attempt.payment_id)
        return find_unanswered(credentials, link.payment_order_id, attempt)
    except GatewayRejected as error:
        if error.http_status == 404:
            return None
        # Credentials that are refused tell nothing about the payment: keep asking.
        raise GatewayUnavailable(f"payments service refused: {error}") from error


def find_unanswered(
    credentials: payments_api.Credentials, order_id: UUID, attempt: Payment
) -> payments_api.FetchedPayment | None:
    """The payment whose initiation went unanswered, known by the attempt's id in its metadata."""
    for fetched in payments_of_the_order(credentials, order_id):
        if fetched.metadata.get("payment_attempt_id") == str(attempt.pk):
            return fetched
    return None


def _apply(
    link: PaymentLink, payment: Payment, fetched: payments_api.FetchedPayment, now: datetime
) -> None:
    status = OTHER_WORDS.get(fetched.status, fetched.status)
    if status not in STATUSES_OF_THE_SERVICE:
        logger.error("payment %s has a status we do not know: %s", payment.pk, fetched.status)
        status = payment.status
    if payment.payment_id is None:
        _write(payment, payment_id=fetched.payment_id)
        _show_latest(link, payment)
    moved = _may_become(payment.status, status)
    if moved:
        _move(link, payment, status, now, paid_at=_paid_at(payment, fetched, now))
    _plan_next_check(payment, now)
    if moved and status in Payment.PAID_STATUSES:
        _settle(link, payment, fetched, now)
    if status == Status.OVERFUNDED:
        _raise_exception(link, payment, Kind.AMOUNT_MISMATCH, "More was paid than asked for.", now)


def _apply_absence(link: PaymentLink, payment: Payment, now: datetime) -> None:
    """The service knows no such payment: it may still arrive, until GIVEN_UP_AFTER."""
    is_open = payment.status in Payment.OPEN_STATUSES
    if is_open and now - payment.created_at >= GIVEN_UP_AFTER:
        _write(payment, failure_reason="The payments service does not know this payment.")
        _move(link, payment, Status.CRASHED, now)
    _plan_next_check(payment, now)


def _may_become(present: str, status: str) -> bool:
    """Whether what was fetched is news: success always wins, failure ends open attempts only."""
    if present in Payment.PAID_STATUSES:
        return False
    if status in Payment.PAID_STATUSES:
        return True
    if present not in Payment.OPEN_STATUSES:
        return False
    if status in Payment.OPEN_STATUSES:
        return RANKS[status] > RANKS[present]
    return True


def _paid_at(payment: Payment, fetched: payments_api.FetchedPayment, now: datetime) -> datetime:
    """When the money was there, as the service tells, which the books go by; now if it does not.

    Never before the attempt was made nor after now, whatever its clock says.
    """
    told = [
        change.occurred_at
        for change in fetched.status_history
        if change.status in Payment.PAID_STATUSES
    ]
    return max(payment.created_at, min([*told, now]))


def _move(
    link: PaymentLink,
    payment: Payment,
    status: str,
    now: datetime,
    *,
    paid_at: datetime | None = None,
) -> None:
    paid = status in Payment.PAID_STATUSES
    _write(payment, status=status, updated_at=now, **({"completed_at": paid_at} if paid else {}))
    if status == Status.INITIATED:
        return
    TimelineEntry.objects.record(
        link,
        TimelineEntry.Event.PAYMENT_CHANGED,
        actor=PAYER if paid or status == Status.ABORTED else SYSTEM,
        now=now,
        payment=str(payment.pk),
        provider=payment.provider,
        method=payment.method,
        status=status,
    )


def _settle(
    link: PaymentLink, payment: Payment, fetched: payments_api.FetchedPayment, now: datetime
) -> None:
    """Let the link follow its money."""
    if (fetched.amount, fetched.currency) != (link.total_amount, link.currency):
        description = (
            f"Paid {fetched.amount} {fetched.currency}, asked for {link.total_amount} "
            f"{link.currency} (minor units)."
        )
        _keep_what_was_paid(payment, fetched)
        _raise_exception(link, payment, Kind.AMOUNT_MISMATCH, description, now)
        return
    exception = EXCEPTIONS.get(PaymentLink.Status(link.status))
    if lifecycle.change_status(link, PaymentLink.Status.COMPLETED, actor=PAYER, now=now):
        link.payment_id = payment.payment_id
        link.save(update_fields=["payment_id", "updated_at"])
        message_requests.request_receipt(link, now=now)
    if exception is not None:
        _raise_exception(link, payment, *exception, now)


def _keep_what_was_paid(payment: Payment, fetched: payments_api.FetchedPayment) -> None:
    """The attempt's amount is now what came in, which the books go by."""
    if fetched.amount > 0 and len(fetched.currency) == 3:
        _write(payment, amount=fetched.amount, currency=fetched.currency)


def _raise_exception(
    link: PaymentLink, payment: Payment, kind: str, description: str, now: datetime
) -> None:
    _, created = LinkException.objects.get_or_create(
        payment=payment,
        kind=kind,
        defaults={"payment_link": link, "description": description, "created_at": now},
    )
    if created:
        TimelineEntry.objects.record(
            link,
            TimelineEntry.Event.EXCEPTION_RAISED,
            actor=SYSTEM,
            now=now,
            kind=kind,
            payment=str(payment.pk),
        )


def _show_latest(link: PaymentLink, payment: Payment) -> None:
    """The link names its latest attempt, until it is paid."""
    newer = link.payments.attempts().filter(created_at__gt=payment.created_at)
    is_latest = not payment.is_deposit and not newer.exists()
    if is_latest and link.status != PaymentLink.Status.COMPLETED:
        link.payment_id = payment.payment_id
        link.save(update_fields=["payment_id", "updated_at"])


def _plan_next_check(payment: Payment, now: datetime) -> None:
    _write(
        payment,
        checks=payment.checks + 1,
        next_check_at=next_check(
            payment.status,
            created_at=payment.created_at,
            changed_at=payment.updated_at,
            now=now,
            is_deposit=payment.is_deposit,
        ),
    )


def _write(payment: Payment, **values: Any) -> None:
    """Write columns of the locked row. Not save(): updated_at must be the product's time and tell
    when the status changed, which the later checks count from."""
    for name, value in values.items():
        setattr(payment, name, value)
    Payment.objects.filter(pk=payment.pk).update(**values)
