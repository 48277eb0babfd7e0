"""How long the law demands what belongs to the books of a day."""

from datetime import date

import pytest

from payment_links.retention import kept_until


@pytest.mark.parametrize(
    ("day", "first_month", "last_day"),
    [
        (date(2026, 11, 22), 1, date(2033, 12, 31)),
        (date(2026, 1, 1), 1, date(2033, 12, 31)),
        (date(2026, 12, 31), 1, date(2033, 12, 31)),
        (date(2026, 6, 30), 7, date(2033, 12, 31)),
        (date(2026, 7, 1), 7, date(2034, 12, 31)),
        (date(2026, 11, 30), 12, date(2033, 12, 31)),
        (date(2026, 12, 1), 12, date(2034, 12, 31)),
        (date(2028, 2, 29), 3, date(2035, 12, 31)),
    ],
)
def test_seven_years_after_the_year_in_which_the_fiscal_year_ended(
    day: date, first_month: int, last_day: date
) -> None:
    assert kept_until(day, first_month) == last_day
