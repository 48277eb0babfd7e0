"""Merchants with a plan of reminders, their links, and what a sweep makes of them."""

from datetime import date, datetime, timedelta
from typing import Any

import time_machine

from payment_links.distribution import choose_reminder_days, sweep_reminders
from payment_links.models import Distribution, Merchant, PaymentLink, Reminder, TimelineEntry
from tests.builders import NOON, make_distribution, make_link, make_merchant

DUE = date(2026, 11, 25)
LONG_AGO = NOON - timedelta(days=20)


def make_sent_link(merchant: Merchant, *channels: str, **values: Any) -> PaymentLink:
    """An unpaid link, due three days from TODAY, that went out twenty days ago."""
    link = make_link(merchant, **{"due_date": DUE, "created_at": LONG_AGO, **values})
    for channel in channels or ("SMS",):
        recipient = "+46701740615" if channel == "SMS" else "bertil@example.com"
        make_distribution(
            link,
            channel=channel,
            recipient=recipient,
            status="SENT",
            state="DONE",
            sent_at=LONG_AGO,
            created_at=LONG_AGO,
        )
    return link


def plan(*days: int, since: datetime = LONG_AGO, **values: Any) -> Merchant:
    merchant = make_merchant(**values)
    choose_reminder_days(merchant, days, now=since)
    return merchant


def sweep(now: datetime = NOON) -> None:
    with time_machine.travel(now, tick=False):
        sweep_reminders()


def reminders() -> list[tuple[int, str]]:
    return list(Reminder.objects.order_by("pk").values_list("days", "outcome"))


def asked() -> list[tuple[str, str]]:
    rows = Distribution.objects.filter(purpose="REMINDER").order_by("channel")
    return list(rows.values_list("channel", "recipient"))


def left_out() -> list[tuple[int, str]]:
    entries = TimelineEntry.objects.filter(event="REMINDER_SKIPPED").order_by("pk")
    return [(entry.details["days"], entry.details["reason"]) for entry in entries]
