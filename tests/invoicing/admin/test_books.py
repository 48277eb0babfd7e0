"""The accountant's page: figures, periods and who sees them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from invoicing.models import BookAccount, BookEntry, BookExport, BooksVisit, PeriodClosing
from payment_links import clock
from payment_links.models import LinkException, Merchant
from tests.back_office import member, page, superuser
from tests.builders import (
    NOON,
    TODAY,
    make_link,
    make_membership,
    make_merchant,
    make_payment,
    make_tenant,
    make_user,
)
from tests.invoicing.admin.reading import books, fields_of, words
from tests.invoicing.bookkeeping.booking import book_credit, make_paid_link
from tests.invoicing.issuing import make_invoice, make_receipt

pytestmark = pytest.mark.django_db

OCTOBER = date(2026, 10, 31)
ROLES = ["OWNER", "STAFF", "FINANCE", "ACCOUNTANT", "SUPPORT"]
KEEPERS = ["OWNER", "FINANCE"]


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant(name="Pizzeria Vesuvio AB")


@pytest.mark.parametrize("role", ROLES)
def test_every_role_sees_the_figures_of_its_merchant(role: str, merchant: Merchant) -> None:
    make_invoice(make_link(merchant))

    shown = words(member(merchant, role), books())

    assert "November 2026" in shown
    for figure in ("140,00 kr", "125,00 kr", "15,00 kr", "<strong>05</strong>", ">125</span>"):
        assert figure in shown


def test_payments_are_booked_before_they_are_shown(merchant: Merchant) -> None:
    link, _ = make_paid_link(merchant)
    make_receipt(link)

    shown = words(member(merchant), books())

    assert "1 payment (140,00 kr)" in shown
    assert BookEntry.objects.filter(kind="PAYMENT").count() == 1


def test_a_foreign_merchant_is_not_found(merchant: Merchant) -> None:
    foreign = make_merchant()
    client = member(merchant, "OWNER")

    addresses = [
        books(merchant=foreign.pk),
        books("accounts", merchant=foreign.pk),
        books("close", merchant=foreign.pk, through=OCTOBER),
    ]

    assert [client.get(address).status_code for address in addresses] == [404] * 3
    posted = [client.post(address, fields_of(address)).status_code for address in addresses[1:]]
    assert posted == [404, 404]
    assert not PeriodClosing.objects.exists()


@pytest.mark.parametrize("merchant_id", ["", "x", "x%00", "00000000-0000-0000-0000-000000000000"])
def test_a_merchant_that_is_none_is_not_found(merchant_id: str, merchant: Merchant) -> None:
    assert member(merchant).get(books(merchant=merchant_id)).status_code == 404


def test_strangers_are_asked_to_sign_in() -> None:
    assert Client().get(books()).headers["Location"].startswith("/admin/login/")


def test_without_a_merchant_the_page_says_what_to_do() -> None:
    client = Client()
    client.force_login(make_user())

    assert "You are not a member of any merchant yet." in words(client, books())


def test_an_empty_office_teaches(merchant: Merchant) -> None:
    shown = words(member(merchant), books())

    assert "Invoices, receipts, credit notes and payments are entered here by themselves" in shown
    assert "Nothing was sold, credited or paid in this period." in shown
    assert "Nobody owes anything: every invoice is paid or credited." in shown


def test_test_books_are_marked_and_live_ones_are_not(merchant: Merchant) -> None:
    live = make_merchant(make_tenant(mode="LIVE"))

    assert ">TEST</span>" in words(member(merchant), books())
    assert ">TEST</span>" not in words(member(live), books())


def test_any_period_can_be_chosen_from_either_end(merchant: Merchant) -> None:
    make_invoice(make_link(merchant), now=NOON - timedelta(days=20))
    make_invoice(make_link(merchant))
    asked: dict[str, Any] = {"from": "2026-11-10", "to": "2026-11-01", "merchant": merchant.pk}

    shown = words(member(merchant), books(**asked))

    assert "2026-11-01 – 2026-11-10" in shown
    assert "1 sale, 0 credit notes" in shown


@pytest.mark.parametrize("day", ["", "x", "2026-13-01", "0001-01-01", "9999-12-31"])
def test_days_that_are_none_show_the_latest_month(day: str, merchant: Merchant) -> None:
    asked: dict[str, Any] = {"from": day, "to": "2026-11-01", "merchant": merchant.pk}

    assert "November 2026" in words(member(merchant), books(**asked))


def test_the_latest_month_with_entries_comes_first(merchant: Merchant) -> None:
    make_invoice(make_link(merchant), now=NOON - timedelta(days=40))

    assert '<h2>October 2026 <span class="pl-tag' in words(member(merchant), books())


def test_the_boxes_say_which_currencies_they_lack(merchant: Merchant) -> None:
    make_invoice(make_link(merchant))
    before = words(member(merchant), books())
    for currency in ("NOK", "EUR"):
        make_invoice(make_link(merchant, currency=currency))

    shown = words(superuser(), books(merchant=merchant.pk))

    assert "Not in the boxes" not in before
    assert "Not in the boxes: what was sold in EUR, NOK. Convert it to SEK and add it." in shown


def test_a_merchant_elsewhere_has_no_swedish_boxes(merchant: Merchant) -> None:
    elsewhere = make_merchant(country="FI")

    assert "Swedish VAT return" in words(member(merchant), books())
    assert "Swedish VAT return" not in words(member(elsewhere), books())


def test_each_month_can_be_downloaded_in_every_format(merchant: Merchant) -> None:
    make_invoice(make_link(merchant))

    shown = words(member(merchant), books())

    base = f"bookexport/download/?merchant={merchant.pk}&amp;from=2026-11-01&amp;to=2026-11-30"
    for name in ("zip", "csv", "xlsx", "sie"):
        assert f"{base}&amp;format={name}" in shown
    assert 'aria-label="SIE 4 file, November 2026"' in shown


def test_open_items_and_overpayments_lead_to_their_links(merchant: Merchant) -> None:
    owing = make_link(merchant, due_date=TODAY - timedelta(days=3))
    make_invoice(owing)
    link, payment = make_paid_link(merchant, customer={"last_name": "Dubbel"})
    make_receipt(link)
    again = make_payment(link, status="COMPLETED")
    LinkException.objects.create(
        payment_link=link, payment=again, kind="PAID_TWICE", created_at=NOON
    )

    shown = words(member(merchant), books())

    assert f"/admin/payment_links/paymentlink/{owing.pk}/change/" in shown
    assert "3 days late" in shown
    overpaid = shown[shown.index('id="overpaid"') :]
    assert f"/admin/payment_links/paymentlink/{link.pk}/change/" in overpaid
    assert "140,00 kr" in overpaid


def test_what_is_new_counts_from_the_visit_before(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = member(merchant, "ACCOUNTANT")
    make_invoice(make_link(merchant), now=NOON - timedelta(hours=1))
    first = words(client, books())
    later = NOON + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    make_invoice(make_link(merchant), now=NOON + timedelta(hours=1))

    second, reloaded = words(client, books()), words(client, books())

    assert "In the books so far" in first
    for shown in (second, reloaded):
        news = shown[: shown.index("<h2>Months</h2>")]
        assert "New since your last visit, 2026-11-22 13:00" in news
        assert "1 document<" in news
    assert BooksVisit.objects.get().previous_visit_at == NOON


def test_downloads_of_the_period_are_listed(merchant: Merchant) -> None:
    user = make_user("rev", first_name="Rut", last_name="Visor")
    for day in (date(2026, 11, 1), date(2026, 9, 1)):
        BookExport.objects.create(
            merchant=merchant,
            format="SIE",
            from_date=day,
            to_date=day,
            exported_at=NOON,
            exported_by=user,
        )

    shown = words(member(merchant), books())

    assert "SIE 4, 2026-11-01 – 2026-11-01" in shown
    assert "Rut Visor" in shown
    assert "2026-09-01" not in shown


def test_an_entrys_page_shows_its_postings(merchant: Merchant) -> None:
    invoice = make_invoice(make_link(merchant))
    entry = BookEntry.objects.get()

    shown = words(member(merchant), page(BookEntry, "change", entry.pk))

    assert invoice.number in shown
    for account in ("1510 Kundfordringar", "3002 Försäljning", "2621 Utgående moms"):
        assert account in shown


def test_accountants_begin_with_the_books(merchant: Merchant) -> None:
    make_membership(make_user("agneta"), merchant, "ACCOUNTANT")

    answer = Client().post("/admin/login/", {"login": "agneta", "password": "demo"})

    assert answer.headers["Location"] == reverse("admin:invoicing_bookentry_books")


@pytest.mark.parametrize("role", ["OWNER", "STAFF"])
def test_others_begin_with_the_overview(role: str, merchant: Merchant) -> None:
    user = make_user("olle")
    make_membership(user, merchant, role)
    make_membership(user, make_merchant(), "ACCOUNTANT")

    answer = Client().post("/admin/login/", {"login": "olle", "password": "demo"})

    assert answer.headers["Location"] == "/admin/"


def test_the_menu_leads_to_the_books(merchant: Merchant) -> None:
    shown = words(member(merchant), "/admin/")

    assert 'href="/admin/invoicing/bookentry/books/"' in shown


@pytest.mark.parametrize("view", ["books", "close", "accounts"])
def test_no_page_of_the_books_needs_many_queries(view: str, merchant: Merchant) -> None:
    for days in range(0, 90, 10):
        link, _ = make_paid_link(merchant)
        book_credit(make_invoice(link, now=NOON - timedelta(days=days)))
        make_invoice(make_link(merchant), now=NOON - timedelta(days=days))
    client, address = superuser(), books(view, merchant=merchant.pk, through=OCTOBER)
    client.get(address)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(address)

    assert answer.status_code == 200
    assert len(queries) <= 30


@pytest.mark.parametrize("model", [BookEntry, BookExport, BookAccount, PeriodClosing])
def test_no_list_of_the_books_needs_many_queries(model: type, merchant: Merchant) -> None:
    for _ in range(5):
        make_receipt(make_paid_link(merchant)[0])
    client = superuser()

    with CaptureQueriesContext(connection) as queries:
        assert client.get(page(model, "changelist")).status_code == 200

    assert len(queries) <= 12
