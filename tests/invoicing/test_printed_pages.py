"""What invoices and receipts say, read out of the PDF as a person would copy it."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from invoicing.documents import _render
from invoicing.models import Invoice, Receipt
from payment_links.gateways import outside
from payment_links.gateways.outside import Answer
from payment_links.logos.fetching import fetch_logo
from payment_links.models import Address, Logo, Payment, PaymentLink, Tenant
from tests.builders import NOON, make_link, make_merchant, make_payment, make_tenant
from tests.invoicing.issuing import make_invoice, make_receipt, text_of
from tests.payment_links.logos.drawing import picture

pytestmark = pytest.mark.django_db

MIXED = [
    ("Kaffe", 3990, 3, "6"),
    ("Mugg", 4995, 7, "25"),
    ("Lunch", 12900, 1, "12"),
    ("Frakt", 7, 1, "25"),
]


def printed(issued: Invoice | Receipt) -> str:
    return text_of(_render(issued.link_document))


def test_a_swedish_invoice_says_what_the_law_asks_for() -> None:
    merchant = make_merchant(
        make_tenant(mode=Tenant.Mode.LIVE), is_approved_for_f_tax=True, registered_office="Örebro"
    )
    link = make_link(merchant)
    link.invoice_address = Address.objects.create(
        customer=link.customer, street_address="Storgatan 1", zip="702 11", city="Örebro"
    )
    link.save(update_fields=["invoice_address"])

    text = printed(make_invoice(link))

    for part in (
        "Faktura",
        "Fakturanummer 20260001",
        "Fakturadatum 2026-11-22",
        "Förfallodatum 2026-12-22",
        "Betalningsvillkor 30 dagar netto",
        "OCR-nummer 100000199",
        "Bertil Jönsson Storgatan 1 702 11 Örebro",
        "Hawaii Pizza 2 st 62,50 12 % 125,00 140,00",
        "12 % 125,00 15,00 140,00",
        "Att betala (SEK) 140,00 kr",
        "Bankgiro 991-2346",
        "Belopp 140,00 kr",
        "Org.nr 556703-7485",
        "Momsreg.nr SE556703748501",
        "Godkänd för F-skatt",
        "Säte: Örebro",
        "Nygatan 15 702 10 Örebro",
        "Sida 1 av 1",
    ):
        assert part in text, text
    assert "TEST" not in text
    assert link.checkout_token in text.replace(" ", "")


def test_an_english_invoice_of_mixed_rates_adds_up_per_rate() -> None:
    text = printed(make_invoice(make_link(items=MIXED, locale="en-US")))

    for part in (
        "Invoice number TEST-20260001",
        "Due date 2026-12-22",
        "30 days net",
        "Payment ref. (OCR) 100000199",
        "Mugg 7 pcs 39,96 25 % 279,72 349,65",
        "25 % 279,78 69,94 349,72",
        "12 % 115,18 13,82 129,00",
        "6 % 112,92 6,78 119,70",
        "Total 507,88 90,54 598,42",
        "Amount due (SEK) 598,42 kr",
        "TEST",
        "Page 1 of 1",
    ):
        assert part in text, text


def test_a_paid_invoice_asks_for_nothing() -> None:
    text = printed(make_invoice(make_link(status="COMPLETED", completed_at=NOON)))

    assert "Betald 2026-11-22 140,00 kr" in text
    assert "Att betala" not in text
    assert "Bankgiro" not in text


def test_a_swedish_receipt_says_how_and_when_it_was_paid() -> None:
    link = make_link(items=MIXED)
    make_invoice(link)
    PaymentLink.objects.update(status="COMPLETED", completed_at=NOON)
    payment = make_payment(link, status=Payment.Status.COMPLETED)

    text = printed(make_receipt(link, now=NOON + timedelta(minutes=1)))

    for part in (
        "Betald Kvitto",
        "Kvittonummer TEST-K20260001",
        "Betald den 2026-11-22 13:00",
        "Betalningssätt Swish",
        f"Betalningsreferens {payment.payment_id}",
        "Avser faktura TEST-20260001",
        "Mugg 7 st 49,95 25 % 349,65",
        "25 % 279,78 69,94 349,72",
        "Betald (SEK) 598,42 kr",
        "Kvittot bekräftar betalningen av faktura TEST-20260001 av 2026-11-22",
        "Momsreg.nr SE556703748501",
    ):
        assert part in text, text
    assert "Att betala" not in text


def test_an_english_receipt_without_invoice_refers_to_none() -> None:
    link = make_link(locale="en-US", status="COMPLETED")
    make_payment(link, status="COMPLETED", provider="payment_iq", method="card")

    text = printed(make_receipt(link))

    for part in ("Paid Receipt", "Payment method Card", "Hawaii Pizza 2 pcs 70,00 12 % 140,00"):
        assert part in text, text
    assert "invoice" not in text.lower()


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("nb-NO", "Å betale (SEK) 140,00 SEK"),
        ("da-DK", "At betale (SEK) 140,00 SEK"),
        ("fi-FI", "Maksettava (SEK) 140,00 SEK"),
    ],
)
def test_the_other_nordic_languages_are_spoken(locale: str, words: str) -> None:
    assert words in printed(make_invoice(make_link(locale=locale)))


def test_a_kid_is_called_so() -> None:
    link = make_link(make_merchant(bankgiro="", iban="NO9386011117947"), currency="NOK")

    text = printed(make_invoice(link, reference_type="KID"))

    assert "KID-nummer 10000016" in text
    assert "IBAN NO9386011117947" in text
    assert "OCR" not in text


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (25, 2), (60, 3)])
def test_long_invoices_run_over_pages_with_repeated_heads(count: int, pages: int) -> None:
    items = [(f"Vara {number}", 1000 + number, 1, "25") for number in range(count)]

    text = printed(make_invoice(make_link(items=items)))

    assert text.count("Beskrivning Antal") == pages
    assert f"Sida {pages} av {pages}" in text
    assert f"Vara {count - 1} 1 st" in text


def test_markup_in_names_is_printed_as_it_is() -> None:
    items = [("<img src=file:///etc/passwd> &amp; {{ x }}", 100, 1, "25")]
    merchant = make_merchant(name="<b>Fet & Co</b>")

    text = printed(make_invoice(make_link(merchant, items=items)))

    assert "<img src=file:///etc/passwd> &amp; {{ x }}" in text
    assert "<b>Fet & Co</b>" in text


def test_a_second_rendering_has_the_same_bytes() -> None:
    document = make_invoice().link_document

    assert _render(document) == _render(document)


def test_a_fetched_logo_is_printed_and_one_on_its_way_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    link = make_link(logo_image_link="https://shop.example/logo.png")
    Logo.objects.ask_for(link.tenant, link.logo_image_link, NOON)
    document = make_invoice(link).link_document
    without = PdfReader(BytesIO(_render(document))).pages[0]
    monkeypatch.setattr(outside, "request", lambda *_, **__: Answer(200, {}, picture(), True))
    fetch_logo(str(Logo.objects.get().pk))
    monkeypatch.setattr(outside, "request", None)

    with_logo = PdfReader(BytesIO(_render(document))).pages[0]

    assert (len(without.images), len(with_logo.images)) == (0, 1)
    assert without.extract_text().startswith("Pizzeria Vesuvio AB")
