"""Months and fiscal years."""

from datetime import date

import pytest

from invoicing.periods import Period, fiscal_year_of, month_of, months_between
from payment_links.models import Merchant


def test_a_month_has_its_own_last_day() -> None:
    assert month_of(date(2028, 2, 10)) == Period(date(2028, 2, 1), date(2028, 2, 29))


def test_months_come_newest_first_over_the_turn_of_the_year() -> None:
    months = months_between(date(2025, 12, 31), date(2026, 2, 1))

    assert [month.from_date for month in months] == [
        date(2026, 2, 1),
        date(2026, 1, 1),
        date(2025, 12, 1),
    ]


@pytest.mark.parametrize(
    ("start_month", "day", "expected"),
    [
        (1, date(2026, 6, 30), Period(date(2026, 1, 1), date(2026, 12, 31))),
        (5, date(2026, 4, 30), Period(date(2025, 5, 1), date(2026, 4, 30))),
        (5, date(2026, 5, 1), Period(date(2026, 5, 1), date(2027, 4, 30))),
        (3, date(2028, 2, 29), Period(date(2027, 3, 1), date(2028, 2, 29))),
    ],
)
def test_a_fiscal_year_begins_in_the_merchants_month(
    start_month: int, day: date, expected: Period
) -> None:
    assert fiscal_year_of(Merchant(fiscal_year_start_month=start_month), day) == expected


def test_a_period_holds_both_its_ends() -> None:
    period = month_of(date(2026, 11, 5))

    assert date(2026, 11, 1) in period
    assert date(2026, 11, 30) in period
    assert date(2026, 12, 1) not in period
