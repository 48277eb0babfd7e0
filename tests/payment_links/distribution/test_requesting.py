"""Asking for messages: who they go to, and when they are refused."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from payment_links.distribution import (
    PaymentLinkClosedError,
    SmsLimitError,
    UnknownMethodError,
    distribute,
)
from payment_links.errors import FieldError, InvalidInputError
from payment_links.models import TENANT, Distribution, PaymentLink, TimelineEntry
from tests.builders import NOON, make_distribution, make_link, make_merchant, make_tenant

pytestmark = pytest.mark.django_db


def ask(
    link: PaymentLink, *methods: str, now: datetime = NOON, **values: Any
) -> list[Distribution]:
    return distribute(link.pk, list(methods), actor=TENANT, now=now, **values)


def rows() -> list[tuple[str, str, str, str, str]]:
    columns = ("channel", "purpose", "recipient", "status", "state")
    return list(Distribution.objects.order_by("pk").values_list(*columns))


def test_both_methods_write_a_message_each_to_the_customers_own_addresses() -> None:
    link = make_link()

    ask(link, "sms", "email", "sms")

    link.refresh_from_db()
    assert rows() == [
        ("SMS", "LINK", "+46701740615", "CREATED", "PENDING"),
        ("EMAIL", "LINK", "bertil@example.com", "CREATED", "PENDING"),
    ]
    assert (link.sms_status, link.distributed_by_email) == ("CREATED", False)
    assert TimelineEntry.objects.filter(event="MESSAGE_REQUESTED").count() == 2


def test_given_recipients_replace_the_customers_own() -> None:
    link = make_link(customer={"phone": "", "email": ""})

    ask(link, "sms", "email", customer_phone="+47 406 12 345", customer_email="a@example.no")

    assert [row[2] for row in rows()] == ["+4740612345", "a@example.no"]


def test_an_email_leaves_the_sms_status_alone() -> None:
    link = make_link()

    ask(link, "email")

    link.refresh_from_db()
    assert link.sms_status == "NOT_CREATED"


def test_every_unusable_recipient_is_named_and_nothing_is_written() -> None:
    link = make_link(customer={"phone": "08-123 45", "email": "<customer email>"})

    with pytest.raises(InvalidInputError) as refusal:
        ask(link, "sms", "email")

    assert refusal.value.errors == [
        FieldError("invalid_value", "customer_phone is not a number in use.", "customer_phone"),
        FieldError("invalid_value", "customer_email is not an e-mail address.", "customer_email"),
    ]
    assert rows() == []


@pytest.mark.parametrize(
    "email", ["", "a", "a@b", "a@example.com\n", "a@example.com\r\nBcc: b@example.com", "a b@c.se"]
)
def test_what_is_no_address_is_refused(email: str) -> None:
    link = make_link(customer={"email": ""})

    with pytest.raises(InvalidInputError) as refusal:
        ask(link, "email", customer_email=email)

    assert refusal.value.property == "customer_email"


@pytest.mark.parametrize("phone", ["+1 212 555 0100", "0900 123 45 67", "08-123 456 78", "x", " "])
def test_what_is_no_mobile_number_of_an_allowed_country_is_refused(phone: str) -> None:
    link = make_link()

    with pytest.raises(InvalidInputError) as refusal:
        ask(link, "sms", customer_phone=phone)

    assert refusal.value.property == "customer_phone"


@pytest.mark.parametrize("methods", [[], ["fax"], ["sms", "fax"]])
def test_unknown_methods_are_refused(methods: list[str]) -> None:
    with pytest.raises(UnknownMethodError):
        ask(make_link(), *methods)


@pytest.mark.parametrize("status", ["CANCELLED", "EXPIRED"])
def test_a_closed_link_is_not_sent(status: str) -> None:
    link = make_link(status=status)

    with pytest.raises(PaymentLinkClosedError) as refusal:
        ask(link, "sms")

    assert (refusal.value.http_status, refusal.value.code) == (403, "payment_link_not_open")
    assert rows() == []


def test_a_link_whose_time_is_over_is_not_sent() -> None:
    link = make_link(expires_at=NOON)

    with pytest.raises(PaymentLinkClosedError):
        ask(link, "sms")

    assert rows() == []


def test_a_wrong_recipient_is_told_before_the_link_is_found_closed() -> None:
    link = make_link(status="CANCELLED")

    with pytest.raises(InvalidInputError):
        ask(link, "sms", customer_phone="x")


def test_a_paid_link_is_sent_again() -> None:
    link = make_link(status="COMPLETED")

    ask(link, "email")

    assert rows() == [("EMAIL", "LINK", "bertil@example.com", "CREATED", "PENDING")]


def live_link(**tenant_values: Any) -> PaymentLink:
    return make_link(make_merchant(make_tenant(mode="LIVE", **tenant_values)))


def test_a_link_of_a_live_tenant_is_sent_five_times() -> None:
    link = live_link()
    for days in range(5):
        ask(link, "sms", now=NOON + timedelta(days=days))

    with pytest.raises(SmsLimitError) as refusal:
        ask(link, "sms", now=NOON + timedelta(days=5))

    assert (refusal.value.http_status, refusal.value.code) == (429, "rate_limited")
    assert len(rows()) == 5


def test_a_number_gets_three_sms_an_hour() -> None:
    link = live_link()
    for _ in range(3):
        make_distribution(make_link(link.merchant))

    with pytest.raises(SmsLimitError) as refusal:
        ask(link, "sms", now=NOON + timedelta(minutes=59))

    assert refusal.value.retry_after == 3600
    assert len(ask(link, "sms", now=NOON + timedelta(minutes=61))) == 1


def test_a_number_gets_ten_sms_a_day() -> None:
    link = live_link()
    for hours in range(10):
        make_distribution(make_link(link.merchant), created_at=NOON + timedelta(hours=hours))

    with pytest.raises(SmsLimitError):
        ask(link, "sms", now=NOON + timedelta(hours=20))


def test_a_tenants_daily_budget_is_kept() -> None:
    link = live_link(sms_daily_limit=1)
    make_distribution(make_link(link.merchant), recipient="+46701740699")

    with pytest.raises(SmsLimitError):
        ask(link, "sms", now=NOON + timedelta(hours=23))

    assert len(ask(link, "sms", now=NOON + timedelta(hours=25))) == 1


def test_a_sandbox_tenant_is_not_limited() -> None:
    link = make_link()

    for _ in range(6):
        ask(link, "sms")

    assert len(rows()) == 6
