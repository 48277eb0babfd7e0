"""The lawful VAT rates of the Nordic countries by day of supply.

Which rate fits which goods is the seller's affair: Swedish food has 6 % from 2026-04-01 to
2027-12-31 instead of 12 %, and both rates are lawful all the time. The rows are right for supplies
from 2021-10-01 on; those without a first day held before that already.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class VatRate(NamedTuple):
    """A rate of a country. vat: percent; first_day, last_day: None where there is no limit."""

    country: str
    vat: Decimal
    first_day: date | None = None
    last_day: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )


# Sources: mervärdesskattelagen (2023:200) 9 kap.; merverdiavgiftsloven § 5-1 to § 5-11 with the
# Storting's yearly decision (11.11 % is raw fish); momsloven § 33; arvonlisäverolaki 84–85 a §
# with the changes of 2024-09-01 (24 to 25.5) and 2026-01-01 (14 to 13.5).
VAT_RATES = (
    VatRate("SE", Decimal(25)),
    VatRate("SE", Decimal(12)),
    VatRate("SE", Decimal(6)),
    VatRate("SE", Decimal(0)),
    VatRate("NO", Decimal(25)),
    VatRate("NO", Decimal(15)),
    VatRate("NO", Decimal(12)),
    VatRate("NO", Decimal("11.11")),
    VatRate("NO", Decimal(0)),
    VatRate("DK", Decimal(25)),
    VatRate("DK", Decimal(0)),
    VatRate("FI", Decimal(24), last_day=date(2024, 8, 31)),
    VatRate("FI", Decimal("25.5"), first_day=date(2024, 9, 1)),
    VatRate("FI", Decimal(14), last_day=date(2025, 12, 31)),
    VatRate("FI", Decimal("13.5"), first_day=date(2026, 1, 1)),
    VatRate("FI", Decimal(10)),
    VatRate("FI", Decimal(0)),
)
_COUNTRIES = frozenset(rate.country for rate in VAT_RATES)


def is_known_country(country: str) -> bool:
    """Whether the table has the country's rates. country: ISO 3166 letters, as in "SE"."""
    return country in _COUNTRIES


def rates_on(country: str, day: date) -> frozenset[Decimal]:
    """The rates, in percent, that supplies of the country may have on the day.

    country: ISO 3166 letters; empty for a country that is not in the table.
    """
    return frozenset(
        rate.vat for rate in VAT_RATES if rate.country == country and rate.holds_on(day)
    )
