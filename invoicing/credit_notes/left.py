"""What is left to credit of an invoice: its lines and rates less what was credited before."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from invoicing.document import (
    Line,
    PrintedCreditNote,
    PrintedInvoice,
    credit_note_as_printed,
    invoice_as_printed,
)
from invoicing.models import Invoice
from payment_links.vat import PriceBasis, RateTotal, VatTreatment

Rate = tuple[Decimal, VatTreatment]


@dataclass(frozen=True, slots=True)
class LeftLine:
    """A line of the invoice. amount: what is left of it, in minor units on the price basis.

    is_touched: whether an earlier credit note has the line.
    """

    position: int
    line: Line
    amount: int
    is_touched: bool


@dataclass(frozen=True, slots=True)
class LeftRate:
    """A rate and treatment of the invoice, as invoiced and as credited so far."""

    invoiced: RateTotal
    credited: RateTotal

    @property
    def gross_amount(self) -> int:
        """What is left, VAT included."""
        return self.invoiced.gross_amount - self.credited.gross_amount


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of an invoice. lines: by position; credit_notes: how many it has already."""

    price_basis: PriceBasis
    currency: str
    lines: dict[int, LeftLine]
    rates: dict[Rate, LeftRate]
    credit_notes: int

    @property
    def total_amount(self) -> int:
        """Minor units, VAT included."""
        return sum(rate.gross_amount for rate in self.rates.values())

    @property
    def is_nothing(self) -> bool:
        return all(rate.gross_amount == 0 for rate in self.rates.values())


def left_of(invoice: Invoice) -> Left:
    """Read the invoice and its credit notes; hold the link's lock to decide on the outcome."""
    printed = invoice_as_printed(invoice)
    rows = list(invoice.credit_notes.select_related("invoice").order_by("pk"))
    taken: dict[int, int] = defaultdict(int)
    for row in rows:
        for frozen in row.lines:
            name = "net_amount" if printed.price_basis == PriceBasis.NET else "gross_amount"
            taken[frozen["position"]] += frozen[name]
    return Left(
        price_basis=printed.price_basis,
        currency=printed.currency,
        lines={
            position: LeftLine(
                position,
                line,
                basis_amount(line, printed.price_basis) - taken.get(position, 0),
                is_touched=position in taken,
            )
            for position, line in enumerate(printed.lines, start=1)
        },
        rates=_rates(printed, [credit_note_as_printed(row) for row in rows]),
        credit_notes=len(rows),
    )


def basis_amount(amounts: Line | RateTotal, basis: PriceBasis) -> int:
    """The amount that prices are multiplied to: with VAT, or without it where prices are so."""
    return amounts.net_amount if basis == PriceBasis.NET else amounts.gross_amount


def _rates(invoice: PrintedInvoice, credit_notes: list[PrintedCreditNote]) -> dict[Rate, LeftRate]:
    gross: dict[Rate, int] = defaultdict(int)
    vat: dict[Rate, int] = defaultdict(int)
    for credit_note in credit_notes:
        for total in credit_note.vat_totals:
            gross[total.vat, total.treatment] += total.gross_amount
            vat[total.vat, total.treatment] += total.vat_amount
    rates = {}
    for total in invoice.vat_totals:
        rate = (total.vat, total.treatment)
        credited = RateTotal(total.vat, gross[rate], vat[rate], total.treatment)
        rates[rate] = LeftRate(total, credited)
    return rates
