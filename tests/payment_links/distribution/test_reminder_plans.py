"""The steps that a plan of reminders may have: by the form, and by the database itself."""

import json
import re
from typing import Any

import pytest
from django.db import IntegrityError

from payment_links.distribution.reminder_plans import (
    LONGEST_AFTER_DAYS,
    LONGEST_BEFORE_DAYS,
    MOST_STEPS,
)
from payment_links.models import ReminderPlan
from payment_links.models.reminders import DAYS
from tests.builders import NOON, TODAY, make_merchant


def make_plan(days: Any) -> ReminderPlan:
    return ReminderPlan.objects.create(
        merchant=make_merchant(), days=days, since_date=TODAY, next_pass_at=NOON
    )


def test_the_rule_of_the_database_is_that_of_the_form() -> None:
    days = [day for day in range(-200, 200) if re.search(DAYS, json.dumps([day]))]
    counts = [count for count in range(20) if re.search(DAYS, json.dumps([-3] * count))]

    assert days == list(range(-LONGEST_BEFORE_DAYS, LONGEST_AFTER_DAYS + 1))
    assert counts == list(range(1, MOST_STEPS + 1))


@pytest.mark.django_db
def test_the_database_takes_every_day_of_a_plan() -> None:
    plan = make_plan([-30, -3, 0, 9, 10, 60])

    plan.refresh_from_db()

    assert plan.days == [-30, -3, 0, 9, 10, 60]


@pytest.mark.django_db
@pytest.mark.parametrize("days", [[-31], [1, 61], [], [1] * 7, [1.5], ["1"], [None], 1, {}, "[1]"])
def test_the_database_refuses_other_days(days: Any) -> None:
    with pytest.raises(IntegrityError, match="reminder_plan_days_in_range"):
        make_plan(days)
