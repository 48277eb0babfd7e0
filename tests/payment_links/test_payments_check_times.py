"""When an attempt that no callback settled is looked at again."""

from datetime import timedelta

import pytest

from payment_links.payments.check_times import next_check
from tests.builders import NOON


@pytest.mark.parametrize(
    ("age", "after"),
    [
        (timedelta(seconds=0), timedelta(seconds=10)),
        (timedelta(seconds=10), timedelta(seconds=30)),
        (timedelta(seconds=45), timedelta(minutes=2)),
        (timedelta(minutes=2), timedelta(minutes=10)),
        (timedelta(minutes=59), timedelta(hours=1)),
        (timedelta(hours=1), timedelta(hours=2)),
        (timedelta(days=3), timedelta(days=3, hours=1)),
    ],
)
def test_open_attempts_are_checked_ever_more_rarely(age: timedelta, after: timedelta) -> None:
    planned = next_check("PENDING", created_at=NOON, changed_at=NOON, now=NOON + age)

    assert planned == NOON + after


@pytest.mark.parametrize("status", ["STOPPED", "EXPIRED", "CRASHED"])
def test_ended_attempts_are_checked_for_late_money_twice(status: str) -> None:
    began = NOON - timedelta(days=9)
    planned = [
        next_check(status, created_at=began, changed_at=NOON, now=NOON + age)
        for age in (timedelta(0), timedelta(hours=1), timedelta(hours=24))
    ]

    assert planned == [NOON + timedelta(hours=1), NOON + timedelta(hours=24), None]


@pytest.mark.parametrize("status", ["COMPLETED", "OVERFUNDED", "DECLINED", "ABORTED", "REJECTED"])
def test_settled_attempts_are_left_alone(status: str) -> None:
    assert next_check(status, created_at=NOON, changed_at=NOON, now=NOON) is None
