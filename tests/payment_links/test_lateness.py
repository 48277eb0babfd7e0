"""What late means: from the day after the due date."""

from datetime import timedelta

import pytest

from payment_links.lateness import days_late, is_overdue, past_due
from payment_links.models import PaymentLink
from tests.builders import TODAY, make_link

CASES = [(-1, 0), (0, 0), (1, 1), (9, 9)]


@pytest.mark.parametrize(("ago", "late"), CASES)
def test_a_link_is_late_from_the_day_after_its_due_date(ago: int, late: int) -> None:
    due_date = TODAY - timedelta(days=ago)

    assert (days_late(due_date, TODAY), is_overdue(due_date, TODAY)) == (late, late > 0)


def test_without_a_due_date_nothing_is_late() -> None:
    assert (days_late(None, TODAY), is_overdue(None, TODAY)) == (0, False)


@pytest.mark.django_db
def test_the_database_means_the_same() -> None:
    dates = [None, *(TODAY - timedelta(days=ago) for ago, _late in CASES)]
    for due_date in dates:
        make_link(due_date=due_date)

    late = PaymentLink.objects.filter(past_due(TODAY)).order_by("-due_date")

    assert [link.due_date for link in late] == [day for day in dates if is_overdue(day, TODAY)]
