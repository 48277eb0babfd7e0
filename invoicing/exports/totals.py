"""What exported vouchers add up to: per rate, and per kind of entry."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from invoicing.bookkeeping.voucher import Voucher
from invoicing.exports.filing import FiledEntry


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

    def count(self, entry: Voucher | FiledEntry) -> None:
        """Add an entry per kind and its rates per rate; what is no entry does not count."""
        if entry.booked_by:
            return
        for rate in entry.rates:
            self._rates[(entry.currency, Decimal(rate.vat), str(rate.treatment))].add(
                net=rate.net_amount, vat=rate.vat_amount, gross=rate.gross_amount
            )
        self._kinds[(entry.currency, entry.kind)].add(
            net=sum(rate.net_amount for rate in entry.rates),
            vat=sum(rate.vat_amount for rate in entry.rates),
            gross=entry.gross_amount,
        )

    @property
    def per_rate(self) -> list[tuple[RateKey, Total]]:
        """By currency, the highest rate first."""
        return sorted(self._rates.items(), key=lambda item: (item[0][0], -item[0][1], item[0][2]))

    @property
    def per_kind(self) -> list[tuple[KindKey, Total]]:
        return sorted(self._kinds.items())
