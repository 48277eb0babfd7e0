"""The charts of the overview: paid per day, ages of what is outstanding, by method."""

from datetime import date, timedelta

import pytest

from payment_links.admin.dashboard import Overview
from payment_links.models import Merchant
from tests.back_office import member
from tests.builders import NOON, TODAY, make_link, make_merchant, make_payment
from tests.unrendered import filled_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_noon")]
DAY = timedelta(days=1)


def overview(merchant: Merchant) -> Overview:
    """The last seven days as a member of the merchant sees them."""
    answer = member(merchant).get("/admin/", {"period": "7"})
    found: Overview = answer.context["overview"]
    return found


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_every_day_of_the_period_is_shown_also_without_payments() -> None:
    merchant = make_merchant()
    make_link(merchant, status="COMPLETED", completed_at=NOON - 6 * DAY)
    make_link(merchant, status="COMPLETED", completed_at=NOON)
    make_link(merchant, status="COMPLETED", completed_at=NOON)
    make_link(merchant, status="COMPLETED", completed_at=NOON, currency="NOK")

    chart = overview(merchant).paid_per_day

    assert [(d.day, d.count, _plain(d.amount), d.height, d.top) for d in chart.days] == [
        (date(2026, 11, 16), 1, "140,00 kr", 500, 500),
        *((date(2026, 11, n), 0, "0,00 kr", 0, 1000) for n in range(17, 22)),
        (date(2026, 11, 22), 3, "280,00 kr", 1000, 0),
    ]
    assert _plain(chart.days[-1].others) == "140,00 NOK"
    assert _plain(chart.summary) == "Paid per day, most on 2026-11-22: 280,00 kr"


def test_small_amounts_are_seen_beside_large_ones() -> None:
    merchant = make_merchant()
    make_link(merchant, status="COMPLETED", completed_at=NOON - DAY, items=[("A", 1, 1, "25")])
    make_link(merchant, status="COMPLETED", items=[("A", 2_147_483_647, 1, "25")])

    heights = [day.height for day in overview(merchant).paid_per_day.days]

    assert heights == [0, 0, 0, 0, 0, 12, 1000]


def test_ages_are_counted_from_the_due_date() -> None:
    merchant = make_merchant()
    for days_late in (None, -5, 0, 1, 7, 8, 30, 31, 60, 61, 400):
        due_date = None if days_late is None else TODAY - timedelta(days=days_late)
        make_link(merchant, due_date=due_date)
    make_link(merchant, due_date=TODAY - 5 * DAY, status="COMPLETED")

    shown = [(bar.title, bar.count, _plain(bar.amount)) for bar in overview(merchant).ages]

    assert shown == [
        ("Not late", "3", "420,00 kr"),
        ("1–7 days late", "2", "280,00 kr"),
        ("8–30 days late", "2", "280,00 kr"),
        ("31–60 days late", "2", "280,00 kr"),
        ("More than 60 days late", "2", "280,00 kr"),
    ]


def test_every_age_leads_to_its_links() -> None:
    merchant = make_merchant()
    for days_late in (-5, 0, 7, 8, 30, 60, 61):
        make_link(merchant, due_date=TODAY - timedelta(days=days_late))
    client = member(merchant)

    bars = filled_with(client, "/admin/")["overview"].ages

    listed = [filled_with(client, bar.address)["cl"].result_count for bar in bars]
    assert listed == [int(bar.count) for bar in bars] == [2, 1, 2, 1, 1]


def test_links_without_a_due_date_are_in_no_list_of_days() -> None:
    merchant = make_merchant()
    make_link(merchant, due_date=None)

    assert [bar.address for bar in overview(merchant).ages] == [""] * 5


def test_methods_stand_by_their_amounts() -> None:
    merchant = make_merchant()
    for provider, method in (("swish", "m_commerce"), ("payment_iq", "card"), ("swish", "e")):
        link = make_link(merchant, status="COMPLETED")
        make_payment(link, provider=provider, method=method, status="COMPLETED")
    make_link(merchant, status="COMPLETED", currency="NOK")

    shown = [
        (bar.title, bar.count, _plain(bar.amount), _plain(bar.others), bar.length)
        for bar in overview(merchant).methods
    ]

    assert shown == [
        ("Swish", "2", "280,00 kr", "", 1000),
        ("Card (payment_iq)", "1", "140,00 kr", "", 500),
        ("Unknown", "1", "0,00 kr", "140,00 NOK", 0),
    ]


def test_the_picture_says_in_words_what_it_shows_and_has_a_table() -> None:
    merchant = make_merchant()
    make_link(merchant, status="COMPLETED")

    shown = member(merchant).get("/admin/", {"period": "7"}).content.decode()

    assert 'role="img" aria-label="Paid per day, most on 2026-11-22: 140,00\u00a0kr"' in shown
    table = shown.split("<details", 1)[1].split("</details>")[0]
    assert table.count('<th scope="row"') == 7
    assert "style=" not in shown.split('id="content-main"', 1)[1]
