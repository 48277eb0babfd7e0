"""How long a secret lives on beside the one that takes its place."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

# Per choice: what the form says, and for how long both secrets count.
ENDS = {
    "day": (_("In 24 hours"), timedelta(hours=24)),
    "week": (_("In 7 days"), timedelta(days=7)),
    "now": (_("Now: whatever still uses it stops working"), timedelta(0)),
}
OVERLAPS = [(name, label) for name, (label, _lasting) in ENDS.items()]


def chosen_end(name: str, now: datetime) -> datetime | None:
    """When the old secret ends by the choice; None for a choice that was not offered."""
    return now + ENDS[name][1] if name in ENDS else None
