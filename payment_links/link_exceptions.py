"""Exceptions of a link's money: a person has looked at them and settled what had to be settled."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from payment_links.errors import DomainError
from payment_links.models import Actor, LinkException, PaymentLink, TimelineEntry


class NoOpenExceptionError(DomainError):
    description = "The payment link has no open exception."


def resolve_exceptions(
    link_id: UUID, *, actor: Actor, now: datetime, only: int | None = None
) -> int:
    """Mark the link's open exceptions as resolved and say so on its timeline.

    only: the key of one exception; without it all open ones. Returns how many were resolved.
    Raises NoOpenExceptionError when there is none. No money is moved.
    """
    with transaction.atomic():
        link = PaymentLink.objects.lock(link_id)
        exceptions = LinkException.objects.filter(payment_link=link, resolved_at__isnull=True)
        if only is not None:
            exceptions = exceptions.filter(pk=only)
        found = list(exceptions.order_by("pk"))
        if not found:
            raise NoOpenExceptionError
        for exception in found:
            exception.resolved_at = now
            exception.resolved_by = actor.user
            exception.save(update_fields=["resolved_at", "resolved_by"])
            TimelineEntry.objects.record(
                link,
                TimelineEntry.Event.EXCEPTION_RESOLVED,
                actor=actor,
                now=now,
                kind=exception.kind,
            )
    return len(found)
