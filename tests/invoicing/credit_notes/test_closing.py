"""However an invoice is credited in parts: the last credit closes every line and rate to zero."""

from itertools import accumulate

from hypothesis import assume, given
from hypothesis import strategies as st

from invoicing.credit_notes import (
    Credit,
    CreditedAmount,
    CreditedQuantity,
    Left,
    WantedLine,
    reckon,
)
from payment_links.errors import DomainError
from payment_links.vat import PriceBasis, RateTotal, added_vat, included_vat
from tests.invoicing.credit_notes.reckoned import Goods, after, invoiced, sum_of

RATES = ["25", "12", "6", "0", "25.5", "13.5"]
GOODS = st.tuples(st.integers(-900, 9000).filter(bool), st.integers(1, 5), st.sampled_from(RATES))


@st.composite
def wanted_lines(draw: st.DrawFn, left: Left) -> list[WantedLine]:
    """Units or amounts of some lines; not all of them fit."""
    positions = draw(st.lists(st.sampled_from(list(left.lines)), min_size=1, unique=True))
    wanted: list[WantedLine] = []
    for position in positions:
        row = left.lines[position]
        if draw(st.booleans()):
            wanted.append(CreditedQuantity(position, draw(st.integers(1, row.line.quantity))))
        else:
            low, high = sorted((0, row.amount))
            wanted.append(CreditedAmount(position, draw(st.integers(low, high))))
    return wanted


@given(
    goods=st.lists(GOODS, min_size=1, max_size=8),
    basis=st.sampled_from(PriceBasis),
    data=st.data(),
)
def test_any_sequence_of_credits_closes_to_zero(
    goods: list[Goods], basis: PriceBasis, data: st.DataObject
) -> None:
    whole = invoiced(*goods, basis=basis)
    assume(whole.total_amount > 0)
    left, credits = whole, []

    for _ in range(data.draw(st.integers(0, 5))):
        try:
            credits.append(reckon(left, data.draw(wanted_lines(left))))
        except DomainError:
            continue
        left = after(left, credits[-1])
        assert_within(left)
    if not left.is_nothing:
        credits.append(reckon(left, None))
        left = after(left, credits[-1])

    assert all(
        row.credited.gross_amount == row.invoiced.gross_amount for row in left.rates.values()
    )
    assert all(row.credited.vat_amount == row.invoiced.vat_amount for row in left.rates.values())
    assert sum(credit.total_amount for credit in credits) == whole.total_amount
    for credit in credits:
        assert_adds_up(credit)
    assert_vat_is_cumulative(whole, credits)


def assert_within(left: Left) -> None:
    """Nothing is credited beyond the invoice: no line, no rate, not the whole."""
    for row in left.lines.values():
        assert row.amount == 0 or (row.amount > 0) == (row.line.price > 0)
    for rate in left.rates.values():
        assert rate.gross_amount == 0 or (rate.gross_amount > 0) == (rate.invoiced.gross_amount > 0)
    assert left.total_amount > 0 or left.is_nothing


def assert_adds_up(credit: Credit) -> None:
    """Lines add up to their rate, in gross and in net, and rates to a total above zero."""
    for total in credit.vat_totals:
        lines = [line for line in credit.lines.values() if line.vat == total.vat]
        assert sum(line.gross_amount for line in lines) == total.gross_amount
        assert sum(line.net_amount for line in lines) == total.net_amount
    assert credit.total_amount > 0


def assert_vat_is_cumulative(whole: Left, credits: list[Credit]) -> None:
    """After every credit, the VAT credited at a rate is that of the amount credited at it."""
    for vat, treatment in whole.rates:
        found = [
            next(
                (one for one in credit.vat_totals if one.vat == vat),
                RateTotal(vat, 0, 0, treatment),
            )
            for credit in credits
        ]
        for total in accumulate(found, sum_of):
            expected = (
                added_vat(total.net_amount, vat)
                if whole.price_basis == PriceBasis.NET
                else included_vat(total.gross_amount, vat)
            )
            assert total.vat_amount == expected
