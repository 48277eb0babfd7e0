"""The ZIP of documents: complete, of the announced length, and open about what is damaged."""

import csv
import hashlib
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from pytest_django import Settings

from invoicing import documents, pdf
from invoicing.exports.archive import Archive, LengthBrokenError
from invoicing.exports.file_names import FileNamer
from invoicing.exports.filing import filed_entries
from invoicing.exports.index import Cover
from invoicing.exports.selection import Selection, bring_up_to_date, selected_vouchers
from invoicing.models import BookEntry, Invoice
from invoicing.periods import Period, month_of
from payment_links.models import LinkDocument, Merchant, Payment, PaymentLink, Tenant
from tests.builders import NOON, TODAY, make_link, make_merchant, make_payment, make_tenant
from tests.invoicing.exports.hand_made import english
from tests.invoicing.issuing import make_invoice, make_paper_merchant, make_receipt

pytestmark = pytest.mark.django_db
NOVEMBER = month_of(TODAY)
INVOICE_1 = "2026-11/Invoice 20260001 Bertil Jönsson.pdf"
INVOICE_2 = "2026-11/Invoice 20260002 Bertil Jönsson.pdf"


@pytest.fixture(autouse=True)
def shelf(settings: Settings, tmp_path: Path) -> Path:
    """A folder of the test's own for the stored files."""
    stored = settings.STORAGES["documents"]
    stored = {**stored, "OPTIONS": {**stored["OPTIONS"], "location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "documents": stored}
    return tmp_path


@pytest.fixture(autouse=True)
def renders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are a line and four kilobytes of filling: nothing here looks at pages."""

    def render(_template: str, context: dict[str, Any], **_: object) -> bytes:
        return f"%PDF {context['document'].number}\n".encode() + bytes(4096)

    monkeypatch.setattr(pdf, "render_pdf", render)


@pytest.fixture
def merchant() -> Merchant:
    return make_paper_merchant(make_tenant(mode=Tenant.Mode.LIVE))


def archive_of(merchant: Merchant, *kinds: str, period: Period = NOVEMBER) -> Archive:
    bring_up_to_date(merchant, now=NOON)
    selection = Selection(merchant, period, frozenset(kinds))
    entries = filed_entries(selected_vouchers(selection), FileNamer(english().documents))
    return Archive(entries, Cover(merchant.name, "2026-11", english()))


def read(archive: Archive) -> ZipFile:
    content = b"".join(archive)
    archive.close()
    assert archive.size in (None, len(content))
    opened = ZipFile(BytesIO(content))
    assert opened.testzip() is None
    return opened


def index_of(opened: ZipFile) -> list[dict[str, str]]:
    text = opened.read("index.csv").decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


def stored_invoice(merchant: Merchant) -> Invoice:
    invoice = make_invoice(make_link(merchant))
    documents.read_document(invoice.link_document)
    return invoice


def file_of(invoice: Invoice, shelf: Path) -> Path:
    return shelf / LinkDocument.objects.get(pk=invoice.link_document_id).stored_file


def test_stored_documents_have_a_known_length(merchant: Merchant) -> None:
    stored_invoice(merchant)

    archive = archive_of(merchant)
    opened = read(archive)

    assert archive.size is not None
    assert opened.namelist() == [INVOICE_1, "index.csv", "index.html"]
    assert opened.read(INVOICE_1).startswith(b"%PDF 20260001\n")
    assert {info.compress_type for info in opened.infolist()} == {ZIP_STORED}


def test_documents_that_are_not_stored_are_rendered_on_the_way(merchant: Merchant) -> None:
    stored_invoice(merchant)
    late = make_invoice(make_link(merchant))

    archive = archive_of(merchant)
    opened = read(archive)

    assert archive.size is None
    assert opened.read(INVOICE_2).startswith(b"%PDF 20260002\n")
    sha256 = LinkDocument.objects.get(pk=late.link_document_id).sha256
    assert [row["SHA-256"] for row in index_of(opened)][1] == sha256


def test_the_index_lists_amounts_and_hashes(merchant: Merchant) -> None:
    stored_invoice(merchant)

    opened = read(archive_of(merchant))

    assert index_of(opened) == [
        {
            "Date": "2026-11-22",
            "Kind": "Sale, invoiced",
            "Number": "20260001",
            "Customer": "Bertil Jönsson",
            "Amount excl. VAT": "125,00",
            "VAT amount": "15,00",
            "Amount incl. VAT": "140,00",
            "Currency": "SEK",
            "File": INVOICE_1,
            "SHA-256": hashlib.sha256(opened.read(INVOICE_1)).hexdigest(),
            "State": "OK",
            "Test": "",
        }
    ]


def test_the_page_links_to_the_files_and_needs_no_network(merchant: Merchant) -> None:
    stored_invoice(merchant)

    page = read(archive_of(merchant)).read("index.html").decode()

    assert 'href="2026-11/Invoice%2020260001%20Bertil%20J%C3%B6nsson.pdf"' in page
    assert "140,00\u00a0SEK" in page
    assert "http" not in page.replace("https://www.w3.org", "")


def test_customers_cannot_write_the_page(merchant: Merchant) -> None:
    link = make_link(merchant, customer={"last_name": "<script>alert(1)</script>"})
    documents.read_document(make_invoice(link).link_document)

    page = read(archive_of(merchant)).read("index.html").decode()

    assert "<script" not in page


@pytest.mark.parametrize("damage", ["changed", "cut short", "missing"])
def test_a_damaged_document_is_named_and_left_out(
    merchant: Merchant, shelf: Path, damage: str
) -> None:
    path = file_of(stored_invoice(merchant), shelf)
    stored_invoice(merchant)
    archive = archive_of(merchant)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + (b"x" if damage == "changed" else b""))
    if damage == "missing":
        path.unlink()

    opened = read(archive)

    assert archive.damaged == [INVOICE_1]
    assert opened.namelist() == [INVOICE_2, "DAMAGED.txt", "index.csv", "index.html"]
    assert INVOICE_1 in opened.read("DAMAGED.txt").decode("utf-8-sig")
    assert [(row["State"], row["File"]) for row in index_of(opened)] == [
        ("DAMAGED", INVOICE_1),
        ("OK", INVOICE_2),
    ]
    assert "DAMAGED: Invoice 20260001" in opened.read("index.html").decode()


def test_a_document_that_cannot_be_made_is_named(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise pdf.PdfError("endless layout")

    make_invoice(make_link(merchant))
    monkeypatch.setattr(pdf, "render_pdf", fail)

    opened = read(archive_of(merchant))

    assert opened.namelist() == ["DAMAGED.txt", "index.csv", "index.html"]


def test_a_length_that_cannot_be_kept_breaks_the_download_off(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored_invoice(merchant)
    archive = archive_of(merchant)
    assert archive.size is not None
    archive.size -= 1

    with pytest.raises(LengthBrokenError, match="bytes instead of"):
        b"".join(archive)
    archive.close()


def test_the_receipt_of_an_invoice_is_filed_with_its_payment(merchant: Merchant) -> None:
    link = make_link(merchant, status=PaymentLink.Status.COMPLETED)
    make_invoice(link)
    make_payment(link, status=Payment.Status.COMPLETED)
    make_receipt(link)

    rows = index_of(read(archive_of(merchant)))

    assert [(row["Kind"], row["File"].split("/")[1][:14], row["VAT amount"]) for row in rows] == [
        ("Sale, invoiced", "Invoice 202600", "15,00"),
        ("Payment", "Receipt K20260", ""),
    ]


def test_an_invoice_after_the_receipt_is_listed_in_its_own_month(merchant: Merchant) -> None:
    link = make_link(merchant, status=PaymentLink.Status.COMPLETED)
    make_payment(link, status=Payment.Status.COMPLETED)
    make_receipt(link)
    make_invoice(link, now=NOON + timedelta(days=10))
    december = month_of(TODAY + timedelta(days=10))

    november_rows = index_of(read(archive_of(merchant, BookEntry.Kind.RECEIPT)))
    opened = read(archive_of(merchant, period=december))

    assert [row["File"][8:15] for row in november_rows] == ["Receipt"]
    [row] = index_of(opened)
    assert row["Kind"] == "Invoice, already booked by receipt K20260001"
    assert (row["Date"], row["File"]) == ("2026-12-02", INVOICE_1.replace("11", "12", 1))
    assert [row["VAT amount"], row["Amount incl. VAT"]] == ["", ""]
    assert opened.read(row["File"]).startswith(b"%PDF 20260001")
    assert "already booked by receipt K20260001" in opened.read("index.html").decode()
    assert "Per kind of entry" not in opened.read("index.html").decode()


def test_the_e_invoice_stands_beside_its_pdf() -> None:
    seller = make_merchant(make_tenant(mode=Tenant.Mode.LIVE))
    invoice = stored_invoice(seller)
    e_invoice = invoice.e_invoice
    assert e_invoice is not None

    opened = read(archive_of(seller))

    assert opened.read(INVOICE_1.replace(".pdf", ".xml")) == documents.read_document(e_invoice)


def test_a_period_without_entries_says_so(merchant: Merchant) -> None:
    opened = read(archive_of(merchant))

    assert opened.namelist() == ["index.csv", "index.html"]
    assert "Nothing was booked in this period." in opened.read("index.html").decode()
