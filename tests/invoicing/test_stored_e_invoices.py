"""E-invoices beside their documents: issued with them, stored once, attached to the PDF."""

import errno
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from lxml import etree
from pypdf import PdfReader
from pytest_django import Settings

from invoicing import document, documents, pdf
from invoicing.documents import read_document, store_document
from invoicing.models import CreditNote, Invoice
from payment_links.distribution.attachments import read_attachments
from payment_links.models import LinkDocument, PaymentLink
from tests.builders import NOON, TODAY, make_link, make_merchant
from tests.invoicing.e_invoice.reading import texts_at
from tests.invoicing.issuing import make_invoice

pytestmark = pytest.mark.django_db
Kind = LinkDocument.Kind
State = LinkDocument.State


@pytest.fixture(autouse=True)
def shelf(settings: Settings, tmp_path: Any) -> Any:
    """A folder of the test's own for the stored files."""
    documents_storage = settings.STORAGES["documents"]
    options = {**documents_storage["OPTIONS"], "location": tmp_path}
    documents_storage = {**documents_storage, "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "documents": documents_storage}
    return tmp_path


@pytest.fixture
def attached(monkeypatch: pytest.MonkeyPatch) -> list[pdf.AttachedFile]:
    """What is attached to the PDFs, which are not really rendered."""
    found: list[pdf.AttachedFile] = []

    def render(*_: object, attachments: list[pdf.AttachedFile], **__: object) -> bytes:
        found.extend(attachments)
        return b"%PDF"

    monkeypatch.setattr(pdf, "render_pdf", render)
    return found


def e_invoice_of(invoice: Invoice) -> LinkDocument:
    assert invoice.e_invoice is not None
    return LinkDocument.objects.get(pk=invoice.e_invoice.pk)


def credit(invoice: Invoice) -> CreditNote:
    """A credit note over the whole invoice, with an e-invoice of its own."""
    link = invoice.payment_link
    shared = [
        "series_id", "sequence", "seller", "buyer", "locale", "currency", "total_amount",
        "vat_totals", "is_test", "price_basis", "delivery_date", "issued_at", "merchant_id",
    ]  # fmt: skip
    lines = [
        {
            "description": line.description, "item_number": "", "quantity": line.quantity,
            "unit": line.unit, "price": line.price, "vat": str(line.vat),
            "gross_amount": line.gross_amount, "net_amount": line.net_amount, "position": 1,
        }
        for line in invoice.lines.all()
    ]  # fmt: skip
    credit_note = CreditNote(
        **{name: getattr(invoice, name) for name in shared},
        payment_link=link,
        invoice=invoice,
        number="KR20260001",
        lines=lines,
        reason="Ångrat köp.",
        issue_date=TODAY,
        link_document=LinkDocument.objects.create(
            payment_link=link,
            kind=Kind.CREDIT_NOTE,
            number="KR20260001",
            issued_at=NOON,
            not_before=NOON,
        ),
    )
    credit_note.e_invoice = documents.new_e_invoice_document(
        link, document.credit_note_as_printed(credit_note), now=NOON
    )
    credit_note.save(force_insert=True)
    return credit_note


def test_an_invoice_is_issued_with_its_e_invoice() -> None:
    invoice = make_invoice()

    row = e_invoice_of(invoice)
    assert (row.kind, row.number) == (Kind.E_INVOICE, invoice.number)
    assert row.file_name == f"Faktura {invoice.number}.xml"
    assert (row.state, row.issued_at, row.stored_at) == (State.PENDING, NOON, None)


def test_a_seller_without_any_number_gets_none() -> None:
    invoice = make_invoice(make_link(make_merchant(organization_number="", vat_number="")))

    assert invoice.e_invoice is None
    assert not LinkDocument.objects.filter(kind=Kind.E_INVOICE).exists()


def test_its_job_stores_it_once(shelf: Any) -> None:
    waiting = e_invoice_of(make_invoice())

    store_document(str(waiting.pk))
    store_document(str(waiting.pk))

    stored = LinkDocument.objects.get(pk=waiting.pk)
    [file] = [path for path in shelf.rglob("*") if path.is_file()]
    assert (stored.state, file.suffix) == (State.DONE, ".xml")
    assert texts_at(etree.parse(file).getroot(), "cbc:ID") == [stored.number]
    assert read_document(stored) == file.read_bytes()


def test_the_pdf_carries_what_is_stored(attached: list[pdf.AttachedFile]) -> None:
    invoice = make_invoice()

    read_document(invoice.link_document)

    stored = e_invoice_of(invoice)
    assert stored.state == State.DONE
    assert attached == [
        pdf.AttachedFile(
            name=stored.file_name,
            content=read_document(stored),
            description="UBL 2.1, EN 16931",
            relationship="Alternative",
            created_at=NOON,
        )
    ]


def test_a_real_pdf_holds_the_file() -> None:
    invoice = make_invoice()

    content = read_document(invoice.link_document)

    attachments = PdfReader(BytesIO(content)).attachments
    assert attachments == {f"Faktura {invoice.number}.xml": [read_document(e_invoice_of(invoice))]}


def test_a_full_disk_stores_neither_and_is_tried_again(
    attached: list[pdf.AttachedFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    invoice = make_invoice()
    monkeypatch.setattr(FileSystemStorage, "save", fail)

    store_document(str(invoice.link_document.pk))

    waiting = LinkDocument.objects.get(pk=invoice.link_document.pk)
    assert (waiting.state, waiting.last_error) == (
        State.PENDING,
        "[Errno 28] No space left on device",
    )
    assert attached == []


def test_a_changed_e_invoice_is_not_attached(attached: list[pdf.AttachedFile], shelf: Any) -> None:
    invoice = make_invoice()
    read_document(e_invoice_of(invoice))
    shelf.joinpath(e_invoice_of(invoice).stored_file).write_bytes(b"<Invoice/>")

    store_document(str(invoice.link_document.pk))

    waiting = LinkDocument.objects.get(pk=invoice.link_document.pk)
    assert (waiting.state, attached) == (State.PENDING, [])
    assert "was changed" in waiting.last_error


def test_an_e_invoice_that_was_given_up_does_not_hold_up_the_pdf(
    attached: list[pdf.AttachedFile],
) -> None:
    invoice = make_invoice()
    LinkDocument.objects.filter(kind=Kind.E_INVOICE).update(state=State.DEAD)

    store_document(str(invoice.link_document.pk))

    assert LinkDocument.objects.get(pk=invoice.link_document.pk).state == State.DONE
    assert attached == []


def test_a_credit_note_has_one_of_its_own() -> None:
    credit_note = credit(make_invoice())

    assert credit_note.e_invoice is not None
    root = etree.fromstring(read_document(credit_note.e_invoice))
    assert credit_note.e_invoice.file_name == "Kreditfaktura KR20260001.xml"
    assert etree.QName(root).localname == "CreditNote"
    assert texts_at(root, "cac:BillingReference//cbc:ID") == [credit_note.invoice.number]


def test_business_buyers_get_a_peppol_invoice() -> None:
    customer = {
        "company_name": "Köparen AB",
        "organization_number": "5560160680",
        "vat_number": "SE556016068001",
    }
    invoice = make_invoice(make_link(customer=customer, buyer_reference="Anna"))

    root = etree.fromstring(read_document(e_invoice_of(invoice)))

    assert texts_at(root, "cbc:CustomizationID")[0].endswith("billing:3.0")
    assert texts_at(root, ".//cbc:EndpointID") == ["5567037485", "5560160680"]
    assert texts_at(root, "cbc:BuyerReference") == ["Anna"]
    assert texts_at(root, "cac:PaymentMeans/cbc:PaymentID") == [invoice.reference]


def test_messages_carry_the_pdf_and_not_the_e_invoice(attached: list[pdf.AttachedFile]) -> None:
    invoice = make_invoice()
    for row in LinkDocument.objects.all():
        store_document(str(row.pk))

    [attachment] = read_attachments(PaymentLink.objects.get())

    assert attachment.file_name == invoice.link_document.file_name
