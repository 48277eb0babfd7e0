"""The parts that only some documents have: business buyers, other countries, notes, logos."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string

from invoicing import texts
from invoicing.document import Buyer, Place, PrintedDocument
from payment_links.vat import PriceBasis, RateTotal, VatTreatment
from tests.builders import TODAY
from tests.invoicing.issuing import text_of
from tests.invoicing.printed import (
    BUYER,
    DETAILS,
    SELLER,
    pdf_of,
    printed_invoice,
    printed_receipt,
)

COMPANY = Buyer(
    "Bygg & Montage AB",
    "",
    Place("Industrivägen 12", "702 11", "Örebro"),
    Place("Lagergatan 4", "702 19", "Örebro"),
    contact="Anna Andersson",
    organization_number="556016-0680",
    vat_number="SE556016068001",
    reference="Best. 4711",
)
# Heading, number, due date, what is owed, VAT, total, reference of the bank app, pages.
WORDS = {
    "sv-SE": ("Faktura", "Fakturanummer", "Förfallodatum 2026-12-22", "Att betala", "Sida 1 av 1"),
    "en-US": ("Invoice", "Invoice number", "Due date 2026-12-22", "Amount due", "Page 1 of 1"),
    "nb-NO": ("Faktura", "Fakturanummer", "Forfallsdato 22.12.2026", "Å betale", "Side 1 av 1"),
    "da-DK": ("Faktura", "Fakturanummer", "Forfaldsdato 22.12.2026", "At betale", "Side 1 af 1"),
    "fi-FI": ("Lasku", "Laskun numero", "Eräpäivä 22.12.2026", "Maksettava", "Sivu 1/1"),
}


def printed(document: PrintedDocument, **options: Any) -> str:
    return text_of(pdf_of(document, **options))


@pytest.mark.parametrize("locale", WORDS)
def test_every_language_prints_a_whole_invoice(locale: str) -> None:
    text = printed(printed_invoice(locale=locale))

    for words in WORDS[locale]:
        assert words in text, text


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("sv-SE", ("Betald Kvitto", "Betald den 2026-11-22 13:00", "Avser faktura 10234")),
        ("en-US", ("Paid Receipt", "Paid on 2026-11-22 13:00", "Refers to invoice 10234")),
        ("nb-NO", ("Betalt Kvittering", "Betalt den 22.11.2026 13:00", "Gjelder faktura 10234")),
        ("da-DK", ("Betalt Kvittering", "Betalt den 22.11.2026 13:00", "Vedrører faktura 10234")),
        ("fi-FI", ("Maksettu Kuitti", "Maksettu 22.11.2026 13:00", "Koskee laskua 10234")),
    ],
)
def test_every_language_prints_a_whole_receipt(locale: str, words: tuple[str, ...]) -> None:
    text = printed(printed_receipt(locale=locale))

    for expected in (*words, "Org.nr" if locale == "sv-SE" else "556703-7485", "SE556703748501"):
        assert expected in text, text


def test_a_business_buyer_is_named_with_contact_and_numbers() -> None:
    text = printed(printed_invoice(buyer=COMPANY))

    for part in (
        "Bygg & Montage AB Anna Andersson Industrivägen 12 702 11 Örebro",
        "Org.nr 556016-0680 Momsreg.nr SE556016068001",
        "Leveransadress Lagergatan 4, 702 19 Örebro",
        "Er referens Best. 4711",
    ):
        assert part in text, text


def test_a_consumer_has_no_numbers() -> None:
    assert printed(printed_invoice(buyer=BUYER)).count("Org.nr") == 1


@pytest.mark.parametrize(
    ("country", "locale", "label"),
    [
        ("SE", "da-DK", "Org.nr. 556703-7485"),
        ("SE", "fi-FI", "Org.nro 556703-7485"),
        ("DK", "da-DK", "CVR-nr. 556703-7485"),
        ("DK", "sv-SE", "CVR-nr 556703-7485"),
        ("FI", "fi-FI", "Y-tunnus 556703-7485"),
        ("FI", "en-US", "Business ID 556703-7485"),
        ("NO", "nb-NO", "Org.nr 556703-7485"),
    ],
)
def test_a_number_is_called_as_in_its_owners_country(country: str, locale: str, label: str) -> None:
    seller = replace(SELLER, country=country)

    assert label in printed(printed_invoice(seller=seller, locale=locale))


def test_a_delivery_date_is_printed_when_it_differs() -> None:
    differs = printed(printed_invoice(delivery_date=date(2026, 11, 20)))
    same = printed(printed_invoice(delivery_date=TODAY))

    assert "Leveransdatum 2026-11-20" in differs
    assert "Leveransdatum" not in same


def test_notes_and_the_reason_for_no_vat_are_printed() -> None:
    total = RateTotal(Decimal(0), 100000, 0, VatTreatment.REVERSE_CHARGE)

    text = printed(
        printed_invoice(vat_totals=(total,), notes=("Priserna är angivna exklusive moms.",))
    )

    assert "0 % 1 000,00 0,00 1 000,00 Omvänd betalningsskyldighet" in text
    assert "Priserna är angivna exklusive moms." in text


def test_a_receipt_says_whether_its_prices_hold_vat() -> None:
    gross = printed(printed_receipt())
    net = printed(printed_receipt(price_basis=PriceBasis.NET))

    assert "À-pris inkl. moms" in gross
    assert "À-pris exkl. moms" in net


def test_the_payment_box_names_payee_accounts_and_reference() -> None:
    details = replace(DETAILS, plusgiro="176099-0", iban="SE45 5000 0000 0583 9825 7466")

    text = printed(printed_invoice(payment_details=details, reference="1000001990071239"))

    assert (
        "Betalningsmottagare Testbolaget AB Bankgiro 991-2346 Plusgiro 176099-0 "
        "IBAN SE45 5000 0000 0583 9825 7466 OCR-nummer 1000 0019 9007 1239 "
        "RF-referens (utland) RF32 1000 0019 9007 1239 Belopp 598,42 kr"
    ) in text
    assert "OCR-nummer 1000001990071239" in text


@pytest.mark.parametrize(
    ("iban", "reference"),
    [
        ("", "102343"),
        ("NO9386011117947", "234567-"),
        ("SE4550000000058398257466", "1234567890123456789012357"),
    ],
)
def test_no_rf_is_printed_without_iban_or_where_the_reference_has_none(
    iban: str, reference: str
) -> None:
    details = replace(DETAILS, iban=iban)

    text = printed(printed_invoice(payment_details=details, reference=reference))

    assert "RF-referens" not in text


def test_the_bank_app_code_has_its_caption_only_where_it_is() -> None:
    without = replace(DETAILS, bankgiro="", iban="SE45 5000 0000 0583 9825 7466")

    assert "Skanna med bankappen" in printed(printed_invoice())
    assert "bankappen" not in printed(printed_invoice(payment_details=without))


@pytest.mark.parametrize("locale", WORDS)
def test_an_invoice_says_how_to_check_that_it_is_genuine(locale: str) -> None:
    language = texts.language_of(locale)
    code, url = "K7Q2-M9XD-T4RX", "https://pay.example/pay/check"
    details = replace(DETAILS, genuine_code=code, genuine_url=url)

    page = render_to_string(
        "invoicing/invoice.html",
        {
            "document": printed_invoice(payment_details=details, locale=locale),
            "language": language,
            "texts": texts.texts_in(language),
        },
    )

    link = f'<a class="whole" href="{url}">{url}</a>'
    sentence = texts.texts_in(language)["genuine"]
    assert sentence.format(code=f"<strong>{code}</strong>", url=link) in page


def test_the_code_is_printed_and_one_issued_without_it_says_nothing() -> None:
    details = replace(
        DETAILS, genuine_code="K7Q2-M9XD-T4RX", genuine_url="https://pay.example/pay/check"
    )

    text = printed(printed_invoice(payment_details=details))

    assert "Är fakturan äkta? Ange koden K7Q2-M9XD-T4RX på https://pay.example/pay/check" in text
    assert "äkta" not in printed(printed_invoice())
