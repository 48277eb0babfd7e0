"""Documents in the back office: read by members of the merchant, downloaded through the check."""

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from invoicing import documents
from invoicing.models import BookEntry, CreditNote, Invoice, Receipt
from payment_links.models import LinkDocument, Merchant, PaymentLink
from tests.back_office import member, page, run_in_bulk, superuser
from tests.builders import make_link, make_merchant
from tests.invoicing.issuing import make_credit_note, make_invoice, make_receipt, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


@pytest.fixture
def invoice(merchant: Merchant) -> Invoice:
    return make_invoice(make_link(merchant), document_name="Höstfaktura")


@pytest.mark.parametrize("role", ["OWNER", "ACCOUNTANT"])
def test_members_download_the_pdf(role: str, merchant: Merchant, invoice: Invoice) -> None:
    client = member(merchant, role)

    answer = client.get(download_address(invoice.link_document))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "H%C3%B6stfaktura" in answer.headers["Content-Disposition"]
    assert invoice.number in text_of(answer.content)


def test_foreign_documents_are_not_downloaded(invoice: Invoice) -> None:
    answer = member(make_merchant()).get(download_address(invoice.link_document))

    assert answer.status_code == 404


def test_strangers_are_asked_to_sign_in(invoice: Invoice) -> None:
    answer = Client().get(download_address(invoice.link_document))

    assert answer.headers["Location"].startswith("/admin/login/")


def test_a_damaged_file_is_told_and_not_served(
    merchant: Merchant, invoice: Invoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(document: LinkDocument) -> bytes:
        raise documents.DocumentDamagedError("The file was changed.")

    monkeypatch.setattr(documents, "read_document", damaged)

    answer = member(merchant).get(download_address(invoice.link_document), follow=True)

    assert [str(message) for message in answer.context["messages"]] == [
        "The file cannot be read: The file was changed."
    ]


def test_an_invoice_shows_what_was_frozen(merchant: Merchant, invoice: Invoice) -> None:
    Merchant.objects.update(name="Nytt namn AB")

    shown = words(member(merchant), page(Invoice, "change", invoice.pk))

    for part in ("Pizzeria Vesuvio AB", "Bertil Jönsson", "Hawaii Pizza", "12 %", "15,00 kr"):
        assert part in shown


def test_a_receipt_shows_vat_per_rate(merchant: Merchant) -> None:
    receipt = make_receipt(make_link(merchant, status="COMPLETED"))

    shown = words(member(merchant), page(type(receipt), "change", receipt.pk))

    for part in ("12 %", "125,00 kr", "15,00 kr", "140,00 kr"):
        assert part in shown


def test_issued_documents_are_not_changed(invoice: Invoice) -> None:
    answer = superuser().post(page(Invoice, "change", invoice.pk), {"number": "1"})

    assert answer.status_code == 403


def test_the_second_invoice_of_a_link_is_refused_in_its_row(invoice: Invoice) -> None:
    told = run_in_bulk(superuser(), "issue_invoice", invoice.payment_link)

    assert told == ["Bertil Jönsson: The payment link has an invoice already."]
    assert Invoice.objects.count() == 1


def test_a_norwegian_merchants_invoice_has_a_kid() -> None:
    merchant = make_merchant(country="NO", iban="NO9386011117947", bankgiro="")
    link = make_link(merchant, currency="NOK")

    run_in_bulk(superuser(), "issue_invoice", link)

    assert Invoice.objects.get().reference_type == "KID"


def download_address(document: LinkDocument) -> str:
    return reverse("admin:payment_links_linkdocument_download", args=[document.pk])


def words(client: Client, address: str) -> str:
    """The words of a page, with ordinary blanks."""
    return client.get(address).content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize("kind", [Invoice, Receipt, CreditNote, LinkDocument, BookEntry])
def test_documents_name_the_company_that_they_are_made_out_to(
    kind: type[Model], merchant: Merchant
) -> None:
    link = make_link(merchant, status="COMPLETED", customer={"company_name": "Kulla Bygg AB"})
    invoice = make_invoice(link)
    make_receipt(link)
    make_credit_note(invoice)
    client = member(merchant)

    listed = client.get(page(kind, "changelist"))

    assert "Kulla Bygg AB" in listed.content.decode()
    assert "Bertil" not in listed.content.decode()


@pytest.mark.parametrize("kind", [Invoice, Receipt, CreditNote, LinkDocument, PaymentLink])
def test_a_company_finds_its_documents_and_links(kind: type[Model], merchant: Merchant) -> None:
    make_invoice(make_link(merchant))
    link = make_link(merchant, status="COMPLETED", customer={"company_name": "Kulla Bygg AB"})
    make_receipt(link)
    make_credit_note(make_invoice(link))

    answer = member(merchant).get(page(kind, "changelist"), {"q": "kulla"})

    found = answer.context["cl"].result_list
    assert {getattr(row, "payment_link_id", row.pk) for row in found} == {link.pk}


@pytest.mark.parametrize("written", [" 1000 001-99 ", "RF10 1000 0019 9", "rf10100000199"])
def test_an_invoice_is_found_by_its_reference_as_people_write_it(
    merchant: Merchant, written: str
) -> None:
    wanted, _other = [make_invoice(make_link(merchant)) for _ in range(2)]

    answer = member(merchant).get(page(Invoice, "changelist"), {"q": written})

    assert wanted.reference == "100000199"
    assert list(answer.context["cl"].result_list) == [wanted]
