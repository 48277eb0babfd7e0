"""What a period comes to: sales and VAT per rate, and the boxes of the Swedish VAT return.

Every figure is a sum of book entries, made by the database, in minor units.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from invoicing.models import BookedRate, BookEntry
from invoicing.periods import Period
from payment_links.models import Merchant
from payment_links.vat import VatTreatment

Kind = BookEntry.Kind
Merchants = Collection[Merchant] | QuerySet[Merchant]
SWEDISH_RATES = {Decimal(25): "10", Decimal(12): "11", Decimal(6): "12"}
# Boxes of what carries no VAT; sales outside the scope of VAT are in no box.
BOXES_WITHOUT_VAT = {
    VatTreatment.INTRA_EU: "35",
    VatTreatment.EXPORT: "36",
    VatTreatment.REVERSE_CHARGE: "41",
    VatTreatment.EXEMPT: "42",
}
BOX_CURRENCY = "SEK"
BOX_NUMBERS = ("05", "10", "11", "12", "35", "36", "41", "42")


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRow:
    """One rate and treatment. vat: percent; amounts in minor units, credits negative."""

    vat: Decimal
    treatment: VatTreatment
    sales_net: int
    sales_vat: int
    credits_net: int
    credits_vat: int

    @property
    def net_amount(self) -> int:
        return self.sales_net + self.credits_net

    @property
    def vat_amount(self) -> int:
        return self.sales_vat + self.credits_vat

    @property
    def gross_amount(self) -> int:
        return self.net_amount + self.vat_amount

    @property
    def sales_gross(self) -> int:
        return self.sales_net + self.sales_vat

    @property
    def credits_gross(self) -> int:
        return self.credits_net + self.credits_vat


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrencyReport:
    """The period in one currency; the totals are those of the rows."""

    currency: str
    rows: tuple[RateRow, ...]
    sales_count: int
    credits_count: int
    payments_count: int
    payments_amount: int

    @property
    def net_amount(self) -> int:
        return sum(row.net_amount for row in self.rows)

    @property
    def vat_amount(self) -> int:
        return sum(row.vat_amount for row in self.rows)

    @property
    def gross_amount(self) -> int:
        return self.net_amount + self.vat_amount

    @property
    def sales_gross(self) -> int:
        return sum(row.sales_gross for row in self.rows)

    @property
    def credits_gross(self) -> int:
        return sum(row.credits_gross for row in self.rows)


@dataclass(frozen=True, slots=True)
class VatBox:
    """A box of the VAT return. amount: öre; kronor: as the form wants it."""

    number: str
    amount: int

    @property
    def kronor(self) -> int:
        """Whole kronor; öre are dropped, also of a negative amount. Source: the VAT return."""
        return int(self.amount / Decimal(100))


@dataclass(frozen=True, slots=True)
class VatReport:
    """The period of some merchants, one part per currency; boxes: of what is in SEK."""

    period: Period
    currencies: tuple[CurrencyReport, ...]
    boxes: tuple[VatBox, ...]

    @property
    def documents_count(self) -> int:
        return sum(part.sales_count + part.credits_count for part in self.currencies)

    @property
    def currencies_left_out(self) -> tuple[str, ...]:
        """Those in which something was sold or credited and that are in no box."""
        return tuple(
            part.currency for part in self.currencies if part.rows and part.currency != BOX_CURRENCY
        )


def vat_report(merchants: Merchants, period: Period) -> VatReport:
    """What the merchants sold, credited and were paid in the period, exact to the minor unit."""
    entries = BookEntry.objects.of(merchants).filter(
        entry_date__range=(period.from_date, period.to_date)
    )
    rows = _rows(entries)
    groups: Any = entries.order_by("currency").values("currency").annotate(**_COUNTS)
    currencies = tuple(
        CurrencyReport(rows=tuple(rows.get(group["currency"], ())), **group) for group in groups
    )
    return VatReport(period, currencies, tuple(_boxes(rows.get(BOX_CURRENCY, ()))))


_COUNTS = {
    "sales_count": Count("pk", filter=Q(kind__in=(Kind.INVOICE, Kind.RECEIPT))),
    "credits_count": Count("pk", filter=Q(kind=Kind.CREDIT_NOTE)),
    "payments_count": Count("pk", filter=Q(kind=Kind.PAYMENT)),
    "payments_amount": Coalesce(Sum("gross_amount", filter=Q(kind=Kind.PAYMENT)), 0),
}


def _rows(entries: QuerySet[BookEntry]) -> dict[str, list[RateRow]]:
    """The rows per currency, highest rate first."""
    is_credit = Q(entry__kind=Kind.CREDIT_NOTE)
    sums = {
        "sales_net": Coalesce(Sum("net_amount", filter=~is_credit), 0),
        "sales_vat": Coalesce(Sum("vat_amount", filter=~is_credit), 0),
        "credits_net": Coalesce(Sum("net_amount", filter=is_credit), 0),
        "credits_vat": Coalesce(Sum("vat_amount", filter=is_credit), 0),
    }
    found: dict[str, list[RateRow]] = {}
    grouped = BookedRate.objects.filter(entry__in=entries.order_by())
    ordered = grouped.order_by("entry__currency", "-vat", "treatment")
    groups: Any = ordered.values("entry__currency", "vat", "treatment").annotate(**sums)
    for group in groups:
        currency = group.pop("entry__currency")
        treatment = VatTreatment(group.pop("treatment"))
        found.setdefault(currency, []).append(RateRow(treatment=treatment, **group))
    return found


def _boxes(rows: Iterable[RateRow]) -> list[VatBox]:
    """The boxes of the VAT return. Source: Skatteverket, Fylla i momsdeklarationen (SKV 4700).

    Taxed at 0 % counts as exempt. Taxed at any other than the Swedish rates is declared in One
    Stop Shop, and belongs in no box here.
    """
    amounts = dict.fromkeys(BOX_NUMBERS, 0)
    for row in rows:
        if row.treatment == VatTreatment.TAXED and row.vat in SWEDISH_RATES:
            amounts["05"] += row.net_amount
            amounts[SWEDISH_RATES[row.vat]] += row.vat_amount
        elif row.treatment == VatTreatment.TAXED and row.vat == 0:
            amounts["42"] += row.net_amount
        elif row.treatment in BOXES_WITHOUT_VAT:
            amounts[BOXES_WITHOUT_VAT[row.treatment]] += row.net_amount
    return [VatBox(number, amount) for number, amount in amounts.items()]
