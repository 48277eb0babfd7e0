"""The figures of the overview: this period's and those that they are compared with."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from payment_links.admin import link_views
from payment_links.admin.base import COUNT_LIMIT
from payment_links.admin.dashboard.scope import Scope
from payment_links.daily_figures import (
    Balance,
    DayFigures,
    MethodFigures,
    balances_after,
    figures_by_day,
    figures_by_method,
)
from payment_links.models.tenants import CURRENCIES


@dataclass(frozen=True, slots=True)
class Total:
    """A number of links, and their amounts in minor units per currency."""

    count: int
    amounts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Unpaid:
    """Links that wait for payment and are due on one day, or have no due date."""

    due_date: date | None
    currency: str
    count: int
    amount: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that tiles and charts are made of; currency: the one that most links are in."""

    days: list[DayFigures]
    days_before: list[DayFigures]
    methods: list[MethodFigures]
    unpaid: list[Unpaid]
    balances_before: list[Balance]
    not_delivered: int
    currency: str


def collect(scope: Scope) -> Figures:
    """The figures of the scope, exact; only the undelivered are counted up to COUNT_LIMIT."""
    period = scope.period
    all_days = figures_by_day(scope.merchants, period.previous_first, period.last)
    days = [entry for entry in all_days if entry.day >= period.first]
    unpaid = _unpaid(scope)
    lost = link_views.not_delivered(scope.links).order_by()
    return Figures(
        days=days,
        days_before=[entry for entry in all_days if entry.day <= period.previous_last],
        methods=figures_by_method(scope.merchants, period.first, period.last),
        unpaid=unpaid,
        balances_before=balances_after(scope.merchants, period.day_before),
        not_delivered=lost[:COUNT_LIMIT].count(),
        currency=_main_currency(days, unpaid),
    )


def total(parts: Iterable[tuple[str, int, int]]) -> Total:
    """The sum of parts: currency, number of links, amount."""
    count, amounts = 0, Counter[str]()
    for currency, part_count, amount in parts:
        count += part_count
        amounts[currency] += amount
    return Total(count, dict(amounts))


def _unpaid(scope: Scope) -> list[Unpaid]:
    """From the index link_outstanding alone."""
    groups = link_views.waiting(scope.links).order_by().values("due_date", "currency")
    return [
        Unpaid(row["due_date"], row["currency"], row["count"], row["amount"])
        for row in groups.annotate(count=Count("*"), amount=Sum("total_amount"))
    ]


def _main_currency(days: list[DayFigures], unpaid: list[Unpaid]) -> str:
    """Amounts of several currencies do not compare, numbers of links do."""
    counts = Counter[str]()
    for entry in days:
        counts[entry.currency] += entry.created_count + entry.paid_count
    for group in unpaid:
        counts[group.currency] += group.count
    return max(CURRENCIES, key=lambda currency: counts[currency])
