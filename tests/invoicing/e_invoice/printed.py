"""Documents to be written as e-invoices, made of plain values without a database."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from invoicing.document import (
    Buyer,
    Line,
    PaymentDetails,
    Place,
    PrintedCreditNote,
    PrintedInvoice,
    Seller,
)
from invoicing.snapshot import vat_totals_of
from payment_links.vat import PriceBasis, VatLine, VatTreatment, gross_lines, net_lines
from tests.builders import NOON, TODAY

SELLER = Seller(
    name="Testbolaget AB",
    organization_number="556703-7485",
    vat_number="SE556703748501",
    is_approved_for_f_tax=True,
    registered_office="Örebro",
    country="SE",
    place=Place("Nygatan 15", "702 10", "Örebro"),
    email="",
    phone="",
    website="",
    time_zone="Europe/Stockholm",
)
CONSUMER = Buyer("Bertil Jönsson", "", Place("Storgatan 1", "702 11", "Örebro"), None)
COMPANY = Buyer(
    name="Köparen AB",
    customer_number="",
    place=Place("Torget 2", "111 22", "Stockholm"),
    delivery=None,
    organization_number="556016-0680",
    vat_number="SE556016068001",
    reference="Anna Andersson",
)
GERMAN_COMPANY = replace(
    COMPANY, name="Käufer GmbH", organization_number="", vat_number="DE136695976", country="DE"
)
BANKGIRO = PaymentDetails("991-2346", "", "", "https://pay.example.com/pay/abc")


class Goods(NamedTuple):
    """One line to be sold. price: minor units per unit on the document's price basis."""

    description: str
    price: int
    quantity: int = 1
    vat: str = "25"
    treatment: VatTreatment = VatTreatment.TAXED
    unit: str = "st"
    item_number: str = ""


PIZZA = Goods("Hawaii Pizza", 7000, 2, "12")
# The mixed basket of the reference: total 598.42, VAT 90.54.
BASKET = (
    Goods("Kaffe", 3990, 3, "6"),
    Goods("Mugg", 4995, 7, "25"),
    Goods("Lunch", 12900, 1, "12"),
    Goods("Frakt", 7, 1, "25"),
)


def lines_of(goods: tuple[Goods, ...], basis: PriceBasis = PriceBasis.GROSS) -> tuple[Line, ...]:
    """The lines with amounts that add up per rate."""
    amounts = [one.price * one.quantity for one in goods]
    vat_lines = [
        VatLine(amount, Decimal(one.vat), one.treatment)
        for amount, one in zip(amounts, goods, strict=True)
    ]
    nets, grosses = (
        (net_lines(vat_lines), amounts)
        if basis == PriceBasis.GROSS
        else (amounts, gross_lines(vat_lines))
    )
    return tuple(
        Line(
            one.description,
            one.item_number,
            one.quantity,
            one.unit,
            one.price,
            Decimal(one.vat),
            gross,
            net,
            one.treatment,
        )
        for one, gross, net in zip(goods, grosses, nets, strict=True)
    )


def make_printed(*goods: Goods, basis: PriceBasis = PriceBasis.GROSS, **values: Any) -> Any:
    """An invoice over the goods, 2 pizzas by default, of a Swedish company to a consumer."""
    return PrintedInvoice(
        **{
            **_common(goods or (PIZZA,), basis),
            "number": "10234",
            "issue_date": TODAY,
            "due_date": TODAY + timedelta(days=30),
            "reference_type": "OCR",
            "reference": "102343",
            "payment_details": BANKGIRO,
            "paid_at": None,
            **values,
        }
    )


def make_printed_credit(*goods: Goods, **values: Any) -> Any:
    """A credit note over the goods, for invoice 10234."""
    return PrintedCreditNote(
        **{
            **_common(goods or (PIZZA,), PriceBasis.GROSS),
            "number": "KR20260001",
            "issue_date": date(2026, 11, 30),
            "reason": "Varan var trasig.",
            "invoice_number": "10234",
            "invoice_date": TODAY,
            **values,
        }
    )


def _common(goods: tuple[Goods, ...], basis: PriceBasis) -> dict[str, Any]:
    lines = lines_of(goods, basis)
    totals = tuple(vat_totals_of(list(lines)))
    return {
        "id": UUID(int=1),
        "locale": "sv-SE",
        "currency": "SEK",
        "issued_at": NOON,
        "is_test": False,
        "seller": SELLER,
        "buyer": CONSUMER,
        "lines": lines,
        "vat_totals": totals,
        "total_amount": sum(line.gross_amount for line in lines),
        "price_basis": basis,
        "delivery_date": date(2026, 11, 20),
    }
