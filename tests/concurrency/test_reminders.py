"""Races for one step of one link, and for one payment's receipt: whoever is second does nothing."""

from datetime import timedelta

import pytest

from payment_links.distribution import (
    choose_reminder_days,
    deliver_message,
    reminder_passes,
    sweep_reminders,
)
from payment_links.gateways import mail
from payment_links.models import Distribution, Reminder
from payment_links.payments import record_payment_status
from tests.builders import NOON, TODAY, make_distribution, make_link, make_merchant, make_payment
from tests.concurrency.test_payments import Service, at_once, draw_out, service

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
WORKERS = 4
LONG_AGO = NOON - timedelta(days=20)

__all__ = ["service"]


def make_sent_link() -> Distribution:
    link = make_link(
        make_merchant(), due_date=TODAY, created_at=LONG_AGO, expires_at=NOON + timedelta(days=99)
    )
    return make_distribution(link, status="SENT", sent_at=LONG_AGO, created_at=LONG_AGO)


def test_schedulers_whose_clocks_are_days_apart_take_a_step_once() -> None:
    # The pause between messages alone would not stop the second one: it is more than a day later.
    link = make_sent_link().payment_link
    times = [NOON, NOON + timedelta(hours=25), NOON + timedelta(hours=50)]

    at_once(*[lambda now=now: reminder_passes.take_step(link.pk, 0, now=now) for now in times])

    assert Reminder.objects.count() == 1
    assert Distribution.objects.filter(purpose="REMINDER").count() == 1


def test_schedulers_that_run_together_send_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    link = make_sent_link().payment_link
    choose_reminder_days(link.merchant, [0], now=LONG_AGO)
    monkeypatch.setattr("payment_links.clock.now", lambda: NOON)
    draw_out(monkeypatch, reminder_passes, "_remind")

    at_once(*[sweep_reminders] * WORKERS)

    assert Distribution.objects.filter(purpose="REMINDER").count() == 1


def test_a_payment_that_is_reported_many_times_at_once_has_one_receipt_email(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = make_payment(make_link())
    sent: list[tuple[str, str]] = []

    def send(email: mail.Email) -> str:
        sent.append((email.to, email.tag))
        return "m1"

    monkeypatch.setattr(mail, "send", send)

    at_once(*[lambda: record_payment_status(payment.pk, now=NOON)] * WORKERS)
    message = Distribution.objects.get()
    at_once(*[lambda: deliver_message(str(message.pk))] * WORKERS)

    assert sent == [("bertil@example.com", "receipt")]
