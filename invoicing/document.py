"""What an issued document says: frozen values, built once from the issued rows.

The PDF, the e-invoice and the exports read these alone. Amounts are integer minor
units, rates Decimal percent. A field that is added here needs a default, since documents issued
before it are read again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from invoicing.models import CreditNote, Invoice, Receipt
from invoicing.references import rf_form
from payment_links.vat import PriceBasis, RateTotal, VatTreatment


@dataclass(frozen=True, slots=True)
class Place:
    """A postal address; empty parts are left out when it is printed."""

    street_address: str = ""
    zip: str = ""
    city: str = ""

    @property
    def lines(self) -> list[str]:
        town = f"{self.zip} {self.city}".strip()
        return [line for line in (self.street_address, town) if line]


@dataclass(frozen=True, slots=True)
class Seller:
    """The seller as it was at issue; numbers as printed ("556703-7485")."""

    name: str
    organization_number: str
    vat_number: str
    is_approved_for_f_tax: bool
    registered_office: str
    country: str
    place: Place
    email: str
    phone: str
    website: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Buyer:
    """The buyer as known at issue. delivery: only when it differs from place.

    name: the person, or the company when company_name is given. reference: who or what the buyer
    wants named on the invoice.
    """

    name: str
    customer_number: str
    place: Place
    delivery: Place | None
    contact: str = ""
    organization_number: str = ""
    vat_number: str = ""
    country: str = "SE"
    reference: str = ""

    @property
    def is_business(self) -> bool:
        return bool(self.organization_number or self.vat_number)


@dataclass(frozen=True, slots=True)
class PaymentDetails:
    """Where an invoice can be paid; empty accounts are those the seller has not.

    genuine_code, genuine_url: what the buyer enters where to check that the invoice is genuine.
    """

    bankgiro: str
    plusgiro: str
    iban: str
    checkout_url: str
    genuine_code: str = ""
    genuine_url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. price: per unit on the document's price basis; net_amount: its share of the rate's
    net amount."""

    description: str
    item_number: str
    quantity: int
    unit: str
    price: int
    vat: Decimal
    gross_amount: int
    net_amount: int
    vat_treatment: VatTreatment = VatTreatment.TAXED

    @property
    def net_price(self) -> Decimal:
        """Minor units per unit, VAT excluded; not always whole."""
        return Decimal(self.net_amount) / self.quantity


LINE_VALUES = tuple(field.name for field in fields(Line))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDocument:
    """What all documents have in common. notes: sentences to print, in the document's language."""

    id: UUID
    number: str
    locale: str
    currency: str
    issued_at: datetime
    is_test: bool
    seller: Seller
    buyer: Buyer
    lines: tuple[Line, ...]
    vat_totals: tuple[RateTotal, ...]
    total_amount: int
    price_basis: PriceBasis = PriceBasis.GROSS
    delivery_date: date | None = None
    notes: tuple[str, ...] = ()

    @property
    def net_amount(self) -> int:
        return sum(total.net_amount for total in self.vat_totals)

    @property
    def vat_amount(self) -> int:
        return sum(total.vat_amount for total in self.vat_totals)

    def in_seller_zone(self, moment: datetime) -> datetime:
        """The moment as the seller's clock showed it."""
        return moment.astimezone(ZoneInfo(self.seller.time_zone))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedInvoice(PrintedDocument):
    """An invoice. paid_at: set when it was issued for a link that was paid already."""

    issue_date: date
    due_date: date
    reference_type: str
    reference: str
    payment_details: PaymentDetails
    paid_at: datetime | None

    @property
    def net_days(self) -> int:
        """Days from issue to due date; below one there are no terms to print."""
        return (self.due_date - self.issue_date).days

    @property
    def rf_reference(self) -> str:
        """The reference as payers with nothing but the IBAN write it; empty where there is none."""
        return rf_form(self.reference) if self.payment_details.iban else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedReceipt(PrintedDocument):
    """A receipt. invoice_number and invoice_date: of the invoice that was paid, if there is one."""

    paid_at: datetime
    payment_method: str
    payment_reference: str
    invoice_number: str
    invoice_date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCreditNote(PrintedDocument):
    """A credit note; amounts are positive. invoice_number, invoice_date: of what it takes back."""

    issue_date: date
    reason: str
    invoice_number: str
    invoice_date: date


def invoice_as_printed(invoice: Invoice, lines: Sequence[Line] | None = None) -> PrintedInvoice:
    """The invoice as it was issued, read from its frozen rows.

    lines: those of an invoice that is not written yet.
    """
    return PrintedInvoice(
        **_common(invoice),
        lines=tuple(_lines_of(invoice) if lines is None else lines),
        issue_date=invoice.issue_date,
        due_date=invoice.due_date,
        reference_type=invoice.reference_type,
        reference=invoice.reference,
        payment_details=PaymentDetails(**invoice.payment_details),
        paid_at=invoice.paid_at,
    )


def credit_note_as_printed(credit_note: CreditNote) -> PrintedCreditNote:
    """The credit note as it was issued, read from its frozen row."""
    return PrintedCreditNote(
        **_common(credit_note),
        lines=tuple(_line(line) for line in credit_note.lines),
        issue_date=credit_note.issue_date,
        reason=credit_note.reason,
        invoice_number=credit_note.invoice.number,
        invoice_date=credit_note.invoice.issue_date,
    )


def receipt_as_printed(receipt: Receipt) -> PrintedReceipt:
    """The receipt as it was issued, read from its frozen row."""
    paid = receipt.payment
    invoice = receipt.invoice
    return PrintedReceipt(
        **_common(receipt),
        lines=tuple(_line(line) for line in receipt.lines),
        paid_at=receipt.paid_at,
        payment_method=receipt.payment_method,
        payment_reference=str(paid.payment_id) if paid and paid.payment_id else "",
        invoice_number=invoice.number if invoice else "",
        invoice_date=invoice.issue_date if invoice else None,
    )


def _lines_of(invoice: Invoice) -> list[Line]:
    return [
        Line(
            description=line.description,
            item_number=line.item_number,
            quantity=line.quantity,
            unit=line.unit,
            price=line.price,
            vat=line.vat,
            gross_amount=line.gross_amount,
            net_amount=line.net_amount,
            vat_treatment=VatTreatment(line.vat_treatment),
        )
        for line in invoice.lines.order_by("position")
    ]


def _common(issued: Invoice | CreditNote | Receipt) -> dict[str, Any]:
    return {
        "id": issued.id,
        "number": issued.number,
        "locale": issued.locale,
        "currency": issued.currency,
        "issued_at": issued.issued_at,
        "is_test": issued.is_test,
        "seller": Seller(**{**issued.seller, "place": Place(**issued.seller["place"])}),
        "buyer": _buyer(issued.buyer),
        "vat_totals": tuple(
            RateTotal(
                Decimal(total["vat"]),
                total["gross_amount"],
                total["vat_amount"],
                _treatment(total),
            )
            for total in issued.vat_totals
        ),
        "total_amount": issued.total_amount,
        "price_basis": PriceBasis(issued.price_basis),
        "delivery_date": issued.delivery_date,
        "notes": tuple(issued.notes),
    }


def _line(frozen: dict[str, Any]) -> Line:
    values = {name: frozen[name] for name in LINE_VALUES if name in frozen}
    return Line(**{**values, "vat": Decimal(frozen["vat"]), "vat_treatment": _treatment(frozen)})


def _treatment(frozen: dict[str, Any]) -> VatTreatment:
    return VatTreatment(frozen.get("vat_treatment", VatTreatment.TAXED))


def _buyer(frozen: dict[str, Any]) -> Buyer:
    place, delivery = Place(**frozen["place"]), frozen["delivery"]
    return Buyer(**{**frozen, "place": place, "delivery": Place(**delivery) if delivery else None})
