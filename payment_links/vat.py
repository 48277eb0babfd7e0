"""Value-added tax in and on prices: rounded once per rate, net and gross lines that add up."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from payment_links.money import round_half_up


class PriceBasis(StrEnum):
    """What entered prices are: with VAT in them, or with VAT to come on top."""

    GROSS = "GROSS"
    NET = "NET"


class VatTreatment(StrEnum):
    """Why a line carries the VAT it does; all but TAXED carry none.

    Source: EN 16931 VAT category codes: S or Z, E, AE, K, G and O in this order.
    """

    TAXED = "TAXED"
    EXEMPT = "EXEMPT"
    REVERSE_CHARGE = "REVERSE_CHARGE"
    INTRA_EU = "INTRA_EU"
    EXPORT = "EXPORT"
    OUTSIDE_SCOPE = "OUTSIDE_SCOPE"


class VatLine(NamedTuple):
    """One line as VAT is reckoned on it. amount: minor units on the price basis; vat: percent."""

    amount: int
    vat: Decimal
    treatment: VatTreatment = VatTreatment.TAXED

    @property
    def rate(self) -> tuple[Decimal, VatTreatment]:
        """What lines must share to be added up before VAT is rounded."""
        return self.vat, self.treatment


def short_percent(vat: Decimal) -> str:
    """A rate without zeros that say nothing: 25, 11.1."""
    text = f"{vat:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class RateTotal:
    """What the lines of one rate and treatment add up to. vat: percent; amounts: minor units."""

    vat: Decimal
    gross_amount: int
    vat_amount: int
    treatment: VatTreatment = VatTreatment.TAXED

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


def added_vat(amount: int, vat: Decimal) -> int:
    """VAT on top of an amount without VAT: minor units, half up, once per rate."""
    return round_half_up(amount * vat / 100)


def totals_per_rate(lines: Iterable[VatLine]) -> list[RateTotal]:
    """Gross and VAT per rate, highest rate first. lines: with gross amounts."""
    return [
        RateTotal(vat, amount, included_vat(amount, vat), treatment)
        for (vat, treatment), amount in _sums(lines)
    ]


def net_lines(lines: list[VatLine]) -> list[int]:
    """Net amount per line so that the nets of a rate add up to the rate's net amount exactly.

    lines: with gross amounts. Each exact net is floored and the minor units that are missing go
    one each to the lines with the largest remainder, ties by line order.
    """
    totals = {(total.vat, total.treatment): total.net_amount for total in totals_per_rate(lines)}
    return spread(lines, totals, lambda line: Decimal(line.amount) * 100 / (100 + line.vat))


def gross_lines(lines: list[VatLine]) -> list[int]:
    """Gross amount per line of prices without VAT: those of a rate add up to net + VAT exactly.

    lines: with net amounts. VAT is rounded once per rate, so totals_per_rate of the result finds
    the same VAT again: the rounding moves a rate's gross amount by half a minor unit at most.
    """
    totals = {
        (vat, treatment): amount + added_vat(amount, vat)
        for (vat, treatment), amount in _sums(lines)
    }
    return spread(lines, totals, lambda line: line.amount * (100 + line.vat) / 100)


def _sums(lines: Iterable[VatLine]) -> list[tuple[tuple[Decimal, VatTreatment], int]]:
    """The amounts per rate and treatment, highest rate first."""
    amounts: dict[tuple[Decimal, VatTreatment], int] = defaultdict(int)
    for line in lines:
        amounts[line.rate] += line.amount
    return sorted(amounts.items(), key=lambda entry: (-entry[0][0], entry[0][1]))


def spread(
    lines: list[VatLine],
    totals: dict[tuple[Decimal, VatTreatment], int],
    exact_amount: Callable[[VatLine], Decimal],
) -> list[int]:
    """Whole amounts per line that add up to the totals, by the largest remainder.

    totals: per rate and treatment, each less than one minor unit from what the lines of the rate
    add up to exactly.
    """
    amounts = [0] * len(lines)
    for rate, total in totals.items():
        positions = [index for index, line in enumerate(lines) if line.rate == rate]
        exact = {i: exact_amount(lines[i]) for i in positions}
        for i in positions:
            amounts[i] = int(exact[i].to_integral_value(rounding="ROUND_FLOOR"))
        missing = total - sum(amounts[i] for i in positions)
        by_remainder = sorted(positions, key=lambda i: (amounts[i] - exact[i], i))
        for i in by_remainder[:missing]:
            amounts[i] += 1
    return amounts
