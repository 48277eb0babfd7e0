"""The period that the overview shows, and the one that it is compared with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

ONE_DAY = timedelta(days=1)
DEFAULT = "30"


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the office's calendar, all included; last is today."""

    slug: str
    first: date
    last: date
    previous_first: date
    previous_last: date

    @property
    def day_before(self) -> date:
        """The day at whose end this period's beginning was reached."""
        return self.first - ONE_DAY

    @property
    def days(self) -> list[date]:
        """Every day of the period, oldest first."""
        return [
            self.first + timedelta(days=number)
            for number in range((self.last - self.first).days + 1)
        ]


@dataclass(frozen=True, slots=True)
class Choice:
    """One period that can be chosen, by the value of ?period=."""

    slug: str
    title: Any
    on: Callable[[str, date], Period]


def find(slug: str, today: date) -> Period:
    """The period of that name, as of today; the default one for a name that is none."""
    chosen = {choice.slug: choice for choice in CHOICES}.get(slug)
    return chosen.on(slug, today) if chosen else find(DEFAULT, today)


def _last_days(slug: str, today: date) -> Period:
    """So many days with today, and as many before them."""
    length = timedelta(days=int(slug))
    first = today - length + ONE_DAY
    return Period(slug, first, today, first - length, first - ONE_DAY)


def _this_month(slug: str, today: date) -> Period:
    """The month up to today, and the same days of the month before, as far as it has them."""
    first = today.replace(day=1)
    end_of_last_month = first - ONE_DAY
    same_day = min(today.day, end_of_last_month.day)
    return Period(
        slug,
        first,
        today,
        end_of_last_month.replace(day=1),
        end_of_last_month.replace(day=same_day),
    )


CHOICES = (
    Choice("7", _("7 days"), _last_days),
    Choice("30", _("30 days"), _last_days),
    Choice("90", _("90 days"), _last_days),
    Choice("month", _("This month"), _this_month),
)
