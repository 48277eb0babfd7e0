"""The charts: paid per day, ages of what is outstanding, and by method; each with its table.

Lengths of bars are whole thousandths, because a template would write a decimal comma in Swedish.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payment_links.admin.dashboard import wording
from payment_links.admin.dashboard.figures import Figures, Total, total
from payment_links.admin.dashboard.scope import Scope
from payment_links.lateness import is_overdue
from payment_links.models.payments import method_text

FULL = 1000
# So that a small amount beside a large one does not look like none.
SHORTEST = 12
# Of every day's place in the chart, how much is bar and how much is gap.
PLACE, BAR = 10, 7
# Days late, both included, oldest last; None is no limit.
AGES: tuple[tuple[int, int | None, Any], ...] = (
    (1, 7, gettext_lazy("1–7 days late")),
    (8, 30, gettext_lazy("8–30 days late")),
    (31, 60, gettext_lazy("31–60 days late")),
    (61, None, gettext_lazy("More than 60 days late")),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a table with a bar in it. others: the amounts in other currencies."""

    title: str
    count: str
    amount: str
    others: str
    length: int
    address: str = ""


@dataclass(frozen=True, slots=True)
class PaidDay:
    """One day of the chart of days; the bar stands at x and ends at FULL."""

    day: date
    x: int
    top: int
    height: int
    count: int
    amount: str
    others: str


@dataclass(frozen=True, slots=True)
class PaidPerDay:
    """The chart of days with its scale."""

    days: list[PaidDay]
    width: int
    bar_width: int
    highest: str
    first: str
    last: str
    summary: str

    @property
    def is_empty(self) -> bool:
        return not any(day.count for day in self.days)


def paid_per_day(scope: Scope, figures: Figures) -> PaidPerDay:
    """A bar per day of the period, days without payments included."""
    totals = {
        day: total((e.currency, e.paid_count, e.paid_amount) for e in figures.days if e.day == day)
        for day in scope.period.days
    }
    lengths = _lengths([each.amounts.get(figures.currency, 0) for each in totals.values()])
    days = [
        PaidDay(
            day=day,
            x=number * PLACE + (PLACE - BAR) // 2,
            top=FULL - length,
            height=length,
            count=each.count,
            amount=wording.amount_in(each, figures.currency),
            others=wording.other_amounts(each, figures.currency),
        )
        for number, ((day, each), length) in enumerate(zip(totals.items(), lengths, strict=True))
    ]
    highest = max(totals, key=lambda day: totals[day].amounts.get(figures.currency, 0))
    most = wording.amount_in(totals[highest], figures.currency)
    return PaidPerDay(
        days=days,
        width=len(days) * PLACE,
        bar_width=BAR,
        highest=most,
        first=scope.period.first.isoformat(),
        last=scope.period.last.isoformat(),
        summary=_("Paid per day, most on %(day)s: %(amount)s")
        % {"day": highest.isoformat(), "amount": most},
    )


def ages(scope: Scope, figures: Figures) -> list[Bar]:
    """What is outstanding by how late it is; a line without due dates has no list of its own."""
    today = scope.period.last
    sums = [
        _unpaid_between(figures, today - timedelta(days=oldest) if oldest else None, today, newest)
        for newest, oldest, _title in AGES
    ]
    not_late = total(
        (group.currency, group.count, group.amount)
        for group in figures.unpaid
        if not is_overdue(group.due_date, today)
    )
    has_dates = all(group.due_date for group in figures.unpaid)
    addresses = [
        scope.list_address(view="waiting", due_date_from=today.isoformat()) if has_dates else "",
        *(_age_address(scope, newest, oldest) for newest, oldest, _title in AGES),
    ]
    titles = [_("Not late"), *(str(title) for _newest, _oldest, title in AGES)]
    return _bars(titles, [not_late, *sums], figures.currency, addresses)


def methods(figures: Figures) -> list[Bar]:
    """What was paid in the period by method, the largest amount first."""
    by_name: dict[str, list[tuple[str, int, int]]] = {}
    for entry in figures.methods:
        name = method_text(entry.provider, entry.method) if entry.provider else _("Unknown")
        by_name.setdefault(name, []).append((entry.currency, entry.paid_count, entry.paid_amount))
    sums = {name: total(parts) for name, parts in by_name.items()}
    names = sorted(
        sums,
        key=lambda name: (-sums[name].amounts.get(figures.currency, 0), -sums[name].count, name),
    )
    return _bars(names, [sums[name] for name in names], figures.currency, [""] * len(names))


def _unpaid_between(figures: Figures, first: date | None, today: date, newest: int) -> Total:
    """Unpaid links that are at least `newest` days late and, with first, were due since then."""
    last = today - timedelta(days=newest)
    return total(
        (group.currency, group.count, group.amount)
        for group in figures.unpaid
        if group.due_date is not None
        and group.due_date <= last
        and (first is None or group.due_date >= first)
    )


def _age_address(scope: Scope, newest: int, oldest: int | None) -> str:
    today = scope.period.last
    days = {"due_date_to": (today - timedelta(days=newest)).isoformat()}
    if oldest is not None:
        days["due_date_from"] = (today - timedelta(days=oldest)).isoformat()
    return scope.list_address(view="overdue", **days)


def _bars(
    titles: Iterable[str], totals: list[Total], currency: str, addresses: Iterable[str]
) -> list[Bar]:
    lengths = _lengths([each.amounts.get(currency, 0) for each in totals])
    return [
        Bar(
            title=title,
            count=wording.number_text(each.count),
            amount=wording.amount_in(each, currency),
            others=wording.other_amounts(each, currency),
            length=length,
            address=address if each.count else "",
        )
        for title, each, length, address in zip(titles, totals, lengths, addresses, strict=True)
    ]


def _lengths(amounts: list[int]) -> list[int]:
    """The lengths of bars, of which the longest is FULL."""
    most = max(amounts, default=0)
    return [max(SHORTEST, amount * FULL // most) if amount > 0 else 0 for amount in amounts]
