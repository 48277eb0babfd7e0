"""What needs a person: which link, why, and what to do next."""

from datetime import timedelta
from typing import Any

import pytest

from payment_links.admin import display
from payment_links.models import (
    CallbackEndpoint,
    LinkException,
    Merchant,
    PaymentLink,
    StatusCallback,
)
from tests.back_office import member
from tests.builders import NOON, TODAY, make_distribution, make_link, make_merchant, make_payment
from tests.unrendered import filled_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_noon")]
ASK = "Ask the customer for another address"
LATE = TODAY - timedelta(days=9)


def lines(merchant: Merchant, role: str = "STAFF") -> list[Any]:
    """What the overview says to somebody with that role."""
    found: list[Any] = filled_with(member(merchant, role), "/admin/")["overview"].needing
    return found


def with_exception(merchant: Merchant) -> PaymentLink:
    """A link that was paid twice."""
    link = make_link(merchant, status="COMPLETED", customer={"last_name": "Dubbel"})
    payment = make_payment(link, status="COMPLETED")
    LinkException.objects.create(
        payment_link=link, payment=payment, kind="PAID_TWICE", created_at=NOON
    )
    return link


def with_dead_callback(merchant: Merchant) -> PaymentLink:
    """A link whose tenant could not be told."""
    link = make_link(merchant, customer={"last_name": "Stum"})
    StatusCallback.objects.create(
        payment_link=link,
        endpoint=CallbackEndpoint.objects.create(tenant=link.tenant, url="https://t.example/"),
        status="EXPIRED",
        occurred_at=NOON,
        body="{}",
        created_at=NOON,
        not_before=NOON,
        state=StatusCallback.State.DEAD,
    )
    return link


def test_money_comes_first_and_what_is_late_last() -> None:
    merchant = make_merchant()
    make_link(merchant, due_date=LATE, customer={"last_name": "Sen"})
    with_dead_callback(merchant)
    lost = make_link(merchant, customer={"last_name": "Borta"})
    make_distribution(lost, status="FAILED", failure_reason="landline")
    first = with_exception(merchant)

    shown = lines(merchant)

    assert [(line.customer, line.why, line.action) for line in shown] == [
        ("Bertil Dubbel", "Paid twice", "Settle it and mark it as resolved"),
        ("Bertil Borta", "SMS to +46701740615 failed: the number is a landline", "Send by e-mail"),
        (
            "Bertil Stum",
            "The tenant's system did not take a change of status",
            "Deliver the status callback again",
        ),
        ("Bertil Sen", "9 days late, never sent by us", "Send it to the customer"),
    ]
    assert shown[0].url == display.change_url("payment_links.paymentlink", first.pk)
    assert shown[0].amount == "140,00\u00a0kr"


@pytest.mark.parametrize(
    ("channel", "customer", "action"),
    [
        ("SMS", {}, "Send by e-mail"),
        ("SMS", {"email": ""}, "Ask the customer for another address"),
        ("EMAIL", {}, "Send by SMS"),
        ("EMAIL", {"phone": ""}, "Ask the customer for another address"),
    ],
)
def test_a_lost_message_is_sent_another_way(
    channel: str, customer: dict[str, str], action: str
) -> None:
    link = make_link(customer=customer)
    make_distribution(link, status="FAILED", channel=channel, recipient="x")

    assert [line.action for line in lines(link.merchant)] == [action]


@pytest.mark.parametrize(
    ("channel", "told", "customer", "action"),
    [
        ("SMS", "absent subscriber", {}, "Send it again"),
        ("SMS", "absent subscriber", {"phone": "019-12 34 56"}, "Send by e-mail"),
        ("SMS", "landline", {}, "Send by e-mail"),
        ("SMS", "landline", {"email": "nobody"}, "Ask the customer for another address"),
        ("EMAIL", "mailbox full", {}, "Send it again"),
        ("EMAIL", "unknown user", {}, "Send by SMS"),
    ],
)
def test_the_overview_and_the_page_say_the_same_about_a_lost_message(
    channel: str, told: str, customer: dict[str, str], action: str
) -> None:
    link = make_link(customer=customer)
    make_distribution(link, status="FAILED", channel=channel, recipient="x", failure_reason=told)
    client = member(link.merchant)
    names = {"SMS": "send_sms", "EMAIL": "send_email"}
    other = names["EMAIL" if channel == "SMS" else "SMS"]

    (line,) = filled_with(client, "/admin/")["overview"].needing
    said = filled_with(client, line.url)["page"].reason

    assert line.action == action
    assert said.action == {"Send it again": names[channel], ASK: "copy"}.get(action, other)


def test_who_got_the_link_another_way_is_reminded_on_both_pages() -> None:
    link = make_link(due_date=TODAY + timedelta(days=2))
    make_distribution(link, status="FAILED", failure_reason="landline")
    make_distribution(link, status="DELIVERED", channel="EMAIL", recipient="x", sent_at=NOON)
    client = member(link.merchant)

    (line,) = filled_with(client, "/admin/")["overview"].needing
    main = filled_with(client, line.url)["page"].buttons.main

    assert line.action == main.label == "Remind by e-mail"


def test_who_was_reminded_another_way_is_reminded_again_on_both_pages() -> None:
    link = make_link(due_date=TODAY + timedelta(days=2))
    make_distribution(link, status="FAILED", failure_reason="landline")
    make_distribution(
        link, purpose="REMINDER", status="DELIVERED", channel="EMAIL", recipient="x", sent_at=NOON
    )
    client = member(link.merchant)

    (line,) = filled_with(client, "/admin/")["overview"].needing
    main = filled_with(client, line.url)["page"].buttons.main

    assert line.action == main.label == "Remind by e-mail"


def test_a_failure_of_a_replaced_address_needs_nobody() -> None:
    link = make_link(address_replaced_at=NOON, customer={"last_name": "Ny"})
    make_distribution(link, status="FAILED", failure_reason="landline")

    assert lines(link.merchant) == []


def test_of_a_replaced_address_only_the_failure_after_it_is_told() -> None:
    link = make_link(address_replaced_at=NOON)
    before, after = NOON - timedelta(hours=1), NOON + timedelta(seconds=1)
    make_distribution(link, status="DELIVERED", channel="EMAIL", created_at=before, sent_at=NOON)
    make_distribution(link, status="FAILED", failure_reason="landline", created_at=after)

    (line,) = lines(link.merchant)

    assert line.why == "SMS to +46701740615 failed: the number is a landline"
    assert line.action == "Send by e-mail"


def test_a_late_link_with_a_replaced_address_is_sent_again() -> None:
    link = make_link(due_date=LATE, address_replaced_at=NOON)
    make_distribution(link, status="DELIVERED", sent_at=NOON)

    (line,) = lines(link.merchant)

    assert (line.why, line.action) == ("9 days late", "Send it to the customer")


def test_a_late_link_that_was_sent_is_reminded_of() -> None:
    link = make_link(due_date=LATE)
    make_distribution(link, status="DELIVERED", sent_at=NOON)

    assert [(line.why, line.action) for line in lines(link.merchant)] == [
        ("9 days late", "Remind the customer")
    ]


def test_a_link_with_several_reasons_stands_there_once() -> None:
    link = make_link(due_date=LATE)
    make_distribution(link, status="FAILED")

    assert len(lines(link.merchant)) == 1


def test_few_of_each_reason_are_shown_the_longest_overdue_first() -> None:
    merchant = make_merchant()
    for days in range(5):
        make_link(merchant, due_date=LATE + timedelta(days=days), customer={"last_name": f"{days}"})

    assert [line.customer for line in lines(merchant)] == ["Bertil 0", "Bertil 1", "Bertil 2"]


def test_readers_are_not_told_to_act() -> None:
    link = make_link(due_date=LATE)

    assert [line.action for line in lines(link.merchant, "ACCOUNTANT")] == ["Open the link"]
