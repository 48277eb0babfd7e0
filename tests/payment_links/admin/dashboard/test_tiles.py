"""The tiles of the overview: their figures, the comparison, and the lists they lead to."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from payment_links.admin.dashboard import Overview
from payment_links.daily_figures import close_days, closing
from payment_links.models import Merchant, PaymentLink
from tests.back_office import member
from tests.builders import (
    NOON,
    TODAY,
    make_customer,
    make_distribution,
    make_link,
    make_merchant,
)
from tests.unrendered import filled_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_noon")]
DAY = timedelta(days=1)
# NOON is 13:00 in Stockholm: the last seven days begin here, the seven before them end here.
START = datetime(2026, 11, 15, 23, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


def overview(client: Client, period: str = "7", **parameters: str) -> Overview:
    """What the page of the period shows."""
    found: Overview = filled_with(client, "/admin/", {"period": period, **parameters})["overview"]
    return found


def figures(client: Client, period: str = "7") -> dict[str, tuple[str, int, str]]:
    """Per tile the figure, the number of links and the comparison, with plain blanks."""
    return {
        tile.name: (_plain(tile.figure), tile.count, _plain(tile.change.text))
        for tile in overview(client, period).tiles
    }


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def sold(merchant: Merchant, amount: int = 10000, **values: Any) -> PaymentLink:
    """A link over the amount."""
    return make_link(merchant, items=[("Vara", amount, 1, "25")], **values)


def test_created_counts_from_the_first_instant_of_the_period(merchant: Merchant) -> None:
    sold(merchant, 300, created_at=START)
    sold(merchant, 200, created_at=NOON)
    sold(merchant, 125, created_at=START - INSTANT)
    sold(merchant, 75, created_at=START - 7 * DAY)
    sold(merchant, 999, created_at=START - 7 * DAY - INSTANT)

    assert figures(member(merchant))["created"] == ("5,00 kr", 2, "Up 150 % from 2,00 kr")


def test_paid_counts_when_we_learned_of_it(merchant: Merchant) -> None:
    made = START - 30 * DAY
    for amount, at in ((300, START), (125, START - INSTANT), (275, START - 7 * DAY)):
        sold(merchant, amount, status="COMPLETED", created_at=made, completed_at=at)
    sold(merchant, 999, status="COMPLETED", created_at=made, completed_at=made)

    assert figures(member(merchant))["paid"] == ("3,00 kr", 1, "Down 25 % from 4,00 kr")


def test_outstanding_is_compared_with_what_was_unpaid_when_the_period_began(
    merchant: Merchant,
) -> None:
    made = START - DAY
    sold(merchant, 100, created_at=made)
    sold(merchant, 200, created_at=START)
    sold(merchant, 400, created_at=made, status="COMPLETED", completed_at=START)
    sold(merchant, 800, created_at=made, status="COMPLETED", completed_at=START - INSTANT)
    sold(merchant, 1600, created_at=made, status="CANCELLED", cancelled_at=START)
    sold(merchant, 3200, created_at=made, status="EXPIRED", expires_at=START)
    sold(merchant, 6400, created_at=made, status="EXPIRED", expires_at=START - INSTANT)

    assert figures(member(merchant))["outstanding"] == (
        "3,00 kr",
        2,
        "Down 94 % from 53,00 kr",
    )


def test_overdue_begins_the_day_after_the_due_date(merchant: Merchant) -> None:
    made = START - 9 * DAY
    sold(merchant, 100, created_at=made, due_date=TODAY)
    sold(merchant, 200, created_at=made, due_date=TODAY - DAY)
    sold(merchant, 400, created_at=made, due_date=START.date() - DAY)
    sold(merchant, 800, created_at=made, due_date=None)

    assert figures(member(merchant))["overdue"] == ("6,00 kr", 2, "Up 50 % from 4,00 kr")


def test_not_delivered_counts_unpaid_links_whose_message_failed(merchant: Merchant) -> None:
    for at in (START - DAY, START - DAY, NOON):
        link = sold(merchant, created_at=at)
        make_distribution(link, status="FAILED", created_at=at)
        make_distribution(link, status="FAILED", created_at=at)
    make_distribution(sold(merchant, status="COMPLETED"), status="FAILED")
    make_distribution(sold(merchant), status="DELIVERED", sent_at=NOON)

    assert figures(member(merchant))["not_delivered"] == ("3", 3, "Up 50 % from 2")


def test_days_to_pay_are_days_of_the_calendar(merchant: Merchant) -> None:
    midnight = START + DAY
    for made, paid in (
        (midnight - INSTANT, midnight),
        (midnight, midnight + DAY - INSTANT),
        (midnight - 10 * DAY, midnight),
        (START - 4 * DAY, START - DAY),
    ):
        sold(merchant, status="COMPLETED", created_at=made, completed_at=paid)

    assert figures(member(merchant))["days_to_pay"] == ("3.7 days", 3, "Up 23 % from 3.0 days")


def test_without_links_before_there_is_nothing_to_compare_with(merchant: Merchant) -> None:
    sold(merchant, 100)

    shown = figures(member(merchant))

    assert shown["created"] == ("1,00 kr", 1, "Up from 0,00 kr")
    assert shown["days_to_pay"] == ("–", 0, "Nothing to compare with")
    assert shown["overdue"] == ("0,00 kr", 0, "As before")


def test_figures_are_the_same_when_days_are_closed(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "DAYS_READY", 16)
    for days_ago in (0, 1, 5, 6, 7, 8, 13, 14, 18):
        at = NOON - days_ago * DAY
        sold(merchant, 100 + days_ago, created_at=at, due_date=at.date() + DAY)
        sold(merchant, status="COMPLETED", created_at=at - DAY, completed_at=at)
    client = member(merchant)
    counted = figures(client)

    close_days()

    assert figures(client) == counted


def test_several_currencies_are_never_added(merchant: Merchant) -> None:
    sold(merchant, 100)
    sold(merchant, 200)
    sold(merchant, 5000, currency="NOK")
    sold(merchant, 700, currency="EUR")

    created = overview(member(merchant)).tiles[0]

    assert (_plain(created.figure), created.count) == ("3,00 kr", 4)
    assert _plain(created.detail) == "4 links, and 50,00 NOK, 7,00 €"


def test_absurd_amounts_are_exact(merchant: Merchant) -> None:
    customer = make_customer(merchant)
    for _ in range(3):
        sold(merchant, 2_147_483_647, customer_id=customer.pk)

    assert figures(member(merchant))["outstanding"][0] == "64 424 509,41 kr"


@pytest.mark.parametrize(("period", "edges"), [("7", (0, 6, 7)), ("month", (0, 21, 22))])
def test_every_tile_leads_to_the_links_it_counts(
    merchant: Merchant, period: str, edges: tuple[int, ...]
) -> None:
    for days_ago in edges:
        at = NOON - days_ago * DAY
        sold(merchant, created_at=at, due_date=at.date())
        sold(merchant, status="COMPLETED", created_at=at, completed_at=at)
        lost = sold(merchant, created_at=at, due_date=TODAY)
        make_distribution(lost, status="FAILED", created_at=at)
    client = member(merchant)

    shown = {tile.name: (tile.count, tile.address) for tile in overview(client, period).tiles}

    listed = {
        name: (filled_with(client, address)["cl"].result_count, address)
        for name, (_count, address) in shown.items()
    }
    assert listed == shown
    assert all(count for count, _address in shown.values())
