"""The figures of the overview, day by day: counted once when a day is over, and read from there."""

from payment_links.daily_figures.closing import close_days, rebuild
from payment_links.daily_figures.reading import (
    Balance,
    DayFigures,
    MethodFigures,
    balances_after,
    figures_by_day,
    figures_by_method,
)

__all__ = [
    "Balance",
    "DayFigures",
    "MethodFigures",
    "balances_after",
    "close_days",
    "figures_by_day",
    "figures_by_method",
    "rebuild",
]
