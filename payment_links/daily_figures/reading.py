"""Reads the figures of days: closed ones as they were written, the rest counted on the spot."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from payment_links.daily_figures import counting
from payment_links.models import ClosedDays, DailyFigures, DailyMethodFigures, PaymentLink

# Whose figures: these merchants', or everybody's when it is None.
Merchants = Collection[UUID] | None
BY_DAY = (counting.DAY, "currency")
BY_METHOD = (*counting.WAYS, "currency")
FLOWS = ("created_count", "created_amount", "paid_count", "paid_amount", "days_to_pay")
BALANCES = (
    "outstanding_count",
    "outstanding_amount",
    "overdue_count",
    "overdue_amount",
    "not_delivered_count",
)


@dataclass(frozen=True, slots=True)
class DayFigures:
    """What was made and paid on one day in one currency; amounts in minor units.

    days_to_pay: from creation to payment in whole days, all paid links together.
    """

    day: date
    currency: str
    created_count: int = 0
    created_amount: int = 0
    paid_count: int = 0
    paid_amount: int = 0
    days_to_pay: int = 0


@dataclass(frozen=True, slots=True)
class MethodFigures:
    """What was paid in one way in one currency; provider and method are empty when unknown."""

    provider: str
    method: str
    currency: str
    paid_count: int
    paid_amount: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What was unpaid in one currency at the end of a day; amounts in minor units."""

    currency: str
    outstanding_count: int = 0
    outstanding_amount: int = 0
    overdue_count: int = 0
    overdue_amount: int = 0
    not_delivered_count: int = 0


def figures_by_day(merchants: Merchants, first: date, last: date) -> list[DayFigures]:
    """The figures of every day from first to last on which something happened, oldest first."""
    sums: dict[tuple[date, str], Counter[str]] = {}
    read, counted = _split(first, last)
    if read:
        rows = DailyFigures.objects.filter(_of(merchants), figures_date__range=read)
        _add(sums, _summed(rows, FLOWS, by=BY_DAY), by=BY_DAY)
    if counted:
        links = PaymentLink.objects.filter(_of(merchants))
        made = counting.created(links, *counted, by=BY_DAY)
        _add(sums, _named(made, "created"), by=BY_DAY)
        _add(sums, _named(counting.paid(links, *counted, by=BY_DAY), "paid"), by=BY_DAY)
    found = [DayFigures(*key, **dict[str, Any](entry)) for key, entry in sums.items()]
    happened = [entry for entry in found if entry.created_count or entry.paid_count]
    return sorted(happened, key=lambda entry: (entry.day, entry.currency))


def figures_by_method(merchants: Merchants, first: date, last: date) -> list[MethodFigures]:
    """How the links were paid that were paid from first to last, in no order."""
    sums: dict[tuple[str, str, str], Counter[str]] = {}
    read, counted = _split(first, last)
    if read:
        rows = DailyMethodFigures.objects.filter(_of(merchants), figures_date__range=read)
        _add(sums, _summed(rows, ("paid_count", "paid_amount"), by=BY_METHOD), by=BY_METHOD)
    if counted:
        links = PaymentLink.objects.filter(_of(merchants))
        _add(sums, _named(counting.paid(links, *counted, by=BY_METHOD), "paid"), by=BY_METHOD)
    return [
        MethodFigures(*key, paid_count=entry["paid_count"], paid_amount=entry["paid_amount"])
        for key, entry in sums.items()
    ]


def balances_after(merchants: Merchants, day: date) -> list[Balance]:
    """What was unpaid at the end of the day, per currency in which anything was."""
    sums: dict[tuple[str], Counter[str]] = {}
    by = ("currency",)
    read, _counted = _split(day, day)
    if read:
        rows = DailyFigures.objects.filter(_of(merchants), figures_date=day)
        _add(sums, _summed(rows, BALANCES, by=by), by=by)
    else:
        links = PaymentLink.objects.filter(_of(merchants))
        _add(sums, counting.balances(links, day, by=by), by=by)
        _add(sums, counting.undelivered(links, day, by=by), by=by)
    found = [Balance(*key, **dict[str, Any](entry)) for key, entry in sorted(sums.items())]
    return [balance for balance in found if balance.outstanding_count]


def _summed(rows: QuerySet[Any], names: tuple[str, ...], *, by: tuple[str, ...]) -> counting.Rows:
    """The rows summed up per group, under the names of their columns."""
    groups: Any = rows.order_by().values(*by).annotate(**{f"sum_{n}": Sum(n) for n in names})
    return [{key.removeprefix("sum_"): value for key, value in row.items()} for row in groups]


def _named(rows: counting.Rows, prefix: str) -> counting.Rows:
    """count and amount under the names that they have among the figures of a day."""
    names = {"count": f"{prefix}_count", "amount": f"{prefix}_amount"}
    return [{names.get(key, key): value for key, value in row.items()} for row in rows]


def _add(sums: dict[Any, Counter[str]], rows: counting.Rows, *, by: tuple[str, ...]) -> None:
    """Add every row to the sums of its group."""
    for row in rows:
        values = {name: value for name, value in row.items() if name not in by}
        sums.setdefault(tuple(row[name] for name in by), Counter()).update(values)


def _of(merchants: Merchants) -> Q:
    return Q() if merchants is None else Q(merchant__in=list(merchants))


def _split(first: date, last: date) -> tuple[tuple[date, date] | None, tuple[date, date] | None]:
    """The days that are written, and those after them that must be counted.

    All are counted when the first ones are older than what is written.
    """
    closed = ClosedDays.objects.filter(pk=ClosedDays.ONLY).first()
    if closed is None or first < closed.from_date or first > closed.through_date:
        return None, (first, last)
    if last <= closed.through_date:
        return (first, last), None
    return (first, closed.through_date), (closed.through_date + timedelta(days=1), last)
