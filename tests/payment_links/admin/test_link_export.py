"""Chosen links as CSV: what a row holds, for whom, and what no spreadsheet runs."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from payment_links.models import Membership, Merchant, PaymentLink
from tests.back_office import bulk_address, member
from tests.builders import NOON, SEK_ORDER_ID, TODAY, make_link, make_merchant
from tests.invoicing.issuing import make_invoice

pytestmark = pytest.mark.django_db


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


def exported(client: Client, *links: PaymentLink) -> list[list[str]]:
    """The rows of the file."""
    chosen = ",".join(str(link.pk) for link in links)
    answer = client.post(bulk_address("export"), {"links": chosen})
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))


def test_a_row_holds_what_is_known_of_a_link(merchant: Merchant) -> None:
    link = make_link(
        merchant,
        status="COMPLETED",
        customer={"company_name": "Ek AB", "reference": "K7"},
        total_amount=1234550,
        due_date=TODAY,
        completed_at=NOON + timedelta(hours=1),
    )
    invoice = make_invoice(link)

    heads, row = exported(member(merchant), link)

    assert dict(zip(heads, row, strict=True)) == {
        "Payment link id": str(link.pk),
        "Status": "Paid",
        "Customer": "Bertil Jönsson",
        "Company": "Ek AB",
        "Phone": "070-174 06 15",
        "E-mail": "bertil@example.com",
        "Reference": "K7",
        "Amount": "12345,50",
        "Currency": "SEK",
        "Due date": "2026-11-22",
        "Created": "2026-11-22 13:00",
        "Paid": "2026-11-22 14:00",
        "Invoice": invoice.number,
        "OCR": invoice.reference,
        "Payment order": str(SEK_ORDER_ID),
        "Merchant": "Pizzeria Vesuvio AB",
        "Address": link.checkout_url,
    }


def test_cells_that_look_like_formulas_are_defused(merchant: Merchant) -> None:
    link = make_link(merchant, customer={"first_name": "=1+1", "phone": "+46701740615"})

    _heads, row = exported(member(merchant), link)

    assert (row[2], row[4]) == ("'=1+1 Jönsson", "'+46701740615")


def test_the_file_speaks_the_readers_language(merchant: Merchant) -> None:
    link, client = make_link(merchant), member(merchant)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "sv"

    heads, row = exported(client, link)

    assert (heads[1], row[1]) == ("Status", "Väntar på betalning")


@pytest.mark.parametrize("role", Membership.Role.values)
def test_every_role_exports_own_links_and_no_foreign_ones(role: str, merchant: Merchant) -> None:
    own, foreign = make_link(merchant), make_link(make_merchant(name="Annan AB"))

    _heads, *rows = exported(member(merchant, role), own, foreign)

    assert [row[0] for row in rows] == [str(own.pk)]


def test_rows_are_read_in_batches(
    merchant: Merchant, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    links = [make_link(merchant) for _ in range(20)]
    client = member(merchant)

    with django_assert_max_num_queries(6):
        rows = exported(client, *links)

    assert len(rows) == 21
