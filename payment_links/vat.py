"""Value-added tax contained in prices that include it, anchored on the gross amount per rate."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from payment_links.money import round_half_up


@dataclass(frozen=True, slots=True)
class RateTotal:
    """What the lines of one rate add up to. vat: percent; amounts: minor units."""

    vat: Decimal
    gross_amount: int
    vat_amount: int

    @property
    def net_amount(self) -> int:
        return self.gross_amount - self.vat_amount


def included_vat(amount: int, vat: Decimal) -> int:
    """VAT contained in a VAT-inclusive amount.

    amount: minor units, the sum of all lines sharing the rate (round once per rate, not per line:
    three lines of 99 at 25 % hold 59, not 3 × 20). vat: Decimal percent, 25 for 25 %.
    Returns minor units, half up. Source: EU VAT directive art. 226 (8)–(10), VAT per rate.
    """
    return round_half_up(amount * vat / (100 + vat))


def totals_per_rate(lines: Iterable[tuple[int, Decimal]]) -> list[RateTotal]:
    """Gross and VAT per rate, highest rate first. lines: (gross amount in minor units, percent)."""
    gross_amounts: dict[Decimal, int] = defaultdict(int)
    for amount, vat in lines:
        gross_amounts[vat] += amount
    return [
        RateTotal(vat=vat, gross_amount=amount, vat_amount=included_vat(amount, vat))
        for vat, amount in sorted(gross_amounts.items(), reverse=True)
    ]


def net_lines(lines: list[tuple[int, Decimal]]) -> list[int]:
    """Net amount per line so that the nets of a rate add up to the rate's net amount exactly.

    lines: (gross amount in minor units, percent). Each exact net is floored and the minor units
    that are missing go one each to the lines with the largest remainder, ties by line order.
    """
    nets = [0] * len(lines)
    for total in totals_per_rate(lines):
        positions = [index for index, (_, vat) in enumerate(lines) if vat == total.vat]
        exact = {i: Decimal(lines[i][0]) * 100 / (100 + total.vat) for i in positions}
        for i in positions:
            nets[i] = int(exact[i].to_integral_value(rounding="ROUND_FLOOR"))
        missing = total.net_amount - sum(nets[i] for i in positions)
        by_remainder = sorted(positions, key=lambda i: (nets[i] - exact[i], i))
        for i in by_remainder[:missing]:
            nets[i] += 1
    return nets
