"""VAT in and on prices: the vectors of the rule and what always holds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payment_links.money import round_half_up
from payment_links.vat import (
    RateTotal,
    VatLine,
    VatTreatment,
    added_vat,
    gross_lines,
    included_vat,
    net_lines,
    short_percent,
    totals_per_rate,
)
from payment_links.vat_rates import VAT_RATES

# Every lawful rate, and some that the contract takes all the same.
RATES = sorted({rate.vat for rate in VAT_RATES} | {Decimal("11.1"), Decimal("99.99")})
AMOUNTS = st.integers(-500_000, 5_000_000)
TAXED_LINES = st.builds(VatLine, AMOUNTS, st.sampled_from(RATES), st.just(VatTreatment.TAXED))
UNTAXED_LINES = st.builds(VatLine, AMOUNTS, st.just(Decimal(0)), st.sampled_from(VatTreatment))
LINES = st.lists(TAXED_LINES | UNTAXED_LINES, min_size=1, max_size=25)
COFFEE_MUG_LUNCH_FREIGHT = [
    VatLine(3 * 3990, Decimal(6)),
    VatLine(7 * 4995, Decimal(25)),
    VatLine(12900, Decimal(12)),
    VatLine(7, Decimal(25)),
]


@pytest.mark.parametrize(
    ("gross", "rate", "vat", "net"),
    [
        (14000, "12", 1500, 12500),
        (9900, "25", 1980, 7920),
        (7900, "12", 846, 7054),
        (1990, "6", 113, 1877),
        (7, "25", 1, 6),
        (7 * 999, "25", 1399, 5594),
        (9 * 399, "12", 385, 3206),
        (297, "25", 59, 238),
        (14000, "0", 0, 14000),
        (-9900, "25", -1980, -7920),
    ],
)
def test_vat_is_rounded_half_up_once_per_rate(gross: int, rate: str, vat: int, net: int) -> None:
    (total,) = totals_per_rate([VatLine(gross, Decimal(rate))])

    assert included_vat(gross, Decimal(rate)) == vat
    assert (total.vat_amount, total.net_amount) == (vat, net)


@pytest.mark.parametrize(
    ("price", "quantity", "rate", "per_line", "per_rate"),
    [(999, 7, "25", 1400, 1399), (399, 9, "12", 387, 385)],
)
def test_vat_summed_per_unit_would_be_wrong(
    price: int, quantity: int, rate: str, per_line: int, per_rate: int
) -> None:
    lines = [VatLine(price, Decimal(rate))] * quantity

    assert sum(included_vat(line.amount, line.vat) for line in lines) == per_line
    assert [total.vat_amount for total in totals_per_rate(lines)] == [per_rate]


def test_totals_are_gathered_per_rate_highest_first() -> None:
    totals = totals_per_rate(COFFEE_MUG_LUNCH_FREIGHT)

    assert totals == [
        RateTotal(Decimal(25), 34972, 6994),
        RateTotal(Decimal(12), 12900, 1382),
        RateTotal(Decimal(6), 11970, 678),
    ]
    assert sum(total.gross_amount for total in totals) == 59842
    assert sum(total.vat_amount for total in totals) == 9054
    assert sum(net_lines(COFFEE_MUG_LUNCH_FREIGHT)) == 50788


def test_nets_rounded_line_by_line_would_be_one_unit_wrong() -> None:
    naive = [
        round_half_up(line.amount * 100 / (100 + line.vat)) for line in COFFEE_MUG_LUNCH_FREIGHT
    ]

    with_vat = sum(
        net + added_vat(net, line.vat)
        for net, line in zip(naive, COFFEE_MUG_LUNCH_FREIGHT, strict=True)
    )

    assert with_vat == 59843


def test_missing_units_go_to_the_largest_remainders_then_in_order() -> None:
    assert net_lines([VatLine(99, Decimal(25))] * 3) == [80, 79, 79]
    assert net_lines([VatLine(100, Decimal(12)), VatLine(99, Decimal(12))]) == [89, 89]


@pytest.mark.parametrize(
    ("nets", "rate", "expected"),
    [
        ([12500], "12", [14000]),
        ([999, 333], "25", [1249, 416]),
        ([1, 1, 1], "25", [2, 1, 1]),
        ([2, -1], "25", [2, -1]),
        ([-999], "25", [-1249]),
        ([100, 200], "0", [100, 200]),
        ([101, 101], "25.5", [127, 127]),
    ],
)
def test_gross_lines_share_what_was_rounded_once(
    nets: list[int], rate: str, expected: list[int]
) -> None:
    assert gross_lines([VatLine(net, Decimal(rate)) for net in nets]) == expected


def test_equal_rates_written_differently_are_one_rate() -> None:
    assert totals_per_rate([VatLine(100, Decimal("12")), VatLine(100, Decimal("12.00"))]) == [
        RateTotal(Decimal(12), 200, 21)
    ]


@given(LINES)
def test_gross_net_and_vat_always_add_up(lines: list[VatLine]) -> None:
    totals = totals_per_rate(lines)
    nets = net_lines(lines)

    assert sum(total.gross_amount for total in totals) == sum(line.amount for line in lines)
    for total in totals:
        of_rate = [i for i, line in enumerate(lines) if line.rate == (total.vat, total.treatment)]
        assert sum(lines[i].amount for i in of_rate) == total.gross_amount
        assert sum(nets[i] for i in of_rate) == total.net_amount


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
        rate = (total.vat, total.treatment)
        net = sum(line.amount for line in lines if line.rate == rate)
        assert (total.net_amount, total.vat_amount) == (net, added_vat(net, total.vat))


@pytest.mark.parametrize(
    ("vat", "text"), [("25.00", "25"), ("11.10", "11.1"), ("0.00", "0"), ("100", "100")]
)
def test_rates_are_written_without_zeros_that_say_nothing(vat: str, text: str) -> None:
    assert short_percent(Decimal(vat)) == text
