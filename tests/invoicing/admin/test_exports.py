"""Downloading books in the back office: the files, the form, and what is refused."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import Settings

from invoicing import documents
from invoicing.bookkeeping.report import vat_report
from invoicing.models import BookExport
from invoicing.periods import month_of
from payment_links import clock
from payment_links.models import Membership, Merchant, Tenant, User
from tests.back_office import books_address, member, superuser
from tests.builders import NOON, TODAY, make_merchant, make_tenant
from tests.invoicing.bookkeeping.booking import book_credit, book_paid, make_paid_link
from tests.invoicing.exports.sie_reader import read_sie
from tests.invoicing.issuing import make_invoice

pytestmark = pytest.mark.django_db
DOWNLOAD = "/admin/invoicing/bookexport/download/"


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(documents, "_render", lambda _document: b"%PDF" + bytes(4096))


@pytest.fixture(autouse=True)
def shelf(settings: Settings, tmp_path: Path) -> None:
    stored = settings.STORAGES["documents"]
    stored = {**stored, "OPTIONS": {**stored["OPTIONS"], "location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "documents": stored}


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant(make_tenant(mode=Tenant.Mode.LIVE), name="Pizzeria Vesuvio")


@pytest.fixture
def accountant(merchant: Merchant) -> Client:
    return member(merchant, Membership.Role.ACCOUNTANT)


def sell(merchant: Merchant) -> None:
    """An invoice over three rates that is paid, and half of one taken back."""
    items = [("Kaffe", 3990, 3, "6"), ("Mugg", 4995, 7, "25"), ("Lunch", 12900, 1, "12")]
    link, payment = make_paid_link(merchant, items=items)
    invoice = make_invoice(link)
    book_paid(payment)
    book_credit(invoice, totals=[{"vat": "25", "gross_amount": 4995, "vat_amount": 999}])


def download(client: Client, merchant: Merchant, file_format: str, **values: str) -> bytes:
    answer = client.get(books_address(merchant.pk, file_format, **values))
    assert answer.status_code == 200
    return answer.getvalue()


def rows_of(content: bytes) -> list[dict[str, str]]:
    text = StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, delimiter=";"))


def summed(rows: list[dict[str, str]], column: str) -> Decimal:
    return sum((Decimal(row[column].replace(",", ".") or 0) for row in rows), Decimal(0))


@pytest.mark.parametrize(
    ("file_format", "content_type", "ending"),
    [
        ("zip", "application/zip", "zip"),
        ("csv", "text/csv; charset=utf-8", "csv"),
        ("sie", "application/octet-stream", "si"),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
    ],
)
def test_files_are_named_after_month_and_merchant(
    accountant: Client, merchant: Merchant, file_format: str, content_type: str, ending: str
) -> None:
    answer = accountant.get(books_address(merchant.pk, file_format))

    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="Books 2026-11 Pizzeria Vesuvio.{ending}"'
    )
    assert "no-store" in answer.headers["Cache-Control"]
    content = answer.getvalue()
    assert int(answer.headers.get("Content-Length", len(content))) == len(content)


def test_every_file_adds_up_to_what_the_screen_shows(
    accountant: Client, merchant: Merchant
) -> None:
    sell(merchant)
    (report,) = vat_report([merchant], month_of(TODAY)).currencies
    net, vat = Decimal(report.net_amount) / 100, Decimal(report.vat_amount) / 100

    rows = rows_of(download(accountant, merchant, "csv"))
    book = load_workbook(BytesIO(download(accountant, merchant, "xlsx")))["Totals"]
    sie = read_sie(download(accountant, merchant, "sie")).balances
    archive = ZipFile(BytesIO(download(accountant, merchant, "zip")))

    index = rows_of(archive.read("index.csv"))
    rates = [row for row in book.iter_rows(values_only=True) if isinstance(row[1], int)]
    assert (summed(rows, "Amount excl. VAT"), summed(rows, "VAT amount")) == (net, vat)
    assert (summed(index, "Amount excl. VAT"), summed(index, "VAT amount")) == (net, vat)
    assert sum(Decimal(str(row[4])) for row in rates) == net
    assert sum(Decimal(str(row[5])) for row in rates) == vat
    assert -sum(sie[account] for account in sie if account[0] == "3") == net
    assert -sum(sie[account] for account in sie if account[:2] == "26") == vat


def test_kinds_narrow_what_is_downloaded(accountant: Client, merchant: Merchant) -> None:
    sell(merchant)

    rows = rows_of(download(accountant, merchant, "csv", kind="credit_note"))

    assert [(row["Kind"], row["Amount incl. VAT"]) for row in rows] == [("Credit", "-49,95")]


def test_a_download_books_what_has_no_entry_yet(accountant: Client, merchant: Merchant) -> None:
    make_paid_link(merchant)

    rows = rows_of(download(accountant, merchant, "csv"))

    assert [row["Kind"] for row in rows] == ["Payment"]


def test_every_download_is_logged(accountant: Client, merchant: Merchant) -> None:
    download(accountant, merchant, "sie")

    (export,) = BookExport.objects.values_list(
        "merchant", "format", "from_date", "to_date", "exported_at", "exported_by"
    )
    user = User.objects.get(username__startswith="accountant")
    november = date(2026, 11, 1), date(2026, 11, 30)
    assert export == (merchant.pk, "SIE", *november, NOON, user.pk)


@pytest.mark.parametrize("method", ["HEAD", "POST"])
def test_only_a_get_downloads_and_is_logged(
    method: str, accountant: Client, merchant: Merchant
) -> None:
    address = f"{DOWNLOAD}?merchant={merchant.pk}&from=2026-11-01&to=2026-11-30&format=csv"

    assert accountant.generic(method, address).status_code == 405
    assert not BookExport.objects.exists()


def test_the_page_offers_the_last_month(accountant: Client, merchant: Merchant) -> None:
    answer = accountant.get(DOWNLOAD)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="2026-10-01"' in page
    assert 'value="2026-10-31"' in page
    assert "Pizzeria Vesuvio" in page


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"from": "2026-13-01"}, "Enter a valid date."),
        ({"from": ""}, "This field is required."),
        ({"from": "2026-12-01"}, "The period ends before it begins."),
        ({"from": "2023-11-30"}, "At most three years can be downloaded at once."),
        ({"from": "0001-01-01"}, "There are no books of such a year."),
        ({"to": "9999-12-31"}, "There are no books of such a year."),
        ({"format": "pdf"}, "Select a valid choice. pdf is not one of the available choices."),
        ({"kind": "x"}, "Select a valid choice. x is not one of the available choices."),
        ({"merchant": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_downloaded_is_explained(
    accountant: Client, merchant: Merchant, values: dict[str, str], told: str
) -> None:
    address = books_address(merchant.pk, "csv")

    answer = accountant.get(DOWNLOAD, {**_query(address), **values})

    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert BookExport.objects.count() == 0


def _query(address: str) -> dict[str, Any]:
    return dict(pair.split("=") for pair in address.split("?")[1].split("&"))


def test_three_years_are_not_too_long(accountant: Client, merchant: Merchant) -> None:
    address = books_address(merchant.pk, "csv")

    answer = accountant.get(DOWNLOAD, {**_query(address), "from": "2023-12-01"})

    assert answer.status_code == 200
    assert "2023-12-01 - 2026-11-30" in answer.headers["Content-Disposition"]
    answer.getvalue()


@pytest.mark.parametrize("wanted", ["x", "00000000-0000-0000-0000-000000000000", "\x00"])
def test_merchants_that_do_not_exist_are_not_found(accountant: Client, wanted: str) -> None:
    assert accountant.get(books_address(wanted, "csv")).status_code == 404


def test_superusers_download_any_books(merchant: Merchant) -> None:
    assert download(superuser(), merchant, "csv")


def test_strangers_are_asked_to_sign_in(merchant: Merchant) -> None:
    answer = Client().get(books_address(merchant.pk, "csv"))

    assert answer.headers["Location"].startswith("/admin/login/")


def test_the_log_leads_to_the_form(accountant: Client) -> None:
    page = accountant.get(reverse("admin:invoicing_bookexport_changelist")).content.decode()

    assert f'href="{DOWNLOAD}"' in page
