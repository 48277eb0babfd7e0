"""Periods of the books: months, fiscal years, and any days between two dates."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from payment_links.models import Merchant


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days on the merchant's calendar, both ends included."""

    from_date: date
    to_date: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.from_date <= day <= self.to_date


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    last = monthrange(day.year, day.month)[1]
    return Period(day.replace(day=1), day.replace(day=last))


def months_between(first: date, last: date) -> Iterator[Period]:
    """The calendar months from that of `last` back to that of `first`, newest first."""
    month = month_of(last)
    while month.to_date >= first:
        yield month
        year, number = month.from_date.year, month.from_date.month
        before = date(year - 1, 12, 1) if number == 1 else date(year, number - 1, 1)
        month = month_of(before)


def fiscal_year_of(merchant: Merchant, day: date) -> Period:
    """The merchant's fiscal year with that day: twelve months from its first month on."""
    start = merchant.fiscal_year_start_month
    year = day.year if day.month >= start else day.year - 1
    end_month, end_year = (12, year) if start == 1 else (start - 1, year + 1)
    last = monthrange(end_year, end_month)[1]
    return Period(date(year, start, 1), date(end_year, end_month, last))
