"""Leases: a row is done once, and never lost."""

from datetime import timedelta
from unittest.mock import Mock, call

import pytest

from payment_links import outbox
from payment_links.models import Distribution
from tests.builders import NOON, make_distribution, make_link

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=30)


def claim(row: Distribution, seconds: int = 0) -> int | None:
    return outbox.claim(Distribution, row.pk, NOON + timedelta(seconds=seconds), lease=LEASE)


def test_a_row_is_claimed_once() -> None:
    row = make_distribution(make_link())

    assert claim(row) == 1
    assert claim(row) is None


def test_a_row_is_not_claimed_before_its_time() -> None:
    row = make_distribution(make_link(), not_before=NOON + timedelta(minutes=1))

    assert claim(row, seconds=59) is None
    assert claim(row, seconds=60) == 1


def test_a_lease_that_ran_out_is_taken_over_and_the_late_worker_changes_nothing() -> None:
    row = make_distribution(make_link())
    late = claim(row)

    successor = claim(row, seconds=31)

    assert (late, successor) == (1, 2)
    assert not outbox.complete(Distribution, row.pk, 1)
    assert outbox.complete(Distribution, row.pk, 2)
    row.refresh_from_db()
    assert (row.state, row.lease_until) == ("DONE", None)


def test_a_row_given_back_waits_with_its_error() -> None:
    row = make_distribution(make_link())
    claim(row)

    later = NOON + timedelta(minutes=2)
    assert outbox.give_back(Distribution, row.pk, 1, not_before=later, error="x" * 600)

    row.refresh_from_db()
    assert (row.state, row.not_before, row.last_error) == ("PENDING", later, "x" * 500)


def test_a_row_given_up_is_never_due_again() -> None:
    row = make_distribution(make_link())
    claim(row)

    assert outbox.give_up(Distribution, row.pk, 1, error="no such number")

    assert not Distribution.objects.due(NOON + timedelta(days=400)).exists()


def test_a_due_row_is_published_once_until_the_job_is_taken_for_lost() -> None:
    row = make_distribution(make_link())
    job = Mock(spec=["delay"])

    for seconds in (0, 10, 31):
        outbox.publish_due(Distribution.objects.all(), job, NOON + timedelta(seconds=seconds))

    assert job.delay.call_args_list == [call(str(row.pk)), call(str(row.pk))]
