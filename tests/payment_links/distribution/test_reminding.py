"""Reminders: whom they reach, and when there is none."""

from datetime import timedelta
from typing import Any

import pytest

from payment_links.distribution import (
    AddressClosedError,
    LastMessageFailedError,
    LinkAlreadyPaidError,
    LinkDisputedError,
    NothingSentError,
    PaymentLinkClosedError,
    RemindedRecentlyError,
    SmsLimitError,
    remind,
)
from payment_links.errors import DomainError
from payment_links.models import TENANT, Distribution, LinkException, PaymentLink
from tests.builders import (
    NOON,
    make_distribution,
    make_link,
    make_merchant,
    make_payment,
    make_tenant,
)

pytestmark = pytest.mark.django_db

YESTERDAY = NOON - timedelta(hours=24)


def sent(link: PaymentLink, channel: str = "SMS", **values: Any) -> Distribution:
    """A message that reached the payer yesterday."""
    recipient = "+46701740615" if channel == "SMS" else "bertil@example.com"
    defaults = {"recipient": recipient, "status": "SENT", "sent_at": YESTERDAY}
    values = {"created_at": YESTERDAY, **defaults, **values}
    return make_distribution(link, channel=channel, **values)


def reminded(link: PaymentLink) -> list[tuple[str, str]]:
    messages = remind(link.pk, actor=TENANT, now=NOON)
    return sorted((message.channel, message.recipient) for message in messages)


def test_a_reminder_goes_the_way_of_the_last_sending() -> None:
    link = make_link()
    sent(link, created_at=YESTERDAY - timedelta(days=3))
    sent(link, "EMAIL", recipient="eva@example.com")

    assert reminded(link) == [("EMAIL", "eva@example.com")]


def test_what_was_sent_together_is_sent_together_again() -> None:
    link = make_link()
    sent(link)
    sent(link, "EMAIL")

    assert reminded(link) == [("EMAIL", "bertil@example.com"), ("SMS", "+46701740615")]


def test_a_channel_that_failed_is_left_out() -> None:
    link = make_link()
    sent(link, status="FAILED")
    sent(link, "EMAIL")

    assert reminded(link) == [("EMAIL", "bertil@example.com")]


@pytest.mark.parametrize(
    ("message", "refusal"),
    [
        (None, NothingSentError),
        ({"created_at": YESTERDAY + timedelta(seconds=1)}, RemindedRecentlyError),
        ({"status": "FAILED"}, LastMessageFailedError),
    ],
)
def test_a_reminder_is_refused(message: dict[str, Any] | None, refusal: type[DomainError]) -> None:
    link = make_link()
    if message is not None:
        sent(link, **message)
    before = Distribution.objects.count()

    with pytest.raises(refusal):
        remind(link.pk, actor=TENANT, now=NOON)

    assert Distribution.objects.count() == before


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"status": "COMPLETED"}, LinkAlreadyPaidError),
        ({"status": "CANCELLED"}, PaymentLinkClosedError),
        ({"status": "EXPIRED"}, PaymentLinkClosedError),
        ({"expires_at": NOON}, PaymentLinkClosedError),
    ],
)
def test_only_who_can_still_pay_is_reminded(
    values: dict[str, Any], refusal: type[DomainError]
) -> None:
    link = make_link(**values)
    sent(link)

    with pytest.raises(refusal):
        remind(link.pk, actor=TENANT, now=NOON)

    assert Distribution.objects.count() == 1


def test_a_receipt_is_no_message_to_repeat() -> None:
    link = make_link()
    sent(link, "EMAIL", purpose="RECEIPT")

    with pytest.raises(NothingSentError):
        remind(link.pk, actor=TENANT, now=NOON)


def test_reminders_count_towards_the_limits() -> None:
    link = make_link(make_merchant(make_tenant(mode="LIVE")))
    for _ in range(5):
        sent(link)

    with pytest.raises(SmsLimitError):
        remind(link.pk, actor=TENANT, now=NOON)

    assert Distribution.objects.count() == 5


def test_a_disputed_link_is_settled_before_anybody_is_reminded() -> None:
    link = make_link()
    sent(link)
    LinkException.objects.create(
        payment_link=link, payment=make_payment(link), kind="AMOUNT_MISMATCH", created_at=NOON
    )

    with pytest.raises(LinkDisputedError):
        remind(link.pk, actor=TENANT, now=NOON)

    assert Distribution.objects.count() == 1


def test_an_address_that_email_came_back_from_is_left_out() -> None:
    link = make_link()
    sent(link)
    email = sent(link, "EMAIL")
    email.message_events.create(kind="HARD_BOUNCE", occurred_at=NOON)

    assert reminded(link) == [("SMS", "+46701740615")]


def test_nobody_is_reminded_at_an_address_that_email_came_back_from() -> None:
    link = make_link()
    sent(link, "EMAIL").message_events.create(kind="COMPLAINT", occurred_at=NOON)

    with pytest.raises(AddressClosedError):
        remind(link.pk, actor=TENANT, now=NOON)

    assert Distribution.objects.count() == 1
