"""The forms of a link's page: how long it is extended, why it is cancelled, to whom it is sent."""

from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from payment_links.models import Distribution, Merchant
from tests.back_office import act, member
from tests.builders import NOON, make_link, make_merchant

pytestmark = pytest.mark.django_db


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


@pytest.fixture
def staff(merchant: Merchant) -> Client:
    return member(merchant)


@pytest.mark.parametrize(
    ("values", "last_day"),
    [
        ({}, "2027-02-20"),
        ({"days": "7"}, "2027-01-28"),
        ({"until": "2027-03-31"}, "2027-03-31"),
        ({"until": "2027-01-22"}, "2027-01-22"),
        ({"days": "366"}, "2028-01-22"),
    ],
)
@time_machine.travel(NOON)
def test_extend_takes_days_or_a_day(
    values: dict[str, str], last_day: str, merchant: Merchant, staff: Client
) -> None:
    link = make_link(merchant)

    act(staff, link, "extend", **values)

    link.refresh_from_db()
    assert f"{link.expires_at.astimezone(ZoneInfo('Europe/Stockholm')):%Y-%m-%d}" == last_day


@pytest.mark.parametrize(
    "values",
    [
        {"days": "0"},
        {"days": "367"},
        {"days": "-5"},
        {"days": "soon"},
        {"days": "9" * 5000},
        {"until": "2027-01-20"},
        {"until": "9999-12-31"},
        {"until": "tomorrow"},
    ],
)
@time_machine.travel(NOON)
def test_an_extension_that_is_none_changes_nothing(
    values: dict[str, str], merchant: Merchant, staff: Client
) -> None:
    link = make_link(merchant)

    assert act(staff, link, "extend", **values) == 302

    before = link.expires_at
    link.refresh_from_db()
    assert (link.expires_at, link.timeline.count()) == (before, 0)


@pytest.mark.parametrize("reason", ["", "   "])
def test_cancel_wants_a_reason(reason: str, merchant: Merchant, staff: Client) -> None:
    link = make_link(merchant)

    assert act(staff, link, "cancel", reason=reason) == 302

    link.refresh_from_db()
    assert (link.status, link.timeline.count()) == ("CREATED", 0)


@pytest.mark.parametrize(
    ("name", "values", "recipient"),
    [
        ("send_sms", {"customer_phone": " 070-174 06 99 "}, "+46701740699"),
        ("send_email", {"customer_email": "ny@example.com"}, "ny@example.com"),
        ("send_sms", {"customer_phone": "  "}, "+46701740615"),
    ],
)
def test_a_recipient_may_be_corrected_for_one_sending(
    name: str, values: dict[str, str], recipient: str, merchant: Merchant, staff: Client
) -> None:
    link = make_link(merchant)

    act(staff, link, name, **values)

    assert Distribution.objects.get().recipient == recipient
    link.customer.refresh_from_db()
    assert (link.customer.phone, link.customer.email) == ("070-174 06 15", "bertil@example.com")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("send_sms", {"customer_phone": "019-12 34 56"}),
        ("send_sms", {"customer_phone": "+1 202 555 0123"}),
        ("send_email", {"customer_email": "no address"}),
        ("send_email", {"customer_email": "a\x00@example.com"}),
    ],
)
def test_a_recipient_that_cannot_be_used_gets_nothing(
    name: str, values: dict[str, str], merchant: Merchant, staff: Client
) -> None:
    assert act(staff, make_link(merchant), name, **values) == 302

    assert Distribution.objects.count() == 0
