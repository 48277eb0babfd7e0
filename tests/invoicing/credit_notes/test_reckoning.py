"""What a credit takes back, in figures: lines, VAT per rate, and what does not fit."""

from decimal import Decimal

import pytest

from invoicing.credit_notes import (
    CreditedAmount,
    CreditedQuantity,
    CreditExceedsInvoiceError,
    CreditNotPositiveError,
    InvoiceAlreadyCreditedError,
    Left,
    LeftLine,
    LineNotCreditableError,
    WantedLine,
    reckon,
)
from invoicing.credit_notes.left import LeftRate
from invoicing.document import Line
from payment_links.errors import DomainError
from payment_links.vat import PriceBasis, RateTotal, VatTreatment
from tests.invoicing.credit_notes.reckoned import NOTHING, after, figures, invoiced


def test_a_whole_credit_is_the_invoice() -> None:
    left = invoiced((3990, 3, "6"), (4995, 7, "25"), (12900, 1, "12"), (7, 1, "25"))

    credit = reckon(left, None)

    assert credit.total_amount == 59842
    assert figures(credit) == [(34972, 27978, 6994), (12900, 11518, 1382), (11970, 11292, 678)]
    assert list(credit.lines.values()) == [row.line for row in left.lines.values()]


def test_units_are_credited_at_their_price() -> None:
    credit = reckon(invoiced((7000, 2, "12")), [CreditedQuantity(1, 1)])

    line = credit.lines[1]
    assert (line.quantity, line.price, line.gross_amount, line.net_amount) == (1, 7000, 7000, 6250)
    assert figures(credit) == [(7000, 6250, 750)]


def test_an_amount_is_credited_as_one_piece() -> None:
    credit = reckon(invoiced((7000, 2, "12")), [CreditedAmount(1, 1120)])

    line = credit.lines[1]
    assert (line.quantity, line.price, line.gross_amount, line.net_amount) == (1, 1120, 1120, 1000)


def test_an_amount_of_whole_units_is_told_in_units() -> None:
    credit = reckon(invoiced((7000, 3, "12")), [CreditedAmount(1, 14000)])

    assert (credit.lines[1].quantity, credit.lines[1].price) == (2, 7000)


def test_vat_of_partial_credits_adds_up_to_the_invoices() -> None:
    """Three times 99 öre at 25 % hold 59 öre of VAT: rounded each for itself it would be 60."""
    left = invoiced((99, 3, "25"))
    credits = []

    for _ in range(3):
        credits.append(reckon(left, [CreditedQuantity(1, 1)]))
        left = after(left, credits[-1])

    assert [figures(credit) for credit in credits] == [
        [(99, 79, 20)],
        [(99, 79, 20)],
        [(99, 80, 19)],
    ]
    assert left.is_nothing


def test_net_prices_are_credited_net_with_vat_on_top() -> None:
    left = invoiced((1000, 3, "25"), basis=PriceBasis.NET)

    credit = reckon(left, [CreditedQuantity(1, 1)])

    line = credit.lines[1]
    assert (line.price, line.net_amount, line.gross_amount) == (1000, 1000, 1250)
    assert figures(credit) == [(1250, 1000, 250)]


@pytest.mark.parametrize(
    ("wanted", "error", "path"),
    [
        ([CreditedQuantity(1, 3)], CreditExceedsInvoiceError, "items.0.quantity"),
        ([CreditedAmount(1, 14001)], CreditExceedsInvoiceError, "items.0.amount"),
        ([CreditedAmount(1, -1)], LineNotCreditableError, "items.0.amount"),
        ([CreditedAmount(1, 0)], LineNotCreditableError, "items.0.amount"),
        ([CreditedAmount(2, 500)], LineNotCreditableError, "items.0.amount"),
        ([CreditedQuantity(3, 1)], LineNotCreditableError, "items.0.item"),
        ([CreditedQuantity(1, 1), CreditedAmount(1, 1)], LineNotCreditableError, "items.1.item"),
        ([CreditedQuantity(1, 1), CreditedQuantity(2, 2)], CreditExceedsInvoiceError, None),
        ([CreditedQuantity(1, 2)], CreditExceedsInvoiceError, "items"),
        ([CreditedQuantity(2, 1)], CreditExceedsInvoiceError, "items"),
    ],
)
def test_what_does_not_fit_is_refused(
    wanted: list[WantedLine], error: type[DomainError], path: str | None
) -> None:
    """The invoice: two pizzas of 70 kr and a discount of 20 kr."""
    left = invoiced((7000, 2, "12"), (-2000, 1, "12"))

    with pytest.raises(error) as refusal:
        reckon(left, wanted)

    assert refusal.value.property == (path or "items.1.quantity")


def test_discounts_alone_are_not_credited() -> None:
    left = invoiced((7000, 2, "12"), (-2000, 1, "25"))

    with pytest.raises(CreditNotPositiveError):
        reckon(left, [CreditedQuantity(2, 1)])


def test_a_discount_at_another_rate_is_not_left_over() -> None:
    left = invoiced((7000, 2, "12"), (-2000, 1, "25"))

    with pytest.raises(CreditExceedsInvoiceError):
        reckon(left, [CreditedQuantity(1, 2)])


def test_a_discount_is_credited_with_its_sign() -> None:
    left = invoiced((7000, 2, "12"), (-2000, 1, "12"))

    credit = reckon(left, [CreditedQuantity(1, 1), CreditedAmount(2, -1000)])

    assert [line.gross_amount for line in credit.lines.values()] == [7000, -1000]
    assert figures(credit) == [(6000, 5357, 643)]


def test_nothing_more_is_credited_of_a_credited_invoice() -> None:
    left = invoiced((7000, 2, "12"))

    with pytest.raises(InvoiceAlreadyCreditedError):
        reckon(after(left, reckon(left, None)), None)


def test_free_lines_are_credited_once() -> None:
    left = invoiced((7000, 1, "12"), (0, 1, "12"))

    first = reckon(left, [CreditedAmount(1, 500), CreditedQuantity(2, 1)])
    rest = reckon(after(left, first), None)

    assert (list(first.lines), list(rest.lines)) == ([1, 2], [1])


def test_rates_without_vat_are_kept_apart() -> None:
    line = Line("Book", "", 2, "st", 500, Decimal(0), 1000, 1000, VatTreatment.EXPORT)
    rate = (line.vat, line.vat_treatment)
    total = RateTotal(*(Decimal(0), 1000, 0), VatTreatment.EXPORT)
    row = LeftLine(1, line, 1000, is_touched=False)
    left = Left(PriceBasis.GROSS, "SEK", {1: row}, {rate: LeftRate(total, NOTHING)}, 0)

    credit = reckon(left, [CreditedQuantity(1, 1)])

    assert credit.vat_totals == [RateTotal(Decimal(0), 500, 0, VatTreatment.EXPORT)]
