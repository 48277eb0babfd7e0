"""Printed values for tests, made without a database, and their PDFs."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from invoicing import texts
from invoicing.document import (
    Buyer,
    Line,
    PaymentDetails,
    Place,
    PrintedDocument,
    PrintedInvoice,
    PrintedReceipt,
    Seller,
)
from invoicing.pdf import AttachedFile, render_pdf
from payment_links.vat import VatLine, net_lines, totals_per_rate
from tests.builders import NOON, TODAY

# Description, price, quantity, VAT rate. The vector of many rates: 598.42 with 90.54 VAT.
MIXED = [
    ("Kaffe", 3990, 3, "6"),
    ("Mugg", 4995, 7, "25"),
    ("Lunch", 12900, 1, "12"),
    ("Frakt", 7, 1, "25"),
]
SELLER = Seller(
    name="Testbolaget AB",
    organization_number="556703-7485",
    vat_number="SE556703748501",
    is_approved_for_f_tax=True,
    registered_office="Örebro",
    country="SE",
    place=Place("Nygatan 15", "702 10", "Örebro"),
    email="kontakt@testbolaget.example",
    phone="019-12 34 56",
    website="testbolaget.example",
    time_zone="Europe/Stockholm",
)
BUYER = Buyer("Bertil Jönsson", "K-1042", Place("Storgatan 1", "702 11", "Örebro"), None)
DETAILS = PaymentDetails("991-2346", "", "", "https://pay.example/p/8sJ2kq0yVbXr3LmNw5TzAa6cDdEe")
Items = Sequence[tuple[str, int, int, str]]


def lines_of(items: Items) -> tuple[Line, ...]:
    """Lines at gross prices, with nets that add up per rate."""
    nets = net_lines([VatLine(price * count, Decimal(vat)) for _, price, count, vat in items])
    return tuple(
        Line(text, "", count, "st", price, Decimal(vat), price * count, net)
        for (text, price, count, vat), net in zip(items, nets, strict=True)
    )


def printed_invoice(items: Items = MIXED, **values: Any) -> PrintedInvoice:
    """An unpaid Swedish invoice over the items."""
    own: dict[str, Any] = {
        "issue_date": TODAY,
        "due_date": date(2026, 12, 22),
        "reference_type": "OCR",
        "reference": "102343",
        "payment_details": DETAILS,
        "paid_at": None,
    }
    return PrintedInvoice(**{**_in_common(items, "10234"), **own, **values})


def printed_receipt(items: Items = MIXED, **values: Any) -> PrintedReceipt:
    """A Swedish receipt over the items, paid by Swish."""
    own: dict[str, Any] = {
        "paid_at": NOON,
        "payment_method": "swish/m_commerce",
        "payment_reference": "0b0d8a6c-9c0e-4c3e-9f50-5d0d5b1f1d7e",
        "invoice_number": "10234",
        "invoice_date": TODAY,
    }
    return PrintedReceipt(**{**_in_common(items, "K10234"), **own, **values})


def pdf_of(
    printed: PrintedDocument, *, logo: str = "", attachments: Sequence[AttachedFile] = ()
) -> bytes:
    """The document as it is stored."""
    kind = "receipt" if isinstance(printed, PrintedReceipt) else "invoice"
    language = texts.language_of(printed.locale)
    return render_pdf(
        f"invoicing/{kind}.html",
        {
            "document": printed,
            "language": language,
            "texts": texts.texts_in(language),
            "logo": logo,
        },
        identifier=printed.id.bytes,
        attachments=attachments,
    )


def _in_common(items: Items, number: str) -> dict[str, Any]:
    lines = lines_of(items)
    totals = totals_per_rate(VatLine(line.gross_amount, line.vat) for line in lines)
    return {
        "id": UUID(int=7),
        "number": number,
        "locale": "sv-SE",
        "currency": "SEK",
        "issued_at": NOON,
        "is_test": False,
        "seller": SELLER,
        "buyer": BUYER,
        "lines": lines,
        "vat_totals": tuple(totals),
        "total_amount": sum(line.gross_amount for line in lines),
    }
