"""Reminders on their way out: what they say, and which are stopped at the last moment."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from payment_links.models import Distribution, LinkException, PaymentLink, Reminder
from tests.builders import NOON, TODAY, make_distribution, make_link, make_payment
from tests.doors import Sandbox
from tests.payment_links.distribution.sending import outcome, work

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])


def make_reminder(link: PaymentLink, **values: Any) -> Distribution:
    """A message that a step of the plan asked for at NOON."""
    step = Reminder.objects.create(payment_link=link, days=-3, outcome="SENT", created_at=NOON)
    return make_distribution(link, purpose="REMINDER", reminder=step, **values)


@pytest.mark.parametrize(
    ("locale", "due_in", "words"),
    [
        ("sv-SE", 3, "Påminnelse om 140,00 kr att betala senast 2026-11-25."),
        ("sv-SE", 0, "Påminnelse om 140,00 kr att betala senast 2026-11-22."),
        ("sv-SE", -1, "140,00 kr skulle ha betalats senast 2026-11-21. Betala här:"),
        ("en-US", -1, "140,00 kr was due on 2026-11-21. Pay here:"),
    ],
)
def test_a_reminder_says_whether_the_day_has_passed(
    sandbox: Sandbox, locale: str, due_in: int, words: str
) -> None:
    link = make_link(locale=locale, due_date=TODAY + timedelta(days=due_in))

    message = work(make_reminder(link))

    [sms] = sandbox.ledger("sms")
    assert sms["message"].startswith(f"Pizzeria Vesuvio AB: {words} {link.checkout_url} ")
    assert (message.status, message.segments) == ("SENT", 1)


def test_a_reminder_by_email_is_friendly_and_knows_no_fees(sandbox: Sandbox) -> None:
    link = make_link(due_date=TODAY - timedelta(days=1))

    work(make_reminder(link, channel="EMAIL", recipient="bertil@example.com"))

    [mail] = sandbox.ledger("mail")
    assert mail["subject"].startswith("Förfallen betalning: ")
    assert "Har du redan betalat?" in mail["text_body"]
    for word in ("avgift", "ränta", "inkasso"):
        assert word not in mail["text_body"].lower()


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("COMPLETED", "The payment link was paid before the message was sent."),
        ("CANCELLED", "The payment link was cancelled before the message was sent."),
        ("EXPIRED", "The payment link expired before the message was sent."),
    ],
)
def test_a_link_that_was_settled_meanwhile_is_not_reminded_of(
    sandbox: Sandbox, status: str, reason: str
) -> None:
    message = work(make_reminder(make_link(status=status)))

    assert outcome(message) == ("FAILED", "DEAD", reason)
    assert sandbox.ledger("sms") == []


def test_a_link_that_is_disputed_meanwhile_is_not_reminded_of(sandbox: Sandbox) -> None:
    link = make_link()
    message = make_reminder(link)
    LinkException.objects.create(
        payment_link=link, payment=make_payment(link), kind="AMOUNT_MISMATCH", created_at=NOON
    )

    work(message)

    assert (message.status, sandbox.ledger("sms")) == ("FAILED", [])


@pytest.mark.parametrize(
    ("hour", "not_before"),
    [
        (20, NOON.replace(hour=7) + timedelta(days=1)),
        (4, NOON.replace(hour=7)),
    ],
)
def test_a_worker_that_is_late_waits_for_the_morning(
    sandbox: Sandbox, hour: int, not_before: datetime
) -> None:
    message = work(make_reminder(make_link()), NOON.replace(hour=hour))

    assert (message.state, message.attempts, message.not_before) == ("PENDING", 0, not_before)
    assert sandbox.ledger("sms") == []


def test_what_a_person_asked_for_goes_out_at_night(sandbox: Sandbox) -> None:
    message = make_distribution(make_link(), purpose="REMINDER")

    work(message, NOON.replace(hour=22))

    assert len(sandbox.ledger("sms")) == 1
