"""Issuing an invoice: what is frozen, what is refused, what the link remembers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings

from invoicing.bank_app_code import bank_app_code
from invoicing.document import invoice_as_printed
from invoicing.invoices import (
    InvoiceAlreadyExistsError,
    LinkNotOpenForInvoiceError,
    ReferenceTypeNotAvailableError,
    draft_of,
)
from invoicing.models import Invoice, InvoiceLine, NumberSeries, PayeeAccount, ReferenceSeries
from payment_links.genuine_codes import write_genuine_code
from payment_links.models import LinkDocument, Merchant, PaymentLink, Tenant
from tests.builders import NOON, TODAY, make_link, make_merchant, make_tenant
from tests.invoicing.issuing import make_invoice

pytestmark = pytest.mark.django_db
TAXED = {"vat_treatment": "TAXED"}


def test_an_invoice_has_number_reference_and_dates() -> None:
    merchant = make_merchant(make_tenant(mode=Tenant.Mode.LIVE))

    invoice = make_invoice(make_link(merchant))

    assert invoice.number == "20260001"
    assert (invoice.reference_type, invoice.reference) == ("OCR", "100000199")
    assert invoice.payee_account == "BG:9912346"
    assert (invoice.issue_date, invoice.due_date) == (TODAY, TODAY + timedelta(days=30))
    assert (invoice.total_amount, invoice.currency, invoice.paid_at) == (14000, "SEK", None)
    assert invoice.is_test is False


def test_the_link_remembers_its_reference() -> None:
    link = make_link()

    invoice = make_invoice(link)

    link.refresh_from_db()
    assert (link.invoice_created, link.ocr) == (True, invoice.reference)
    entry = link.timeline.get()
    assert (entry.event, entry.actor) == ("INVOICE_ISSUED", "TENANT")
    assert entry.details == {"number": "TEST-20260001", "reference": invoice.reference}


@pytest.mark.parametrize(("currency", "has_code"), [("SEK", True), ("EUR", False)])
def test_the_payment_page_learns_what_a_bank_app_reads(currency: str, *, has_code: bool) -> None:
    invoice = make_invoice(make_link(currency=currency))

    code = bank_app_code(invoice_as_printed(invoice)) or ""
    assert LinkDocument.objects.get(kind="INVOICE").bank_app_code == code
    assert bool(code) == has_code


def test_parties_are_frozen() -> None:
    link = make_link()
    invoice = make_invoice(link)

    Merchant.objects.update(name="New owner", bankgiro="5050-1055")
    invoice.refresh_from_db()

    assert invoice.seller["name"] == "Pizzeria Vesuvio AB"
    assert invoice.buyer["name"] == "Bertil Jönsson"
    assert invoice.payment_details == {
        "bankgiro": "991-2346",
        "plusgiro": "",
        "iban": "",
        "checkout_url": link.checkout_url,
        "genuine_code": write_genuine_code(link.genuine_code or ""),
        "genuine_url": f"{settings.PUBLIC_URL}/pay/check",
    }


def test_lines_and_vat_are_frozen_per_rate() -> None:
    items = [
        ("Coffee", 3990, 3, "6"),
        ("Mug", 4995, 7, "25"),
        ("Lunch", 12900, 1, "12"),
        ("Freight", 7, 1, "25"),
    ]

    invoice = make_invoice(make_link(items=items))

    assert invoice.vat_totals == [
        {"vat": "25.00", "gross_amount": 34972, "net_amount": 27978, "vat_amount": 6994, **TAXED},
        {"vat": "12.00", "gross_amount": 12900, "net_amount": 11518, "vat_amount": 1382, **TAXED},
        {"vat": "6.00", "gross_amount": 11970, "net_amount": 11292, "vat_amount": 678, **TAXED},
    ]
    lines = InvoiceLine.objects.order_by("position")
    assert list(lines.values_list("position", "description", "gross_amount", "net_amount")) == [
        (1, "Coffee", 11970, 11292),
        (2, "Mug", 34965, 27972),
        (3, "Lunch", 12900, 11518),
        (4, "Freight", 7, 6),
    ]


def test_the_document_waits_for_its_file() -> None:
    invoice = make_invoice(document_name="Pizza/november")

    document = invoice.link_document
    assert (document.kind, document.number) == ("INVOICE", "TEST-20260001")
    assert document.file_name == "Pizza-november.pdf"
    assert (document.state, document.not_before) == (LinkDocument.State.PENDING, NOON)


@pytest.mark.parametrize("status", ["CANCELLED", "EXPIRED"])
def test_a_closed_link_gets_no_invoice(status: str) -> None:
    link = make_link(status=status)

    with pytest.raises(LinkNotOpenForInvoiceError):
        make_invoice(link)
    assert not NumberSeries.objects.exists()


def test_a_link_gets_one_invoice() -> None:
    link = make_link()
    make_invoice(link)

    with pytest.raises(InvoiceAlreadyExistsError):
        make_invoice(link)
    assert Invoice.objects.count() == 1
    assert NumberSeries.objects.get().next_number == 2
    assert ReferenceSeries.objects.get().next_number == 1_000_002


def test_an_expired_link_says_that_it_is_closed_before_that_it_is_invoiced() -> None:
    link = make_link()
    make_invoice(link)
    PaymentLink.objects.update(status="EXPIRED")

    with pytest.raises(LinkNotOpenForInvoiceError):
        make_invoice(link)


def test_the_invoice_of_a_paid_link_is_paid() -> None:
    paid_at = NOON - timedelta(days=1)

    invoice = make_invoice(make_link(status="COMPLETED", completed_at=paid_at))

    assert invoice.paid_at == paid_at


@pytest.mark.parametrize(
    ("due_date", "printed"),
    [(date(2022, 3, 25), date(2022, 3, 25)), (None, TODAY + timedelta(days=30))],
)
def test_the_due_date_is_the_links_own(due_date: date | None, printed: date) -> None:
    invoice = make_invoice(make_link(due_date=due_date))

    assert invoice.due_date == printed


def test_dates_and_series_follow_the_merchants_clock() -> None:
    new_year_in_stockholm = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    invoice = make_invoice(now=new_year_in_stockholm)

    assert (invoice.number, invoice.issue_date) == ("TEST-20270001", date(2027, 1, 1))


@pytest.mark.parametrize("bankgiro", ["9912346", "5555551", ""])
def test_merchants_share_no_reference(bankgiro: str) -> None:
    merchants = [make_merchant(bankgiro=number) for number in ("991-2346", bankgiro)]

    invoices = [make_invoice(make_link(merchant)) for merchant in merchants]

    assert [invoice.number for invoice in invoices] == ["TEST-20260001", "TEST-20260001"]
    assert [invoice.reference for invoice in invoices] == ["100000199", "100000298"]


def test_without_a_bankgiro_the_merchant_stands_for_its_account() -> None:
    merchant = make_merchant(bankgiro="")

    invoice = make_invoice(make_link(merchant))

    assert invoice.payee_account == f"M:{merchant.pk.hex}"


@pytest.mark.parametrize(("currency", "country"), [("NOK", "SE"), ("SEK", "NO")])
def test_norway_pays_by_kid(currency: str, country: str) -> None:
    merchant = make_merchant(country=country, bankgiro="", iban="NO93 8601 1117 947")

    invoice = make_invoice(make_link(merchant, currency=currency), reference_type="KID")

    assert (invoice.reference_type, invoice.reference) == ("KID", "10000016")
    assert invoice.payee_account == "KID:NO9386011117947"


def test_a_swedish_link_has_no_kid() -> None:
    link = make_link()

    with pytest.raises(ReferenceTypeNotAvailableError) as refusal:
        make_invoice(link, reference_type="KID")

    assert (refusal.value.http_status, refusal.value.property) == (422, "reference_type")
    assert not Invoice.objects.exists()


@pytest.mark.parametrize(
    ("level", "length", "reference"),
    [
        ("NONE", None, "10000016"),
        ("SOFT", None, "10000016"),
        ("HARD", None, "10000016"),
        ("HARD_VARIABLE_LENGTH", None, "100000199"),
        ("HARD_FIXED_LENGTH", 12, "000010000016"),
    ],
)
def test_the_reference_is_as_the_bank_checks_it(
    level: str, length: int | None, reference: str
) -> None:
    PayeeAccount.objects.create(account="BG:9912346", control_level=level, ocr_length=length)

    assert make_invoice().reference == reference


def test_a_kid_is_made_as_agreed_for_the_account() -> None:
    merchant = make_merchant(country="NO", bankgiro="", iban="NO93 8601 1117 947")
    PayeeAccount.objects.create(account="KID:NO9386011117947", kid_algorithm="MOD11")

    invoice = make_invoice(make_link(merchant, currency="NOK"), reference_type="KID")

    assert invoice.reference == "10000017"


def test_a_reference_that_another_level_has_made_is_left_out() -> None:
    soft, strict = make_merchant(bankgiro="5050-1055"), make_merchant()
    PayeeAccount.objects.create(account="BG:50501055", control_level="SOFT")
    ReferenceSeries.objects.create(payee_account="DEPOSITS:OCR", next_number=1_000_007)
    first = make_invoice(make_link(strict))
    # Eight digits and a check digit that read like seven with length and check digit.
    ReferenceSeries.objects.update(next_number=int(first.reference[:-1]))

    second = make_invoice(make_link(soft))

    assert first.reference != second.reference
    assert int(second.reference[:-1]) == int(first.reference[:-1]) + 1


def test_a_draft_says_what_the_invoice_will_say_and_writes_nothing() -> None:
    link = PaymentLink.objects.select_related("tenant", "merchant", "customer").get(
        pk=make_link(items=[("Pizza", 7000, 2, "12"), ("Export", 500, 1, "0")]).pk
    )

    draft = draft_of(link, now=NOON)

    assert not Invoice.objects.exists()
    assert not hasattr(link, "invoice")
    printed = invoice_as_printed(make_invoice(link))
    assert draft == replace(
        printed, id=draft.id, number="", reference="", reference_type=draft.reference_type
    )
