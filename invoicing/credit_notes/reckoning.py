"""What one credit takes back of an invoice: lines, VAT per rate and total, or why it may not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from invoicing.credit_notes.left import Left, LeftLine, LeftRate, Rate, basis_amount
from invoicing.document import Line
from payment_links.errors import DomainError
from payment_links.vat import PriceBasis, RateTotal, VatLine, added_vat, included_vat, spread


class InvoiceAlreadyCreditedError(DomainError):
    code = "invoice_already_credited"
    description = "Nothing of the invoice is left to be credited."


class CreditExceedsInvoiceError(DomainError):
    code = "credit_exceeds_invoice"
    description = "More would be credited than is left of the invoice."
    property = "items"


class LineNotCreditableError(DomainError):
    code = "invalid_value"
    http_status = 422
    description = "The line cannot be credited like this."


class CreditNotPositiveError(DomainError):
    code = "invalid_value"
    http_status = 422
    description = "The credited lines must add up to more than zero."
    property = "items"


@dataclass(frozen=True, slots=True)
class CreditedQuantity:
    """So many units of the invoice's line at a position (1, 2, 3 …)."""

    position: int
    quantity: int


@dataclass(frozen=True, slots=True)
class CreditedAmount:
    """An amount of a line: minor units on the invoice's price basis, with the line's own sign."""

    position: int
    amount: int


WantedLine = CreditedQuantity | CreditedAmount


@dataclass(frozen=True, slots=True)
class Credit:
    """What a credit note will say. lines: by the position of the invoice's line."""

    lines: dict[int, Line]
    vat_totals: list[RateTotal]

    @property
    def total_amount(self) -> int:
        return sum(total.gross_amount for total in self.vat_totals)


def reckon(left: Left, wanted: Sequence[WantedLine] | None) -> Credit:
    """The credit of the wanted lines; of everything that is left when wanted is None.

    VAT per rate is what the rate's whole credited amount holds less what was credited before, so
    that the last credit closes every rate to zero. Raises InvoiceAlreadyCreditedError,
    CreditExceedsInvoiceError, LineNotCreditableError and CreditNotPositiveError; their property
    is the path in a request, "items.0.quantity" for the first of wanted.
    """
    if left.is_nothing:
        raise InvoiceAlreadyCreditedError
    if wanted is None and left.credit_notes == 0:
        # The invoice's own figures, whatever rule they were rounded by.
        return Credit(
            {position: row.line for position, row in left.lines.items()},
            [rate.invoiced for rate in left.rates.values()],
        )
    taken = _rest(left) if wanted is None else _chosen(left, wanted)
    totals = _totals(left, taken.values())
    _refuse_excess(left, totals)
    credit = Credit(_lines(left, taken, totals), list(totals.values()))
    if credit.total_amount <= 0:
        raise CreditNotPositiveError
    return credit


def _rest(left: Left) -> dict[int, Line]:
    """Lines with something left, and those without a price that no credit note has yet."""
    return {
        position: _taken(row, row.amount, left.price_basis)
        for position, row in left.lines.items()
        if row.amount or not row.is_touched
    }


def _chosen(left: Left, wanted: Sequence[WantedLine]) -> dict[int, Line]:
    taken: dict[int, Line] = {}
    for index, want in enumerate(wanted):
        row = left.lines.get(want.position)
        if row is None:
            raise LineNotCreditableError(
                "The invoice has no such line.", property=f"items.{index}.item"
            )
        if want.position in taken:
            raise LineNotCreditableError("The line is named twice.", property=f"items.{index}.item")
        if isinstance(want, CreditedQuantity):
            taken[want.position] = _some_units(row, want.quantity, index, left.price_basis)
        else:
            taken[want.position] = _some_amount(row, want.amount, index, left.price_basis)
    return taken


def _some_units(row: LeftLine, quantity: int, index: int, basis: PriceBasis) -> Line:
    amount = row.line.price * quantity
    if quantity > row.line.quantity or abs(amount) > abs(row.amount):
        raise CreditExceedsInvoiceError(
            "More units than are left of the line.", property=f"items.{index}.quantity"
        )
    return _with_amount(replace(row.line, quantity=quantity), amount, basis)


def _some_amount(row: LeftLine, amount: int, index: int, basis: PriceBasis) -> Line:
    path = f"items.{index}.amount"
    if amount == 0 or (amount > 0) != (row.line.price > 0):
        raise LineNotCreditableError(
            "An amount is not zero and has the sign of its line.", property=path
        )
    if abs(amount) > abs(row.amount):
        raise CreditExceedsInvoiceError(
            f"Of this line {row.amount} is left, in minor units.", property=path
        )
    return _taken(row, amount, basis)


def _taken(row: LeftLine, amount: int, basis: PriceBasis) -> Line:
    """An amount of a line: as units of it where it is a whole number of them, else as one piece."""
    price, most = row.line.price, row.line.quantity
    quantity = amount // price if price and amount % price == 0 else 1
    if amount == 0:
        return _with_amount(row.line, 0, basis)
    if price * quantity == amount and quantity <= most:
        return _with_amount(replace(row.line, quantity=quantity), amount, basis)
    return _with_amount(replace(row.line, quantity=1, price=amount), amount, basis)


def _with_amount(line: Line, amount: int, basis: PriceBasis) -> Line:
    """The line with the amount on the price basis; the other amount follows once VAT is known."""
    if basis == PriceBasis.NET:
        return replace(line, net_amount=amount)
    return replace(line, gross_amount=amount)


def _totals(left: Left, taken: Iterable[Line]) -> dict[Rate, RateTotal]:
    amounts: dict[Rate, int] = defaultdict(int)
    for line in taken:
        amounts[line.vat, line.vat_treatment] += basis_amount(line, left.price_basis)
    return {
        rate: _total(left_rate, amounts[rate], left.price_basis)
        for rate, left_rate in left.rates.items()
        if rate in amounts
    }


def _total(rate: LeftRate, amount: int, basis: PriceBasis) -> RateTotal:
    """Gross and VAT of an amount on the price basis that is credited at the rate now."""
    credited = basis_amount(rate.credited, basis) + amount
    vat = _vat_of(rate, credited, basis) - rate.credited.vat_amount
    gross = amount + vat if basis == PriceBasis.NET else amount
    return RateTotal(rate.invoiced.vat, gross, vat, rate.invoiced.treatment)


def _vat_of(rate: LeftRate, credited: int, basis: PriceBasis) -> int:
    """VAT of all that was ever credited at the rate, once that amount is credited."""
    if credited == basis_amount(rate.invoiced, basis):
        return rate.invoiced.vat_amount
    if basis == PriceBasis.NET:
        return added_vat(credited, rate.invoiced.vat)
    return included_vat(credited, rate.invoiced.vat)


def _refuse_excess(left: Left, totals: dict[Rate, RateTotal]) -> None:
    """Discounts make lines of both signs: no rate may be credited beyond its own total.

    Something must stay payable, too, as long as any rate is open: a credit note of zero or less
    cannot be issued, so the invoice could never be closed.
    """
    still_open = dict.fromkeys(left.rates, 0)
    for rate, row in left.rates.items():
        now = totals[rate].gross_amount if rate in totals else 0
        after = row.gross_amount - now
        invoiced = row.invoiced.gross_amount
        if not min(0, invoiced) <= after <= max(0, invoiced):
            percent = f"{rate[0].normalize():f}"
            raise CreditExceedsInvoiceError(
                f"Of the invoice {row.gross_amount} is left at {percent} % VAT, in minor units."
            )
        still_open[rate] = after
    if any(still_open.values()) and sum(still_open.values()) <= 0:
        raise CreditExceedsInvoiceError


def _lines(left: Left, taken: dict[int, Line], totals: dict[Rate, RateTotal]) -> dict[int, Line]:
    """The lines with net and gross amounts that add up to the totals of their rate."""
    parts = [
        VatLine(basis_amount(line, left.price_basis), line.vat, line.vat_treatment)
        for line in taken.values()
    ]
    if left.price_basis == PriceBasis.NET:
        wanted = {rate: total.gross_amount for rate, total in totals.items()}
        others = spread(parts, wanted, lambda part: part.amount * (100 + part.vat) / 100)
        whole = [
            replace(line, gross_amount=other)
            for line, other in zip(taken.values(), others, strict=True)
        ]
    else:
        wanted = {rate: total.net_amount for rate, total in totals.items()}
        others = spread(parts, wanted, lambda part: Decimal(part.amount) * 100 / (100 + part.vat))
        whole = [
            replace(line, net_amount=other)
            for line, other in zip(taken.values(), others, strict=True)
        ]
    return dict(zip(taken, whole, strict=True))
