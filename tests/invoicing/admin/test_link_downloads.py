"""The documents of chosen links as a ZIP."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from pytest_django import Settings

from invoicing import pdf
from payment_links.models import Membership, Merchant, PaymentLink
from tests.back_office import bulk_address, member
from tests.builders import make_link, make_merchant
from tests.invoicing.issuing import (
    make_credit_note,
    make_invoice,
    make_paper_merchant,
    make_receipt,
)
from tests.payment_links.admin.test_link_bulk import choose

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_documents(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of one line in a folder of the test's own: nothing here looks at pages."""
    stored = settings.STORAGES["documents"]
    stored = {**stored, "OPTIONS": {**stored["OPTIONS"], "location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "documents": stored}

    def render(*_: Any, **__: Any) -> bytes:
        return b"%PDF"

    monkeypatch.setattr(pdf, "render_pdf", render)


@pytest.fixture
def merchant() -> Merchant:
    return make_paper_merchant()


def archive(client: Client, *links: PaymentLink) -> ZipFile:
    chosen = ",".join(str(link.pk) for link in links)
    answer = client.post(bulk_address("documents"), {"links": chosen})
    assert answer.headers["Content-Type"] == "application/zip"
    return ZipFile(BytesIO(answer.getvalue()))


def test_the_archive_holds_every_document_of_the_links(merchant: Merchant) -> None:
    link = make_link(merchant, status="COMPLETED")
    invoice = make_invoice(link)
    receipt, note = make_receipt(link), make_credit_note(invoice)
    make_invoice(make_link(merchant))

    names = archive(member(merchant), link).namelist()

    folder = "2026-11"
    assert names == [
        f"{folder}/Credit note {note.number} Bertil Jönsson.pdf",
        f"{folder}/Invoice {invoice.number} Bertil Jönsson.pdf",
        f"{folder}/Receipt {receipt.number} Bertil Jönsson.pdf",
        "index.csv",
        "index.html",
    ]


def test_a_receipt_of_an_invoice_is_no_second_sale(merchant: Merchant) -> None:
    link = make_link(merchant, status="COMPLETED")
    make_invoice(link)
    make_receipt(link)

    rows = archive(member(merchant), link).read("index.csv").decode("utf-8-sig").splitlines()

    assert [row.split(";")[1] for row in rows[1:]] == ["Sale, invoiced", "Payment"]


@pytest.mark.parametrize("role", Membership.Role.values)
def test_every_role_downloads_own_documents_and_no_foreign_ones(
    role: str, merchant: Merchant
) -> None:
    own, foreign = make_link(merchant), make_link(make_merchant(name="Annan AB"))
    make_invoice(foreign)

    assert archive(member(merchant, role), own, foreign).namelist() == ["index.csv", "index.html"]


def test_the_preview_says_how_many_documents_there_are(merchant: Merchant) -> None:
    invoiced, bare = make_link(merchant), make_link(merchant)
    make_invoice(invoiced)

    answer = choose(member(merchant, "ACCOUNTANT"), "documents", invoiced, bare)

    assert [row.note for row in answer.context["rows"]] == ["No document", "1 document"]
