"""Reminders by the merchant's plan: which steps are taken, when, and what is left out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from payment_links.distribution import choose_reminder_days, reminder_passes
from payment_links.models import (
    Distribution,
    LinkException,
    MessageEvent,
    Reminder,
    ReminderPlan,
    TimelineEntry,
)
from tests.builders import (
    NOON,
    make_distribution,
    make_link,
    make_merchant,
    make_payment,
    make_tenant,
)
from tests.payment_links.distribution.plans import (
    DUE,
    LONG_AGO,
    asked,
    left_out,
    make_sent_link,
    plan,
    reminders,
    sweep,
)

pytestmark = pytest.mark.django_db


def test_a_step_goes_the_way_of_the_last_sending_and_is_told_on_the_timeline() -> None:
    link = make_sent_link(plan(-3), "SMS", "EMAIL")

    sweep()

    assert asked() == [("EMAIL", "bertil@example.com"), ("SMS", "+46701740615")]
    assert reminders() == [(-3, "SENT")]
    entries = TimelineEntry.objects.filter(payment_link=link, event="MESSAGE_REQUESTED")
    assert {(entry.actor, entry.details["days"]) for entry in entries} == {("SYSTEM", -3)}


def test_a_step_is_taken_once_however_often_the_sweep_runs() -> None:
    make_sent_link(plan(-3))

    for hours in range(0, 72, 3):
        sweep(NOON + timedelta(hours=hours))

    assert reminders() == [(-3, "SENT")]
    assert len(asked()) == 1


def test_each_step_has_its_day() -> None:
    make_sent_link(plan(-3, 1, 7))

    for day in range(12):
        sweep(NOON + timedelta(days=day))

    created = Distribution.objects.filter(purpose="REMINDER").order_by("pk")
    assert [row.created_at.date().day for row in created] == [22, 26, 2]


def test_without_a_plan_or_before_its_day_nothing_is_sent() -> None:
    make_sent_link(make_merchant())
    make_sent_link(plan(-2, 1))

    sweep()

    assert reminders() == []


@pytest.mark.parametrize(
    "values",
    [
        {"status": "COMPLETED"},
        {"status": "CANCELLED"},
        {"status": "EXPIRED"},
        {"expires_at": NOON},
        {"due_date": None},
    ],
)
def test_only_links_that_wait_for_payment_are_reminded_of(values: dict[str, Any]) -> None:
    make_sent_link(plan(-3), **values)

    sweep()

    assert reminders() == []


def test_a_disputed_link_is_left_in_peace_until_it_is_settled() -> None:
    link = make_sent_link(plan(-3))
    exception = LinkException.objects.create(
        payment_link=link, payment=make_payment(link), kind="AMOUNT_MISMATCH", created_at=NOON
    )

    sweep()
    before = reminders()
    LinkException.objects.filter(pk=exception.pk).update(resolved_at=NOON)
    sweep(NOON + timedelta(hours=1))

    assert before == []
    assert reminders() == [(-3, "SENT")]


def test_a_link_that_was_never_sent_is_not_reminded_of() -> None:
    make_link(plan(-3), due_date=DUE, created_at=LONG_AGO)

    sweep()

    assert reminders() == []


def test_a_message_younger_than_a_day_puts_the_step_off() -> None:
    link = make_sent_link(plan(-3))
    make_distribution(link, status="SENT", sent_at=NOON, created_at=NOON - timedelta(hours=23))

    sweep()
    before = reminders()
    sweep(NOON + timedelta(hours=1))

    assert before == []
    assert reminders() == [(-3, "SENT")]


@pytest.mark.parametrize(
    ("hour", "taken"), [(6, False), (7, True), (18, True), (19, False), (23, False)]
)
def test_nobody_is_disturbed_at_night(hour: int, taken: bool) -> None:
    # UTC; Stockholm is an hour ahead in winter.
    make_sent_link(plan(-3))

    sweep(NOON.replace(hour=hour, minute=0))

    assert (reminders() != []) == taken


@pytest.mark.parametrize(
    ("zone", "taken"),
    [("Europe/Helsinki", True), ("Europe/Stockholm", False), ("Europe/London", False)],
)
def test_the_hours_are_those_of_the_merchant(zone: str, taken: bool) -> None:
    make_sent_link(plan(-3, time_zone=zone))

    sweep(NOON.replace(hour=6, minute=30))

    assert (reminders() != []) == taken


@pytest.mark.parametrize(
    ("night", "opens_at"),
    [
        # The clocks go forward, then back: eight o'clock stays eight o'clock.
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 6, tzinfo=UTC)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC)),
    ],
)
def test_a_night_in_which_the_clocks_change_ends_at_eight(
    night: datetime, opens_at: datetime
) -> None:
    merchant = plan(-3)
    ReminderPlan.objects.update(next_pass_at=night)

    sweep(night)

    assert ReminderPlan.objects.get(merchant=merchant).next_pass_at == opens_at


def test_after_a_day_without_scheduler_one_message_goes_out() -> None:
    make_sent_link(plan(-4, -3))

    sweep()
    for day in range(1, 4):
        sweep(NOON + timedelta(days=day))

    assert len(asked()) == 1
    assert reminders() == [(-3, "SENT"), (-4, "SKIPPED")]
    assert left_out() == [(-4, "A later step was taken before.")]


def test_a_step_that_nobody_took_in_time_is_left_out_and_noted() -> None:
    make_sent_link(plan(-6))

    sweep()

    assert asked() == []
    assert reminders() == [(-6, "SKIPPED")]
    assert left_out() == [(-6, "It was too late for this step.")]


def test_a_new_plan_makes_up_for_nothing() -> None:
    make_sent_link(plan(-4, -6, -10, since=NOON))

    sweep()

    assert reminders() == []


def test_a_step_before_the_link_existed_is_no_news() -> None:
    link = make_sent_link(plan(-4), created_at=NOON - timedelta(days=0, hours=1))
    assert link.distributions.count() == 1

    sweep()

    assert (asked(), left_out()) == ([], [])
    assert reminders() == [(-4, "SKIPPED")]


def test_an_address_that_came_back_is_not_silently_written_to_again() -> None:
    link = make_sent_link(plan(-3), "EMAIL")
    MessageEvent.objects.create(
        distribution=link.distributions.get(), kind="HARD_BOUNCE", occurred_at=NOON
    )

    sweep()

    assert asked() == []
    assert left_out() == [
        (-3, "E-mail to this address came back before. Send the link by another channel.")
    ]


def test_when_no_more_sms_are_allowed_the_email_goes_alone() -> None:
    make_sent_link(plan(-3, tenant=make_tenant(mode="LIVE", sms_daily_limit=0)), "SMS", "EMAIL")

    sweep()

    assert asked() == [("EMAIL", "bertil@example.com")]


def test_a_link_without_another_way_is_noted() -> None:
    make_sent_link(plan(-3, tenant=make_tenant(mode="LIVE", sms_daily_limit=0)))

    sweep()

    assert (asked(), left_out()) == ([], [(-3, "Too many SMS.")])


def test_a_run_takes_so_many_links_and_the_next_one_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reminder_passes, "LINKS_PER_RUN", 2)
    merchant = plan(-3)
    for _ in range(3):
        make_sent_link(merchant)

    sweep()
    first = len(reminders())
    sweep(NOON + timedelta(minutes=1))

    assert (first, len(reminders())) == (2, 3)


def test_one_link_that_fails_keeps_no_other_from_its_reminder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    merchant = plan(-3)
    broken, sound = make_sent_link(merchant), make_sent_link(merchant)
    take = reminder_passes.take_step

    def fail_for_one(link_id: Any, days: int, *, now: datetime) -> Reminder | None:
        if link_id == broken.pk:
            raise ValueError("broken")
        return take(link_id, days, now=now)

    monkeypatch.setattr(reminder_passes, "take_step", fail_for_one)

    sweep()

    assert [reminder.payment_link for reminder in Reminder.objects.all()] == [sound]


def test_a_plan_that_is_cleared_reminds_of_nothing() -> None:
    merchant = plan(-3)
    make_sent_link(merchant)
    choose_reminder_days(merchant, [], now=NOON)

    sweep()

    assert reminders() == []
    assert not ReminderPlan.objects.exists()
