"""What exported vouchers add up to: per rate, and per kind of entry."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal


@dataclass(slots=True)
class Total:
    """A running sum, in minor units."""

    count: int = 0
    net_amount: int = 0
    vat_amount: int = 0
    gross_amount: int = 0

    def add(self, *, net: int, vat: int, gross: int) -> None:
        self.count += 1
        self.net_amount += net
        self.vat_amount += vat
        self.gross_amount += gross


RateKey = tuple[str, Decimal, str]
KindKey = tuple[str, str]


class Totals:
    """Sums that grow entry by entry. Payments have no VAT, so they are in no rate."""

    def __init__(self) -> None:
        self._rates: dict[RateKey, Total] = defaultdict(Total)
        self._kinds: dict[KindKey, Total] = defaultdict(Total)

    def add_rate(
        self, currency: str, rate: Decimal, treatment: str, *, net: int, vat: int, gross: int
    ) -> None:
        self._rates[(currency, rate, treatment)].add(net=net, vat=vat, gross=gross)

    def add_entry(self, currency: str, kind: str, *, net: int, vat: int, gross: int) -> None:
        self._kinds[(currency, kind)].add(net=net, vat=vat, gross=gross)

    @property
    def per_rate(self) -> list[tuple[RateKey, Total]]:
        """By currency, the highest rate first."""
        return sorted(self._rates.items(), key=lambda item: (item[0][0], -item[0][1], item[0][2]))

    @property
    def per_kind(self) -> list[tuple[KindKey, Total]]:
        return sorted(self._kinds.items())
