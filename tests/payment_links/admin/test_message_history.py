"""What the office shows of a message's way, and of reminders, in plain words."""

from datetime import timedelta

import pytest
from django.test import Client

from payment_links.admin.link_recipients import judge_recipients
from payment_links.admin.link_records import read_records
from payment_links.admin.unpaid import gather_facts
from payment_links.models import SYSTEM, Distribution, MessageEvent, Reminder, TimelineEntry
from tests.back_office import member, page
from tests.builders import NOON, make_distribution, make_link

pytestmark = pytest.mark.django_db


def make_bounced(kind: str = "HARD_BOUNCE") -> Distribution:
    """An e-mail of which every step is known, the last one bad."""
    message = make_distribution(
        make_link(),
        channel="EMAIL",
        recipient="bertil@example.com",
        status="FAILED",
        failure_reason="smtp;550 5.1.1 unknown user",
    )
    for step in ("PUT_OFF", "ACCEPTED", kind):
        MessageEvent.objects.create(
            distribution=message,
            kind=step,
            reason="smtp;550 5.1.1 unknown user" if step == kind else "",
            occurred_at=NOON,
            fingerprint=step,
        )
    return message


def reader(message: Distribution) -> Client:
    return member(message.payment_link.merchant)


def read(client: Client, row: object, model: type) -> str:
    return client.get(page(model, "change", row)).content.decode()


def test_the_links_page_shows_every_step_with_the_providers_words() -> None:
    message = make_bounced()

    answer = reader(message).get(
        page(type(message.payment_link), "change", message.payment_link_id)
    )

    [row] = answer.context["page"].messages
    assert [(step["what"], step["said"]) for step in row["history"]] == [
        ("Queued", ""),
        ("Put off: the service did not answer, it is tried again", ""),
        ("Sent: the service has taken it", ""),
        ("Came back for good: the address does not work", "smtp;550 5.1.1 unknown user"),
    ]
    assert "The mailbox does not exist." in answer.content.decode()
    assert "no longer go to this address" in answer.content.decode()


def test_the_messages_own_page_shows_the_same() -> None:
    message = make_bounced("SOFT_BOUNCE")

    shown = read(reader(message), message.pk, Distribution)

    assert "Came back this time: the address may work later “smtp;550 5.1.1" in shown


def test_a_complaint_is_said_at_a_delivered_message() -> None:
    message = make_bounced("COMPLAINT")

    link = message.payment_link
    shown = reader(message).get(page(type(link), "change", link.pk)).content.decode()

    assert "The recipient marked the e-mail as spam." in shown


def test_a_page_with_many_events_asks_for_them_once(
    django_assert_max_num_queries: object,
) -> None:
    message = make_bounced()
    link = message.payment_link
    client = reader(message)
    address = page(type(link), "change", link.pk)
    client.get(address)

    for number in range(5):
        other = make_distribution(link)
        MessageEvent.objects.create(
            distribution=other, kind="ACCEPTED", occurred_at=NOON, fingerprint=str(number)
        )

    with django_assert_max_num_queries(40):  # type: ignore[operator]
        client.get(address)


def test_the_timeline_says_which_step_was_taken_or_left_out() -> None:
    link = make_link()
    step = Reminder.objects.create(payment_link=link, days=-3, outcome="SENT", created_at=NOON)
    make_distribution(link, purpose="REMINDER", reminder=step)
    record = TimelineEntry.objects.record
    asked = {"channel": "SMS", "purpose": "REMINDER", "days": -3}
    record(link, "MESSAGE_REQUESTED", actor=SYSTEM, now=NOON, **asked)
    record(link, "REMINDER_SKIPPED", actor=SYSTEM, now=NOON, days=7, reason="Too many SMS.")

    shown = member(link.merchant).get(page(type(link), "change", link.pk)).context["page"]

    assert [entry["text"] for entry in shown.timeline] == [
        "7 days after the due date: Too many SMS.",
        "SMS: reminder 3 days before the due date",
    ]
    assert (shown.messages[0]["purpose"], shown.messages[0]["who"]) == (
        "Reminder, 3 days before the due date",
        "System",
    )


@pytest.mark.parametrize("by_plan", [True, False])
def test_a_reminder_that_waits_for_the_morning_is_not_called_slow(by_plan: bool) -> None:
    link = make_link()
    step = Reminder.objects.create(payment_link=link, days=-3, outcome="SENT", created_at=NOON)
    now, morning = NOON + timedelta(hours=8), NOON + timedelta(hours=19)
    make_distribution(
        link, purpose="REMINDER", reminder=step if by_plan else None, not_before=morning
    )

    facts = gather_facts(link, read_records(link), judge_recipients(link, now), now=now)

    assert facts.is_message_slow == (not by_plan)
