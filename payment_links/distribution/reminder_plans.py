"""When a merchant's unpaid links are reminded of: the steps, chosen and changed."""

from collections.abc import Collection
from datetime import datetime

from payment_links import clock
from payment_links.models import Merchant, ReminderPlan

MOST_STEPS = 6
LONGEST_BEFORE_DAYS = 30
LONGEST_AFTER_DAYS = 60


def reminder_days(merchant: Merchant) -> list[int]:
    """The merchant's steps as days from the due date, earliest first; empty for none."""
    plan = ReminderPlan.objects.filter(merchant=merchant).first()
    return sorted(plan.days) if plan else []


def choose_reminder_days(merchant: Merchant, days: Collection[int], *, now: datetime) -> None:
    """Remind of the merchant's links so many days from their due dates, negative for before.

    From today on: steps that lie in the past already are not made up for. Without days nothing is
    sent by itself.
    """
    if not days:
        ReminderPlan.objects.filter(merchant=merchant).delete()
        return
    ReminderPlan.objects.update_or_create(
        merchant=merchant,
        defaults={
            "days": sorted(set(days)),
            "since_date": clock.day_of(now, merchant.time_zone),
            "next_pass_at": now,
        },
    )
