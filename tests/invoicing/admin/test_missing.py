"""What staff see of missing things: on documents, and on a link before its invoice is issued."""

import pytest
from django.test import Client
from django.urls import reverse

from invoicing.models import Invoice, Receipt
from payment_links.models import Merchant, PaymentLink
from tests.back_office import member, page
from tests.builders import make_link, make_merchant
from tests.invoicing.issuing import make_invoice, make_receipt

pytestmark = pytest.mark.django_db
SOFA = [("Soffa", 500_000, 1, "25")]
COMPANY = {"company_name": "Köparen AB", "organization_number": "5560160680"}


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant(vat_number="")


@pytest.fixture
def client(merchant: Merchant) -> Client:
    return member(merchant)


def shown(client: Client, row: Invoice | Receipt | PaymentLink) -> str:
    return client.get(page(type(row), "change", row.pk), HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_an_invoice_says_what_it_lacks(merchant: Merchant, client: Client) -> None:
    invoice = make_invoice(make_link(merchant, items=SOFA, customer=COMPANY))

    html = shown(client, invoice)

    assert (
        "Missing for a full invoice: the seller&#x27;s VAT number (in the merchant&#x27;s record), "
        "the buyer&#x27;s address (in the customer that the tenant sends)."
    ) in html
    assert (
        "Missing for a Peppol invoice: the seller&#x27;s valid VAT number, or approval for F-tax "
        "(in the merchant&#x27;s record)."
    ) in html


def test_a_complete_invoice_lacks_nothing_and_offers_its_e_invoice() -> None:
    merchant = make_merchant()
    invoice = make_invoice(make_link(merchant))

    html = shown(member(merchant), invoice)

    assert "Missing for" not in html
    assert "Download e-invoice" in html


def test_an_invoice_without_e_invoice_says_why() -> None:
    merchant = make_merchant(vat_number="", organization_number="")
    invoice = make_invoice(make_link(merchant))

    html = shown(member(merchant), invoice)

    assert "Missing for an e-invoice, so that none is made: the seller&#x27;s organisation" in html
    assert "Download e-invoice" not in html


def test_a_dear_receipt_without_invoice_says_what_it_lacks(
    merchant: Merchant, client: Client
) -> None:
    link = make_link(merchant, items=SOFA, status=PaymentLink.Status.COMPLETED)

    html = shown(client, make_receipt(link))

    assert (
        "Missing for a full invoice: the seller&#x27;s VAT number (in the merchant&#x27;s record), "
        "the buyer&#x27;s address"
    ) in html


def test_a_link_says_it_before_the_invoice_is_issued(merchant: Merchant, client: Client) -> None:
    link = make_link(merchant, items=SOFA)

    before = shown(client, link)
    make_invoice(link)

    assert "Missing for a full invoice: the seller&#x27;s VAT number" in before
    assert "Missing for" not in shown(client, link)


def test_the_e_invoice_is_downloaded_as_xml(merchant: Merchant, client: Client) -> None:
    invoice = make_invoice(make_link(merchant))
    assert invoice.e_invoice is not None

    address = reverse("admin:payment_links_linkdocument_download", args=[invoice.e_invoice.pk])
    answer = client.get(address)

    assert answer.headers["Content-Type"] == "application/xml"
    assert f"Faktura {invoice.number}.xml" in answer.headers["Content-Disposition"]
    assert answer.content.startswith(b"<?xml")
