"""A new address for a link that reached somebody it was not meant for."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from payment_links.models import Actor, PaymentLink, TimelineEntry
from payment_links.models.fields import random_token
from payment_links.payments_service import PaymentInProgressError

# Who paid, or tried to, comes back from the provider's page to the address it was told.
ON_THE_WAY_BACK = timedelta(minutes=5)


def rotate_checkout_token(link_id: UUID, *, actor: Actor, now: datetime, reason: str) -> None:
    """Give the link a new checkout token: with the old one there is nothing, as if it never was.

    That holds for its page, its documents and its payments over the API, whatever the link's
    status. Messages that were asked for before are not sent any more, nor are their recipients
    written to again. The code by which it is known as genuine stays. reason: kept as a note for
    colleagues. Raises PaymentInProgressError while a payer is, or may be, at the provider's page,
    which leads back to the old address; nothing is changed then.
    """
    with transaction.atomic():
        link = PaymentLink.objects.lock(link_id)
        attempts = link.payments.attempts()
        if attempts.under_way().exists():
            raise PaymentInProgressError(
                "A payment is under way, and its payer comes back to the present address. Wait "
                "until it has ended, or cancel the link."
            )
        if attempts.filter(updated_at__gt=now - ON_THE_WAY_BACK).exists():
            raise PaymentInProgressError(
                "A payment has just ended, and its payer may be on the way back. Try again in "
                "five minutes."
            )
        link.checkout_token = random_token()
        link.address_replaced_at = now
        # Whether the new address was opened is told of that one alone.
        link.opened_at = None
        link.save(
            update_fields=["checkout_token", "address_replaced_at", "opened_at", "updated_at"]
        )
        TimelineEntry.objects.record(
            link, TimelineEntry.Event.ADDRESS_REPLACED, actor=actor, now=now
        )
        if reason:
            TimelineEntry.objects.record(
                link, TimelineEntry.Event.NOTE, actor=actor, now=now, text=reason
            )
