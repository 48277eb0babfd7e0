"""The life of a payment link: the only code that writes PaymentLink.status."""

from datetime import datetime

from payment_links import status_callbacks
from payment_links.errors import DomainError
from payment_links.models import Actor, LinkDocument, PaymentLink, TimelineEntry

Status = PaymentLink.Status

# From → the states it may go to. Money wins: EXPIRED and CANCELLED may still become COMPLETED.
# Only an extension leads back to CREATED.
TRANSITIONS: dict[str, frozenset[str]] = {
    Status.CREATED: frozenset({Status.COMPLETED, Status.EXPIRED, Status.CANCELLED}),
    Status.COMPLETED: frozenset(),
    Status.EXPIRED: frozenset({Status.COMPLETED, Status.CREATED}),
    Status.CANCELLED: frozenset({Status.COMPLETED}),
}

TIME_FIELDS = {Status.COMPLETED: "completed_at", Status.CANCELLED: "cancelled_at"}


class InvalidTransitionError(DomainError):
    """The link is not in a state from which it may go there."""

    code = "payment_link_not_open"
    description = "The payment link is not open."


def change_status(link: PaymentLink, status: str, *, actor: Actor, now: datetime) -> bool:
    """Move a link to a status, write its timeline and schedule the tenant's status callback.

    link: as locked in the running transaction by PaymentLink.objects.lock. Returns False and does
    nothing when the link has the status already. Raises InvalidTransitionError for a move that
    TRANSITIONS does not hold.
    """
    if link.status == status:
        return False
    if status not in TRANSITIONS[link.status]:
        raise InvalidTransitionError(
            "A payment link that is %(status)s cannot become %(new_status)s.",
            status=link.status,
            new_status=status,
        )
    previous = link.status
    link.status = status
    changed = ["status", "updated_at"]
    if status in TIME_FIELDS:
        setattr(link, TIME_FIELDS[Status(status)], now)
        changed.append(TIME_FIELDS[Status(status)])
    link.save(update_fields=changed)
    TimelineEntry.objects.record(
        link,
        TimelineEntry.Event.STATUS_CHANGED,
        actor=actor,
        now=now,
        previous=previous,
        status=status,
    )
    status_callbacks.schedule(link, status, now=now)
    return True


def is_credited(link: PaymentLink) -> bool:
    """Whether something of the link's invoice was taken back."""
    return link.documents.filter(kind=LinkDocument.Kind.CREDIT_NOTE).exists()
