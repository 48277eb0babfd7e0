"""Reminders by the merchant's plan: which links are due for a step, and what becomes of it.

A pass looks at one merchant's links, every hour within the send hours. Each step is taken once in
a link's life: its row is written first, and its uniqueness keeps a second scheduler from sending
again. A step that nobody took in time is left out and noted, never made up for in a heap.
"""

import logging
from datetime import date, datetime, timedelta
from uuid import UUID

from celery import shared_task
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from payment_links import clock
from payment_links.distribution.reminding import REMINDER_PAUSE, REQUESTING_PURPOSES, remind
from payment_links.distribution.send_hours import next_send_time
from payment_links.errors import DomainError, InvalidInputError
from payment_links.models import (
    SYSTEM,
    Distribution,
    LinkException,
    PaymentLink,
    Reminder,
    ReminderPlan,
    TimelineEntry,
)

logger = logging.getLogger(__name__)

PAUSE = timedelta(hours=1)
MERCHANTS_PER_RUN = 200
LINKS_PER_RUN = 500
# After so many days a step is too late to be taken; after so many more it is not even noted.
LATE_DAYS = 2
NOTED_DAYS = 7
TOO_LATE = "It was too late for this step."
OVERTAKEN = "A later step was taken before."
UNUSABLE = "The recipient cannot be used any more."


@shared_task(name="payment_links.distribution.sweep_reminders")
def sweep_reminders() -> None:
    """Look at the links of the merchants whose time has come; what is left over, the next run."""
    now = clock.now()
    left = LINKS_PER_RUN
    due = ReminderPlan.objects.filter(next_pass_at__lte=now).order_by("next_pass_at", "pk")
    for plan in due.select_related("merchant")[:MERCHANTS_PER_RUN]:
        if left <= 0:
            return
        left -= _pass(plan, now, most=left)


def _pass(plan: ReminderPlan, now: datetime, *, most: int) -> int:
    """Take the steps that are due at one merchant, at most so many; returns how many."""
    zone = plan.merchant.time_zone
    opens_at = next_send_time(now, zone)
    next_pass_at = next_send_time(now + PAUSE, zone) if opens_at <= now else opens_at
    claimed = ReminderPlan.objects.filter(pk=plan.pk, next_pass_at=plan.next_pass_at)
    if not claimed.update(next_pass_at=next_pass_at) or opens_at > now:
        return 0
    taken = 0
    # The latest step first: it is the one that a link gets when several have come due.
    for days in sorted(plan.days, reverse=True):
        for link_id in list(_waiting(plan, days, now)[: most - taken]):
            _try_step(link_id, days, now)
            taken += 1
    if taken >= most:
        ReminderPlan.objects.filter(pk=plan.pk).update(next_pass_at=now)
    return taken


def _try_step(link_id: UUID, days: int, now: datetime) -> None:
    """One link that cannot be reminded of must not keep all others from it."""
    try:
        take_step(link_id, days, now=now)
    except (DatabaseError, ValueError, LookupError):
        logger.exception("no reminder for payment link %s", link_id)


def _waiting(plan: ReminderPlan, days: int, now: datetime) -> QuerySet[PaymentLink, UUID]:
    """The merchant's links that a step is due at and has not been taken at.

    Links that cannot be reminded now are left out here, so that they do not stand in the way of
    the others; whether one can be is decided under its lock.
    """
    today = clock.day_of(now, plan.merchant.time_zone)
    latest = today - timedelta(days=days)
    earliest = max(latest - timedelta(days=NOTED_DAYS), plan.since_date - timedelta(days=days))
    # Of an address that was replaced nobody is reminded.
    messages = Distribution.objects.of_present_address(OuterRef("address_replaced_at")).filter(
        payment_link=OuterRef("pk"), purpose__in=REQUESTING_PURPOSES
    )
    exceptions = LinkException.objects.filter(payment_link=OuterRef("pk"), resolved_at__isnull=True)
    taken = Reminder.objects.filter(payment_link=OuterRef("pk"), days=days)
    return (
        PaymentLink.objects.unpaid()
        .filter(
            Exists(messages),
            ~Exists(messages.filter(created_at__gt=now - REMINDER_PAUSE)),
            ~Exists(exceptions),
            ~Exists(taken),
            merchant=plan.merchant_id,
            due_date__range=(earliest, latest),
            expires_at__gt=now,
        )
        .order_by("due_date", "pk")
        .values_list("pk", flat=True)
    )


def take_step(link_id: UUID, days: int, *, now: datetime) -> Reminder | None:
    """Remind of one link, or note why not; None when the step was taken by somebody else.

    days: from the due date to the step, negative before it.
    """
    with transaction.atomic():
        link = PaymentLink.objects.lock(link_id)
        try:
            with transaction.atomic():
                reminder = Reminder.objects.create(
                    payment_link=link, days=days, outcome=Reminder.Outcome.SENT, created_at=now
                )
        except IntegrityError:
            return None
        _remind(link, reminder, now)
    return reminder


def _remind(link: PaymentLink, reminder: Reminder, now: datetime) -> None:
    """Send the reminder, or leave it out and say why on the timeline.

    A step of a day before the link existed is no news.
    """
    zone = link.merchant.time_zone
    step_date = (link.due_date or date.max) + timedelta(days=reminder.days)
    if step_date < clock.day_of(link.created_at, zone):
        _leave_out(reminder)
        return
    reason = ""
    if clock.day_of(now, zone) > step_date + timedelta(days=LATE_DAYS):
        reason = TOO_LATE
    elif link.reminders.filter(days__gt=reminder.days).exists():
        reason = OVERTAKEN
    else:
        try:
            remind(link.pk, actor=SYSTEM, now=now, reminder=reminder)
        except InvalidInputError:
            reason = UNUSABLE
        except DomainError as error:
            reason = type(error).description
    if reason:
        _leave_out(reminder)
        TimelineEntry.objects.record(
            link,
            TimelineEntry.Event.REMINDER_SKIPPED,
            actor=SYSTEM,
            now=now,
            days=reminder.days,
            reason=reason,
        )


def _leave_out(reminder: Reminder) -> None:
    reminder.outcome = Reminder.Outcome.SKIPPED
    reminder.save(update_fields=["outcome"])
