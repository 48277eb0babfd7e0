"""VAT contained in gross prices: the vectors of the rule and what always holds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payment_links.vat import RateTotal, included_vat, net_lines, totals_per_rate

RATES = st.sampled_from([Decimal(rate) for rate in ("0", "6", "11.1", "12", "13.5", "25", "25.5")])
LINES = st.lists(st.tuples(st.integers(-500_000, 5_000_000), RATES), min_size=1, max_size=25)


@pytest.mark.parametrize(
    ("gross", "vat", "expected"),
    [
        (14000, "12", 1500),
        (9900, "25", 1980),
        (7900, "12", 846),
        (1990, "6", 113),
        (7, "25", 1),
        (7 * 999, "25", 1399),
        (9 * 399, "12", 385),
        (297, "25", 59),
        (14000, "0", 0),
        (-9900, "25", -1980),
    ],
)
def test_vat_is_rounded_half_up_once_per_rate(gross: int, vat: str, expected: int) -> None:
    assert included_vat(gross, Decimal(vat)) == expected


def test_totals_are_gathered_per_rate_highest_first() -> None:
    lines = [
        (3 * 3990, Decimal(6)),
        (7 * 4995, Decimal(25)),
        (12900, Decimal(12)),
        (7, Decimal(25)),
    ]

    assert totals_per_rate(lines) == [
        RateTotal(Decimal(25), 34972, 6994),
        RateTotal(Decimal(12), 12900, 1382),
        RateTotal(Decimal(6), 11970, 678),
    ]
    assert sum(net_lines(lines)) == 50788


def test_equal_rates_written_differently_are_one_rate() -> None:
    assert totals_per_rate([(100, Decimal("12")), (100, Decimal("12.00"))]) == [
        RateTotal(Decimal(12), 200, 21)
    ]


@given(LINES)
def test_gross_net_and_vat_always_add_up(lines: list[tuple[int, Decimal]]) -> None:
    totals = totals_per_rate(lines)

    assert sum(total.gross_amount for total in totals) == sum(amount for amount, _ in lines)
    assert sum(net_lines(lines)) == sum(total.net_amount for total in totals)


@given(LINES)
def test_each_net_line_is_within_one_unit_of_its_exact_value(
    lines: list[tuple[int, Decimal]],
) -> None:
    for (amount, vat), net in zip(lines, net_lines(lines), strict=True):
        assert abs(net - Decimal(amount) * 100 / (100 + vat)) <= 1
