"""The six tiles: a figure, how it was before, and the list of the links it counts."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from payment_links.admin.base import COUNT_LIMIT
from payment_links.admin.dashboard import wording
from payment_links.admin.dashboard.figures import Figures, Total, total
from payment_links.admin.dashboard.scope import Scope
from payment_links.daily_figures import DayFigures
from payment_links.lateness import is_overdue
from payment_links.models import PaymentLink

PAID = PaymentLink.Status.COMPLETED


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure. count: how many links stand behind it, which the list at address shows."""

    name: str
    title: str
    figure: str
    detail: str
    change: wording.Change
    icon: str
    tone: str
    count: int
    address: str


def tiles(scope: Scope, figures: Figures) -> list[Tile]:
    """Created, paid, outstanding, overdue, not delivered and days to pay."""
    return [
        _created(scope, figures),
        _paid(scope, figures),
        _outstanding(scope, figures),
        _overdue(scope, figures),
        _not_delivered(scope, figures),
        _days_to_pay(scope, figures),
    ]


def _created(scope: Scope, figures: Figures) -> Tile:
    now, before = (
        total((entry.currency, entry.created_count, entry.created_amount) for entry in days)
        for days in (figures.days, figures.days_before)
    )
    address = scope.list_address(**_days(scope, "created_at"))
    look = ("created", _("Links created"), "add_link", "info")
    return _money(look, now, before, figures.currency, wish="more", address=address)


def _paid(scope: Scope, figures: Figures) -> Tile:
    now, before = (_paid_total(days) for days in (figures.days, figures.days_before))
    look = ("paid", _("Links paid"), "check_circle", "success")
    address = _paid_address(scope)
    return _money(look, now, before, figures.currency, wish="more", address=address)


def _outstanding(scope: Scope, figures: Figures) -> Tile:
    now = total((group.currency, group.count, group.amount) for group in figures.unpaid)
    before = total(
        (balance.currency, balance.outstanding_count, balance.outstanding_amount)
        for balance in figures.balances_before
    )
    look = ("outstanding", _("Outstanding"), "hourglass_empty", "info")
    address = scope.list_address(view="waiting")
    return _money(look, now, before, figures.currency, wish="", address=address)


def _overdue(scope: Scope, figures: Figures) -> Tile:
    now = total(
        (group.currency, group.count, group.amount)
        for group in figures.unpaid
        if is_overdue(group.due_date, scope.period.last)
    )
    before = total(
        (balance.currency, balance.overdue_count, balance.overdue_amount)
        for balance in figures.balances_before
    )
    look = ("overdue", _("Overdue"), "event_busy", "warning")
    address = scope.list_address(view="overdue")
    return _money(look, now, before, figures.currency, wish="less", address=address)


def _not_delivered(scope: Scope, figures: Figures) -> Tile:
    count = figures.not_delivered
    before = sum(balance.not_delivered_count for balance in figures.balances_before)
    return Tile(
        name="not_delivered",
        title=_("Not delivered"),
        figure=wording.number_text(count) + ("+" if count == COUNT_LIMIT else ""),
        detail=_("unpaid, and a message failed"),
        change=wording.change(count, before, wording.number_text(before), wish="less"),
        icon="sms_failed",
        tone="danger" if count else "muted",
        count=count,
        address=scope.list_address(view="not_delivered"),
    )


def _days_to_pay(scope: Scope, figures: Figures) -> Tile:
    (now, count), (before, count_before) = (
        (sum(e.days_to_pay for e in days), sum(e.paid_count for e in days))
        for days in (figures.days, figures.days_before)
    )
    mean = Decimal(now) / count if count else None
    mean_before = Decimal(before) / count_before if count_before else None
    if mean is None or mean_before is None:
        change = wording.Change(_("Nothing to compare with"), "trending_flat", "muted")
    else:
        shown = (wording.to_tenth(mean), wording.to_tenth(mean_before))
        change = wording.change(*shown, wording.days_text(mean_before), wish="less")
    return Tile(
        name="days_to_pay",
        title=_("Days to pay"),
        figure="–" if mean is None else wording.days_text(mean),
        detail=_("from creation, on average"),
        change=change,
        icon="timer",
        tone="info" if count else "muted",
        count=count,
        address=_paid_address(scope),
    )


def _money(
    look: tuple[str, str, str, str],
    now: Total,
    before: Total,
    currency: str,
    *,
    wish: str,
    address: str,
) -> Tile:
    """A tile of an amount. look: name, title, icon and tone."""
    name, title, icon, tone = look
    others = wording.other_amounts(now, currency)
    links = wording.links_text(now.count)
    return Tile(
        name=name,
        title=title,
        figure=wording.amount_in(now, currency),
        detail=_("%(links)s, and %(amounts)s") % {"links": links, "amounts": others}
        if others
        else links,
        change=wording.change(
            now.amounts.get(currency, 0),
            before.amounts.get(currency, 0),
            wording.amount_in(before, currency),
            wish=wish,
        ),
        icon=icon,
        tone=tone if now.count else "muted",
        count=now.count,
        address=address,
    )


def _paid_total(days: list[DayFigures]) -> Total:
    return total((entry.currency, entry.paid_count, entry.paid_amount) for entry in days)


def _paid_address(scope: Scope) -> str:
    return scope.list_address(status__exact=PAID, **_days(scope, "completed_at"))


def _days(scope: Scope, column: str) -> dict[str, str]:
    """The period as the list's filter of days takes it."""
    return {
        f"{column}_from": scope.period.first.isoformat(),
        f"{column}_to": scope.period.last.isoformat(),
    }
