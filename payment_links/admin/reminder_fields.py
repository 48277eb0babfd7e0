"""The merchant's reminders as people write them: "3" days before, "1, 7" days after."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from payment_links.admin import display
from payment_links.admin.reminder_words import step_text
from payment_links.distribution.reminder_plans import (
    LONGEST_AFTER_DAYS,
    LONGEST_BEFORE_DAYS,
    MOST_STEPS,
)


class DaysField(forms.CharField):
    """Whole numbers of days with commas or spaces between them; becomes a sorted list.

    first, last: the days that may be named.
    """

    def __init__(self, *, first: int, last: int, **options: Any) -> None:
        self.first, self.last = first, last
        widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(required=False, max_length=60, widget=widget, **options)

    def clean(self, value: Any) -> list[int]:
        parts = [part for part in re.split(r"[,;\s]+", super().clean(value)) if part]
        if not all(part.isascii() and part.isdigit() and len(part) < 4 for part in parts):
            raise ValidationError(_("Write days as whole numbers, such as 1, 7."), code="invalid")
        days = sorted({int(part) for part in parts})
        if days and not self.first <= days[0] <= days[-1] <= self.last:
            raise ValidationError(
                _("Each day must be from %(first)d to %(last)d."),
                code="invalid",
                params={"first": self.first, "last": self.last},
            )
        return days


def days_before() -> DaysField:
    """The field for reminders until the due date, which is 0 days before."""
    return DaysField(
        label=_("Reminder, days before the due date"),
        first=0,
        last=LONGEST_BEFORE_DAYS,
        help_text=_("Such as 3; 0 is the due date itself. Empty for none."),
    )


def days_after() -> DaysField:
    """The field for reminders after the due date."""
    return DaysField(
        label=_("Reminder, days after the due date"),
        first=1,
        last=LONGEST_AFTER_DAYS,
        help_text=_(
            "Such as 1, 7. Reminders go out from 8 to 20 by the merchant's clock, the way the link "
            "went out, and never within 24 hours of another message."
        ),
    )


def written(days: list[int]) -> dict[str, str]:
    """The steps as the two fields show them."""
    return {
        "remind_before": ", ".join(str(-step) for step in reversed(days) if step <= 0),
        "remind_after": ", ".join(str(step) for step in days if step > 0),
    }


def chosen_days(values: dict[str, Any]) -> list[int]:
    """The steps that the two fields of a valid form hold."""
    return [-step for step in values["remind_before"]] + list(values["remind_after"])


def faults(values: dict[str, Any], *, grace_days: int) -> dict[str, Any]:
    """What is wrong with the steps together, by the field that it is said at."""
    before, after = values.get("remind_before") or [], values.get("remind_after") or []
    if len(before) + len(after) > MOST_STEPS:
        return {"remind_after": _("At most %(most)d reminders.") % {"most": MOST_STEPS}}
    if after and after[-1] > grace_days:
        words = _("A link can be paid %(days)d days after its due date; later nobody is reminded.")
        return {"remind_after": words % {"days": grace_days}}
    return {}


def steps_text(days: list[int]) -> str:
    """The steps in words, for those who only read."""
    return ", ".join(map(step_text, days)) or display.NOTHING
