"""Which of its states the payer's page is in."""

from datetime import datetime, timedelta
from enum import StrEnum

from payment_links.models import LinkException, Payment, PaymentLink

# How long a failed attempt is still told; later visitors see the open link.
FAILURE_TOLD_FOR = timedelta(hours=1)
FAILURES = frozenset(
    {
        Payment.Status.DECLINED,
        Payment.Status.ABORTED,
        Payment.Status.CRASHED,
        Payment.Status.EXPIRED,
        Payment.Status.REJECTED,
    }
)


class State(StrEnum):
    """OPEN: may be paid. CHECKING: nobody knows yet whether the attempt began. WAITING: for the
    payer or the provider. FAILED: the last attempt did, another may be made. REVIEW: money of
    another amount came. PAID, EXPIRED, CANCELLED: as the link."""

    OPEN = "open"
    CHECKING = "checking"
    WAITING = "waiting"
    FAILED = "failed"
    REVIEW = "review"
    PAID = "paid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


def latest_attempt(link: PaymentLink) -> Payment | None:
    """The open attempt, else the newest one."""
    attempts = link.payments.attempts()
    return attempts.under_way().first() or attempts.order_by("-created_at", "-pk").first()


def read_state(link: PaymentLink, attempt: Payment | None, now: datetime) -> State:
    """The state of the page. attempt: as latest_attempt tells."""
    if link.status == PaymentLink.Status.COMPLETED:
        return State.PAID
    if link.status == PaymentLink.Status.CANCELLED:
        return State.CANCELLED
    if _is_under_review(link):
        return State.REVIEW
    if attempt is not None and attempt.status == Payment.Status.UNKNOWN:
        return State.CHECKING
    if attempt is not None and attempt.status in Payment.OPEN_STATUSES:
        return State.WAITING
    if link.status == PaymentLink.Status.EXPIRED or link.expires_at <= now:
        return State.EXPIRED
    if attempt is not None and attempt.status in FAILURES:
        is_recent = now - attempt.updated_at < FAILURE_TOLD_FOR
        return State.FAILED if is_recent else State.OPEN
    return State.OPEN


def _is_under_review(link: PaymentLink) -> bool:
    return link.exceptions.filter(
        kind=LinkException.Kind.AMOUNT_MISMATCH, resolved_at__isnull=True
    ).exists()
