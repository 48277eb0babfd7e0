"""Extending a link: its customer gets more time to pay."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from payment_links import lifecycle
from payment_links.errors import CustomerErasedError, DomainError
from payment_links.models import Actor, PaymentLink, TimelineEntry

LONGEST_EXTENSION_DAYS = 366
Status = PaymentLink.Status


class ExtensionRefusedError(DomainError):
    code = "invalid_value"
    http_status = 422
    description = "A link is extended to a later day, by %(most)s days at most."
    property = "expires_at"


def extend_link(
    link_id: UUID,
    *,
    days: int = 0,
    last_date: date | None = None,
    actor: Actor,
    now: datetime,
) -> datetime:
    """Make an unpaid link payable until last_date, or for so many more days.

    days: counted from the link's end or from today. Revives an EXPIRED link. Returns the new
    expiry. Raises InvalidTransitionError for a link that is COMPLETED or CANCELLED, or whose
    invoice was credited: it would ask for a debt that is gone; CustomerErasedError when nobody is
    left to be asked; ExtensionRefusedError for an end that is not later or too late.
    """
    with transaction.atomic():
        link = PaymentLink.objects.select_related("merchant").lock(link_id)
        if link.status not in {Status.CREATED, Status.EXPIRED}:
            raise lifecycle.InvalidTransitionError(
                "A payment link that is %(status)s cannot be extended.", status=link.status
            )
        if link.customer.is_erased:
            raise CustomerErasedError
        if lifecycle.is_credited(link):
            raise lifecycle.InvalidTransitionError("The invoice is credited: make a new link.")
        zone = ZoneInfo(link.merchant.time_zone)
        present_end = max(link.expires_at, now)
        present_date = present_end.astimezone(zone).date()
        last_date = last_date or present_date + timedelta(days=days)
        new_end = datetime.combine(last_date, time.max, tzinfo=zone)
        is_too_long = (last_date - present_date).days > LONGEST_EXTENSION_DAYS
        if is_too_long or new_end <= present_end:
            raise ExtensionRefusedError(most=LONGEST_EXTENSION_DAYS)
        link.expires_at = new_end
        link.save(update_fields=["expires_at", "updated_at"])
        TimelineEntry.objects.record(
            link,
            TimelineEntry.Event.EXTENDED,
            actor=actor,
            now=now,
            expires_at=link.expires_at.isoformat(),
        )
        lifecycle.change_status(link, Status.CREATED, actor=actor, now=now)
    return link.expires_at
