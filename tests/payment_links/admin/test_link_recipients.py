"""What a link's page says of its recipients before anything is sent."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from payment_links.admin.link_recipients import Recipients, judge_recipients
from payment_links.distribution import SmsAllowance, sms_allowance
from payment_links.models import PaymentLink
from tests.back_office import superuser
from tests.builders import NOON, make_distribution, make_link, make_merchant, make_tenant
from tests.payment_links.admin.test_link_page import words

pytestmark = pytest.mark.django_db
NUMBER = "+46701740615"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def live_link(**values: Any) -> PaymentLink:
    """A link of a live tenant, whose SMS are limited."""
    return make_link(make_merchant(make_tenant(mode="LIVE", **values)))


def send(link: PaymentLink, *moments: datetime) -> None:
    for moment in moments:
        make_distribution(link, created_at=moment)


def judged(link: PaymentLink) -> Recipients:
    return judge_recipients(link, NOON)


@pytest.mark.parametrize(
    ("phone", "problem"),
    [
        ("070-174 06 15", ""),
        ("", "missing"),
        ("+1 202 555 0123", "country"),
        ("019-12 34 56", "unusable"),
        ("070", "unusable"),
    ],
)
def test_what_stands_in_the_way_of_an_sms_is_known_beforehand(phone: str, problem: str) -> None:
    assert judged(make_link(customer={"phone": phone})).phone_problem == problem


def test_the_sandbox_limits_nothing() -> None:
    assert sms_allowance(make_link(), NUMBER, NOON) is None


def test_the_tightest_limit_counts() -> None:
    link = live_link()
    send(link, NOON - timedelta(minutes=50))

    assert sms_allowance(link, NUMBER, NOON) == SmsAllowance(2)


def test_an_hour_after_the_first_of_three_one_more_is_allowed() -> None:
    link = live_link()
    send(link, *(NOON - timedelta(minutes=minutes) for minutes in (50, 40, 5)))

    assert sms_allowance(link, NUMBER, NOON) == SmsAllowance(0, NOON + timedelta(minutes=10))


def test_after_five_the_link_is_sent_no_more() -> None:
    link = live_link()
    send(link, *(NOON - timedelta(days=days) for days in range(1, 6)))

    assert sms_allowance(link, NUMBER, NOON) == SmsAllowance(0)


def test_a_spent_budget_opens_a_day_after_its_sms() -> None:
    link = live_link(sms_daily_limit=1)
    make_distribution(make_link(link.merchant), recipient="+46701740699")

    assert sms_allowance(link, NUMBER, NOON) == SmsAllowance(0, NOON + timedelta(days=1))


def test_the_page_tells_how_many_are_left_and_when_the_next_is_possible() -> None:
    link, client = live_link(), superuser()
    send(link, NOON - timedelta(minutes=50))
    before = words(client, link)
    send(link, NOON, NOON)

    assert "2 more SMS may be sent now." in before
    assert "The limit is reached. The next SMS may be sent 2026-11-22 13:10." in words(client, link)


def test_the_fields_hold_the_customers_own_recipients() -> None:
    shown = words(superuser(), make_link())

    assert 'name="customer_phone" value="070-174 06 15"' in shown
    assert 'name="customer_email" value="bertil@example.com"' in shown
