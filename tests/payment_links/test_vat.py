"""VAT contained in gross prices: the vectors of the rule and what always holds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payment_links.vat import (
    RateTotal,
    VatLine,
    VatTreatment,
    added_vat,
    gross_lines,
    included_vat,
    net_lines,
    totals_per_rate,
)

RATES = st.sampled_from([Decimal(rate) for rate in ("0", "6", "11.1", "12", "13.5", "25", "25.5")])
LINES = st.lists(
    st.builds(VatLine, st.integers(-500_000, 5_000_000), RATES, st.just(VatTreatment.TAXED)),
    min_size=1,
    max_size=25,
)


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
        VatLine(3 * 3990, Decimal(6)),
        VatLine(7 * 4995, Decimal(25)),
        VatLine(12900, Decimal(12)),
        VatLine(7, Decimal(25)),
    ]

    assert totals_per_rate(lines) == [
        RateTotal(Decimal(25), 34972, 6994),
        RateTotal(Decimal(12), 12900, 1382),
        RateTotal(Decimal(6), 11970, 678),
    ]
    assert sum(net_lines(lines)) == 50788


def test_equal_rates_written_differently_are_one_rate() -> None:
    assert totals_per_rate([VatLine(100, Decimal("12")), VatLine(100, Decimal("12.00"))]) == [
        RateTotal(Decimal(12), 200, 21)
    ]


@given(LINES)
def test_gross_net_and_vat_always_add_up(lines: list[VatLine]) -> None:
    totals = totals_per_rate(lines)

    assert sum(total.gross_amount for total in totals) == sum(line.amount for line in lines)
    assert sum(net_lines(lines)) == sum(total.net_amount for total in totals)


@given(LINES)
def test_each_net_line_is_within_one_unit_of_its_exact_value(
    lines: list[VatLine],
) -> None:
    for line, net in zip(lines, net_lines(lines), strict=True):
        assert abs(net - Decimal(line.amount) * 100 / (100 + line.vat)) <= 1


def test_treatments_of_one_rate_are_kept_apart() -> None:
    exempt = VatLine(500, Decimal(0), VatTreatment.EXEMPT)

    totals = totals_per_rate([VatLine(100, Decimal(0)), exempt, exempt])

    assert totals == [
        RateTotal(Decimal(0), 1000, 0, VatTreatment.EXEMPT),
        RateTotal(Decimal(0), 100, 0),
    ]


@given(LINES)
def test_prices_without_vat_add_up_to_net_and_vat_per_rate(lines: list[VatLine]) -> None:
    grosses = gross_lines(lines)

    totals = totals_per_rate(
        line._replace(amount=gross) for line, gross in zip(lines, grosses, strict=True)
    )
    for total in totals:
        net = sum(line.amount for line in lines if line.vat == total.vat)
        assert (total.net_amount, total.vat_amount) == (net, added_vat(net, total.vat))
