"""The merchant's day: the date of a moment where the merchant is."""

from datetime import UTC, date, datetime

import pytest

from payment_links import clock


@pytest.mark.parametrize(
    ("time_zone", "day"),
    [
        ("UTC", date(2026, 12, 31)),
        ("Europe/Stockholm", date(2027, 1, 1)),
        ("America/New_York", date(2026, 12, 31)),
    ],
)
def test_a_moment_has_the_date_of_the_merchants_calendar(time_zone: str, day: date) -> None:
    new_year_in_stockholm = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    assert clock.day_of(new_year_in_stockholm, time_zone) == day
