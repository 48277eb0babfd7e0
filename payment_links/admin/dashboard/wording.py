"""How the overview says numbers, amounts in several currencies, and changes."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from payment_links.admin import display
from payment_links.admin.dashboard.figures import Total
from payment_links.models.tenants import CURRENCIES

# Beyond this a percentage says less than the figure itself.
MOST_PERCENT = 999


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure compares with the one before. tone: good, bad or muted, as the words say too."""

    text: str
    icon: str
    tone: str


def number_text(number: int) -> str:
    """12345 as people write it."""
    return str(formats.number_format(number, force_grouping=True))


def links_text(count: int) -> str:
    """How many links, in words: 3 links."""
    text = ngettext("%(count)s link", "%(count)s links", count)
    return text % {"count": number_text(count)}


def to_tenth(days: Decimal) -> Decimal:
    """Days as they are shown: to one decimal, half up."""
    return days.quantize(Decimal("0.1"), ROUND_HALF_UP)


def days_text(days: Decimal) -> str:
    """Days in words, to one decimal: 4.2 days."""
    return _("%(days)s days") % {"days": formats.number_format(to_tenth(days), 1)}


def amount_in(total: Total, currency: str) -> str:
    """The total's amount in that currency, also when it is nothing."""
    return display.amount_text(total.amounts.get(currency, 0), currency)


def other_amounts(total: Total, main: str) -> str:
    """The amounts in every other currency; empty when there is none."""
    return ", ".join(
        display.amount_text(total.amounts[currency], currency)
        for currency in CURRENCIES
        if currency != main and total.amounts.get(currency)
    )


def change(now: Decimal | int, before: Decimal | int, before_text: str, *, wish: str) -> Change:
    """How now compares with before. wish: "more" or "less", whichever is good, else empty."""
    if now == before:
        return Change(_("As before"), "trending_flat", "muted")
    grew = now > before
    tone = "muted" if not wish else "good" if grew == (wish == "more") else "bad"
    icon = "trending_up" if grew else "trending_down"
    percent = _percent(now, before)
    if percent is None:
        text = _("Up from %(before)s") if grew else _("Down from %(before)s")
        return Change(text % {"before": before_text}, icon, tone)
    text = _("Up %(percent)s from %(before)s") if grew else _("Down %(percent)s from %(before)s")
    return Change(text % {"percent": percent, "before": before_text}, icon, tone)


def _percent(now: Decimal | int, before: Decimal | int) -> str | None:
    """The change in whole percent; None when that says nothing."""
    if not before:
        return None
    exact = abs(Decimal(now) - before) * 100 / before
    percent = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    return f"{percent}\u00a0%" if 0 < percent <= MOST_PERCENT else None
