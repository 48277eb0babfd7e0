"""Notes of staff on a link: kept on its timeline, never shown to the payer or the tenant."""

from datetime import datetime
from uuid import UUID

from payment_links.errors import DomainError
from payment_links.models import Actor, PaymentLink, TimelineEntry

LONGEST_NOTE = 2000


class UnusableNoteError(DomainError):
    code = "invalid_value"
    http_status = 422
    description = f"A note has between 1 and {LONGEST_NOTE} characters."
    property = "text"


def add_note(link_id: UUID, text: str, *, actor: Actor, now: datetime) -> TimelineEntry:
    """Append a note to the link's timeline; raises UnusableNoteError for none or a long one."""
    note = text.replace("\x00", "").strip()
    if not 1 <= len(note) <= LONGEST_NOTE:
        raise UnusableNoteError
    link = PaymentLink.objects.get(pk=link_id)
    return TimelineEntry.objects.record(
        link, TimelineEntry.Event.NOTE, actor=actor, now=now, text=note
    )
