"""The periods of the overview and those that they are compared with."""

from datetime import date

import pytest

from payment_links.admin.dashboard import period


@pytest.mark.parametrize(
    ("slug", "first", "previous_first", "previous_last"),
    [
        ("7", date(2026, 11, 16), date(2026, 11, 9), date(2026, 11, 15)),
        ("30", date(2026, 10, 24), date(2026, 9, 24), date(2026, 10, 23)),
        ("90", date(2026, 8, 25), date(2026, 5, 27), date(2026, 8, 24)),
        ("month", date(2026, 11, 1), date(2026, 10, 1), date(2026, 10, 22)),
    ],
)
def test_periods_end_today_and_are_compared_with_as_many_days(
    slug: str, first: date, previous_first: date, previous_last: date
) -> None:
    today = date(2026, 11, 22)

    found = period.find(slug, today)

    assert found == period.Period(slug, first, today, previous_first, previous_last)
    assert len(found.days) == (previous_last - previous_first).days + 1


@pytest.mark.parametrize(
    ("today", "previous_first", "previous_last"),
    [
        (date(2027, 3, 31), date(2027, 2, 1), date(2027, 2, 28)),
        (date(2027, 1, 1), date(2026, 12, 1), date(2026, 12, 1)),
        (date(2028, 3, 29), date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_a_month_is_compared_with_the_days_that_the_last_one_had(
    today: date, previous_first: date, previous_last: date
) -> None:
    found = period.find("month", today)

    assert (found.previous_first, found.previous_last) == (previous_first, previous_last)


@pytest.mark.parametrize("slug", ["", "31", "month ", "0", "\x00"])
def test_an_unknown_period_is_the_last_thirty_days(slug: str) -> None:
    assert period.find(slug, date(2026, 11, 22)).slug == "30"
