"""What happened in the books: month by month, and since somebody last looked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from invoicing.models import BookedRate, BookEntry, Books
from invoicing.periods import Period, month_of, months_between
from payment_links.models import Merchant

Kind = BookEntry.Kind
SALES = Q(kind__in=(Kind.INVOICE, Kind.RECEIPT))
CREDITS = Q(kind=Kind.CREDIT_NOTE)
PAYMENTS = Q(kind=Kind.PAYMENT)
# An entry is seen later than it says that it was recorded: when its batch, and then its transaction
# is done. What was entered just before the moment may be told twice, and nothing is left out.
SEEN_WITHIN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Counts and amounts in one currency; minor units, credits negative."""

    currency: str
    sales_count: int = 0
    sales_amount: int = 0
    credits_count: int = 0
    credits_amount: int = 0
    payments_count: int = 0
    payments_amount: int = 0
    vat_amount: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month of a merchant's books, closed as a whole or not."""

    period: Period
    sums: tuple[Sums, ...]
    is_closed: bool


@dataclass(frozen=True, slots=True)
class News:
    """What was entered for one merchant since a moment, in one currency."""

    merchant_id: UUID
    merchant_name: str
    sums: Sums


def months(merchant: Merchant, today: date, *, count: int) -> list[Month]:
    """The latest months with today's first, back to the first entry; at most so many."""
    entries = BookEntry.objects.of([merchant])
    first = entries.order_by("entry_date").values_list("entry_date", flat=True).first()
    periods = list(months_between(min(first or today, today), today))[:count]
    closed = Books.objects.filter(merchant=merchant).values_list("closed_through", flat=True)
    closed_through = closed.first()
    sums = _sums_by_month(entries.filter(entry_date__gte=periods[-1].from_date))
    return [
        Month(
            period,
            tuple(sums.get(period, ())),
            is_closed=closed_through is not None and period.to_date <= closed_through,
        )
        for period in periods
    ]


def news(
    merchants: Collection[Merchant] | QuerySet[Merchant], since: datetime | None, *, count: int
) -> list[News]:
    """What was entered after the moment, per merchant and currency; all of it without a moment.

    What may not have been seen then counts as well, although it was recorded shortly before.
    """
    entries = BookEntry.objects.of(merchants)
    if since is not None:
        entries = entries.filter(recorded_at__gt=since - SEEN_WITHIN)
    groups: Any = entries.values("merchant_id", "merchant__name", "currency").annotate(**_SUMS)
    return [
        News(group.pop("merchant_id"), group.pop("merchant__name"), Sums(**group))
        for group in groups.order_by("merchant__name", "merchant_id", "currency")[:count]
    ]


_SUMS = {
    "sales_count": Count("pk", filter=SALES),
    "sales_amount": Coalesce(Sum("gross_amount", filter=SALES), 0),
    "credits_count": Count("pk", filter=CREDITS),
    "credits_amount": Coalesce(Sum("gross_amount", filter=CREDITS), 0),
    "payments_count": Count("pk", filter=PAYMENTS),
    "payments_amount": Coalesce(Sum("gross_amount", filter=PAYMENTS), 0),
}


def _sums_by_month(entries: QuerySet[BookEntry]) -> dict[Period, list[Sums]]:
    found: dict[Period, list[Sums]] = {}
    vat = {
        (group["month"], group["entry__currency"]): group["amount"]
        for group in BookedRate.objects.filter(entry__in=entries)
        .order_by()
        .values("entry__currency", month=TruncMonth("entry__entry_date"))
        .annotate(amount=Sum("vat_amount"))
    }
    grouped: Any = entries.values("currency", month=TruncMonth("entry_date")).annotate(**_SUMS)
    for group in grouped.order_by("month", "currency"):
        month = group.pop("month")
        sums = Sums(vat_amount=vat.get((month, group["currency"]), 0), **group)
        found.setdefault(month_of(month), []).append(sums)
    return found
