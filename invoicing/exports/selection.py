"""What an export takes: a merchant's vouchers of a period, of all kinds or of some.

The only module of the exports that reads the books; the others get vouchers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from operator import attrgetter

from django.utils.translation import gettext_lazy as _

from invoicing.bookkeeping.later_invoices import later_invoices
from invoicing.bookkeeping.missing import book_missing
from invoicing.bookkeeping.voucher import Voucher
from invoicing.bookkeeping.vouchers import vouchers
from invoicing.models import BookEntry
from invoicing.periods import Period
from payment_links.errors import DomainError
from payment_links.models import Merchant

LONGEST_YEARS = 3
FIRST_YEAR, LAST_YEAR = 2000, 2100


class PeriodRefusedError(DomainError):
    """The days are none that can be exported at once."""

    code = "invalid_value"
    http_status = 422


@dataclass(frozen=True, slots=True)
class Selection:
    """Whose vouchers, of which days. kinds: of BookEntry; none means all."""

    merchant: Merchant
    period: Period
    kinds: frozenset[str] = frozenset()


def checked_period(from_date: date, to_date: date) -> Period:
    """The period between two days, both included; raises PeriodRefusedError."""
    if to_date < from_date:
        raise PeriodRefusedError(str(_("The period ends before it begins.")), property="to")
    if from_date.year < FIRST_YEAR or to_date.year > LAST_YEAR:
        raise PeriodRefusedError(str(_("There are no books of such a year.")), property="from")
    if to_date >= _years_later(from_date, LONGEST_YEARS):
        raise PeriodRefusedError(
            str(_("At most three years can be downloaded at once.")), property="to"
        )
    return Period(from_date, to_date)


def bring_up_to_date(merchant: Merchant, *, now: datetime) -> None:
    """Book what has happened and has no entry yet, so that an export lacks nothing."""
    book_missing([merchant], now)


def selected_vouchers(selection: Selection) -> Iterator[Voucher]:
    """What is listed: the entries by date, and the invoices of sales that receipts booked before.

    Those follow the entries of their day. They have no amounts, so they change no sum.
    """
    entries = selected_entries(selection)
    if selection.kinds and BookEntry.Kind.INVOICE not in selection.kinds:
        return entries
    later = later_invoices(selection.merchant, selection.period)
    return merge(entries, later, key=attrgetter("entry_date"))


def selected_entries(selection: Selection) -> Iterator[Voucher]:
    """The entries alone, in the order of the books, one after the other."""
    for voucher in vouchers(selection.merchant, selection.period):
        if not selection.kinds or voucher.kind in selection.kinds:
            yield voucher


def _years_later(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
