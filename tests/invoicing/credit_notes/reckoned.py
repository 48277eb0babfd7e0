"""Invoices and what is left of them, for tests of the reckoning; no rows."""

from decimal import Decimal

from invoicing.credit_notes import Credit, Left, LeftLine
from invoicing.credit_notes.left import LeftRate, basis_amount
from invoicing.document import Line
from payment_links.vat import (
    PriceBasis,
    RateTotal,
    VatLine,
    gross_lines,
    net_lines,
    totals_per_rate,
)

NOTHING = RateTotal(Decimal(0), 0, 0)
Goods = tuple[int, int, str]


def invoiced(*goods: Goods, basis: PriceBasis = PriceBasis.GROSS) -> Left:
    """An invoice of which nothing is credited. goods: (price, quantity, rate)."""
    parts = [VatLine(price * quantity, Decimal(vat)) for price, quantity, vat in goods]
    amounts = [part.amount for part in parts]
    is_net = basis == PriceBasis.NET
    others = gross_lines(parts) if is_net else net_lines(parts)
    pairs = zip(others, amounts, strict=True) if is_net else zip(amounts, others, strict=True)
    lines = [
        Line("Pizza", "", quantity, "st", price, Decimal(vat), gross, net)
        for (price, quantity, vat), (gross, net) in zip(goods, pairs, strict=True)
    ]
    totals = totals_per_rate(VatLine(line.gross_amount, line.vat) for line in lines)
    return Left(
        price_basis=basis,
        currency="SEK",
        lines={
            position: LeftLine(position, line, amount, is_touched=False)
            for position, (line, amount) in enumerate(zip(lines, amounts, strict=True), start=1)
        },
        rates={(total.vat, total.treatment): LeftRate(total, NOTHING) for total in totals},
        credit_notes=0,
    )


def after(left: Left, credit: Credit) -> Left:
    """What is left once the credit note is issued."""
    now = {(total.vat, total.treatment): total for total in credit.vat_totals}
    lines = dict(left.lines)
    for position, line in credit.lines.items():
        amount = lines[position].amount - basis_amount(line, left.price_basis)
        lines[position] = LeftLine(position, lines[position].line, amount, is_touched=True)
    rates = {
        rate: LeftRate(row.invoiced, sum_of(row.credited, now.get(rate, NOTHING)))
        for rate, row in left.rates.items()
    }
    return Left(left.price_basis, left.currency, lines, rates, left.credit_notes + 1)


def sum_of(first: RateTotal, second: RateTotal) -> RateTotal:
    gross = first.gross_amount + second.gross_amount
    return RateTotal(first.vat, gross, first.vat_amount + second.vat_amount)


def figures(credit: Credit) -> list[tuple[int, int, int]]:
    """(gross, net, VAT) per rate."""
    return [(total.gross_amount, total.net_amount, total.vat_amount) for total in credit.vat_totals]
