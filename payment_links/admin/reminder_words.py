"""The steps of reminders in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def step_text(days: int) -> str:
    """Days from the due date, negative for before it, as they stand within a sentence."""
    if days == 0:
        return _("on the due date")
    if days < 0:
        before = ngettext(
            "%(days)d day before the due date", "%(days)d days before the due date", -days
        )
        return before % {"days": -days}
    after = ngettext("%(days)d day after the due date", "%(days)d days after the due date", days)
    return after % {"days": days}
