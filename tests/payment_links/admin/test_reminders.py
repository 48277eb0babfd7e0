"""A merchant's reminders in the admin: chosen in words of days, and read by everybody."""

from typing import Any

import pytest
from django.test import Client

from payment_links.distribution import choose_reminder_days, reminder_days
from payment_links.models import Merchant, ReminderPlan
from tests.back_office import member, page
from tests.builders import NOON, make_merchant

pytestmark = pytest.mark.django_db


def save(client: Client, merchant: Merchant, **changes: Any) -> Any:
    contact = {"email": "a@example.com", "locale": "sv-SE", "payment_days": 30}
    address = page(Merchant, "change", merchant.pk)
    return client.post(address, {**contact, "is_emailing_receipts": "on", **changes})


def test_an_owner_chooses_when_links_are_reminded_of() -> None:
    merchant = make_merchant()

    answer = save(member(merchant, "OWNER"), merchant, remind_before="3", remind_after="7, 1 7")

    assert answer.status_code == 302
    assert reminder_days(merchant) == [-3, 1, 7]


def test_an_owner_turns_reminders_and_receipts_off() -> None:
    merchant = make_merchant()
    choose_reminder_days(merchant, [-3], now=NOON)

    save(member(merchant, "OWNER"), merchant, is_emailing_receipts="", remind_before="")

    merchant.refresh_from_db()
    assert reminder_days(merchant) == []
    assert not merchant.is_emailing_receipts


def test_saving_something_else_leaves_the_plan_as_it_is() -> None:
    merchant = make_merchant()
    choose_reminder_days(merchant, [-3, 0, 7], now=NOON)

    save(member(merchant, "OWNER"), merchant, remind_before="0, 3", remind_after="7")

    assert ReminderPlan.objects.get().next_pass_at == NOON


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("remind_before", "three", "Write days as whole numbers, such as 1, 7."),
        ("remind_before", "-3", "Write days as whole numbers, such as 1, 7."),
        ("remind_before", "٣", "Write days as whole numbers, such as 1, 7."),
        ("remind_before", "31", "Each day must be from 0 to 30."),
        ("remind_after", "0, 7", "Each day must be from 1 to 60."),
        ("remind_after", "1 2 3 4 5 6 7", "At most 6 reminders."),
        (
            "remind_after",
            "31",
            "A link can be paid 30 days after its due date; later nobody is reminded.",
        ),
    ],
)
def test_days_that_make_no_sense_are_refused(field: str, text: str, words: str) -> None:
    merchant = make_merchant()

    answer = save(member(merchant, "OWNER"), merchant, **{field: text})

    assert answer.context["adminform"].form.errors == {field: [words]}
    assert not ReminderPlan.objects.exists()


@pytest.mark.parametrize("role", ["STAFF", "FINANCE", "SUPPORT", "ACCOUNTANT"])
def test_others_read_the_reminders_in_words(role: str) -> None:
    merchant = make_merchant()
    choose_reminder_days(merchant, [-3, 0, 1], now=NOON)

    client = member(merchant, role)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "sv"

    answer = client.get(page(Merchant, "change", merchant.pk))

    assert "3 dagar före förfallodagen, på förfallodagen, 1 dag efter" in answer.content.decode()
