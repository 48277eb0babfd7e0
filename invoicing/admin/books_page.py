"""What the accountant's page shows: texts, figures and addresses, gathered with few queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from invoicing.admin import book_tables
from invoicing.bookkeeping.activity import Month, months, news
from invoicing.bookkeeping.missing import BATCH, book_missing
from invoicing.bookkeeping.open_days import day_of
from invoicing.bookkeeping.open_items import open_items
from invoicing.bookkeeping.report import vat_report
from invoicing.bookkeeping.visits import record_visit
from invoicing.models import BookExport, Books, PeriodClosing
from invoicing.periods import Period, month_of
from payment_links.admin import display
from payment_links.models import Merchant, Tenant, User

MONTHS = 12
EXPORTS = 10
NEWS = 20
FORMATS = (
    ("zip", "ZIP", gettext_lazy("PDF documents (ZIP)")),
    ("csv", "CSV", gettext_lazy("CSV file")),
    ("xlsx", "Excel", gettext_lazy("Excel file")),
    ("sie", "SIE", gettext_lazy("SIE 4 file")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksPage:
    """Everything the template prints. since: of the visit before, None on the first."""

    merchant: Merchant
    merchants: list[Merchant]
    is_test: bool
    is_behind: bool
    may_keep: bool
    period: Period
    period_title: str
    downloads: list[dict[str, str]]
    since: str
    news: list[dict[str, Any]]
    months: list[dict[str, Any]]
    vat_tables: list[book_tables.VatTable]
    boxes: list[dict[str, Any]]
    left_out: str
    open_items: book_tables.OpenItemTables
    closing: dict[str, Any]
    exports: list[dict[str, str]]
    accounts_address: str
    entries_address: str


def gather(
    user: User,
    merchants: QuerySet[Merchant],
    merchant: Merchant,
    period: Period | None,
    *,
    may_keep: bool,
    now: datetime,
) -> BooksPage:
    """The page of one merchant, for a user who may see these merchants.

    period: what was asked for; without one today's month, or the latest with entries. Books what
    is missing first, so that no figure is behind.
    """
    is_behind = book_missing([merchant], now, most=BATCH)
    since = record_visit(user, now)
    today = day_of(now, merchant.time_zone)
    latest = months(merchant, today, count=MONTHS)
    shown = period or _latest_with_entries(latest)
    report = vat_report([merchant], shown)
    return BooksPage(
        merchant=merchant,
        merchants=list(merchants.order_by("name", "pk")[:200]),
        is_test=merchant.tenant.mode == Tenant.Mode.SANDBOX,
        is_behind=is_behind,
        may_keep=may_keep,
        period=shown,
        period_title=period_title(shown),
        downloads=_downloads(merchant, shown),
        since=display.moment_text(since) if since else "",
        news=_news(merchants, since),
        months=[_month_row(merchant, month, shown) for month in latest],
        vat_tables=[book_tables.vat_table(part) for part in report.currencies],
        boxes=book_tables.boxes(report) if merchant.country == "SE" else [],
        left_out=", ".join(report.currencies_left_out),
        open_items=book_tables.open_item_tables(open_items([merchant], today)),
        closing=_closing(merchant, shown, today),
        exports=_exports(merchant, shown),
        accounts_address=page_address("accounts", merchant=merchant.pk),
        entries_address=_entries_address(merchant, shown),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingPreview:
    """What would be closed: the open days through that one, and what they come to."""

    merchant: Merchant
    through: str
    closed_through: str
    is_over: bool
    is_closed: bool
    vat_tables: list[book_tables.VatTable]


def closing_preview(merchant: Merchant, through: date, *, now: datetime) -> ClosingPreview:
    """What closing the books through that day would close."""
    book_missing([merchant], now, most=BATCH)
    closed_through = _closed_through(merchant)
    first = closed_through + timedelta(days=1) if closed_through else date.min
    report = vat_report([merchant], Period(first, through))
    return ClosingPreview(
        merchant=merchant,
        through=through.isoformat(),
        closed_through=closed_through.isoformat() if closed_through else "",
        is_over=through < day_of(now, merchant.time_zone),
        is_closed=closed_through is not None and through <= closed_through,
        vat_tables=[book_tables.vat_table(part) for part in report.currencies],
    )


def page_address(view: str, **parameters: Any) -> str:
    """The address of a page of the books. view: books, close or accounts."""
    return f"{reverse(f'admin:invoicing_bookentry_{view}')}?{urlencode(parameters)}"


def period_address(merchant: Merchant, period: Period) -> str:
    """The books of the merchant with that period chosen."""
    days = {"from": period.from_date.isoformat(), "to": period.to_date.isoformat()}
    return page_address("books", merchant=merchant.pk, **days)


def period_title(period: Period) -> str:
    """ "November 2026" for a whole month, else its first and last day."""
    if period == month_of(period.from_date):
        return capfirst(formats.date_format(period.from_date, "F Y"))
    return f"{period.from_date} – {period.to_date}"


def closing_tag(*, is_closed: bool) -> SafeString:
    """Whether nothing can be entered any more."""
    if is_closed:
        return display.tag(_("Closed"), "muted", "lock")
    return display.tag(_("Open"), "info", "lock_open")


def _latest_with_entries(latest: list[Month]) -> Period:
    return next((month.period for month in latest if month.sums), latest[0].period)


def _downloads(merchant: Merchant, period: Period) -> list[dict[str, str]]:
    base = f"{reverse('admin:invoicing_bookexport_changelist')}download/"
    days = {"from": period.from_date.isoformat(), "to": period.to_date.isoformat()}
    return [
        {
            "label": label,
            "title": f"{title}, {period_title(period)}",
            "address": f"{base}?{urlencode({'merchant': merchant.pk, **days, 'format': name})}",
        }
        for name, label, title in FORMATS
    ]


def _news(merchants: QuerySet[Merchant], since: datetime | None) -> list[dict[str, Any]]:
    return [
        {
            "merchant": found.merchant_name,
            "address": page_address("books", merchant=found.merchant_id),
            **book_tables.sums_texts(found.sums),
        }
        for found in news(merchants, since, count=NEWS)
    ]


def _month_row(merchant: Merchant, month: Month, shown: Period) -> dict[str, Any]:
    return {
        "title": period_title(month.period),
        "address": period_address(merchant, month.period),
        "is_shown": month.period == shown,
        "state": closing_tag(is_closed=month.is_closed),
        "sums": [book_tables.sums_texts(sums) for sums in month.sums],
        "downloads": _downloads(merchant, month.period) if month.sums else [],
    }


def _closed_through(merchant: Merchant) -> date | None:
    return Books.objects.filter(merchant=merchant).values_list("closed_through", flat=True).first()


def _closing(merchant: Merchant, period: Period, today: date) -> dict[str, Any]:
    closed_through = _closed_through(merchant)
    is_closed = closed_through is not None and period.to_date <= closed_through
    by = PeriodClosing.objects.none()
    if is_closed:
        by = PeriodClosing.objects.filter(merchant=merchant, through_date__gte=period.to_date)
    closing = by.select_related("closed_by").order_by("through_date").first()
    return {
        "tag": closing_tag(is_closed=is_closed),
        "is_closed": is_closed,
        "is_over": period.to_date < today,
        "closed_through": closed_through.isoformat() if closed_through else "",
        "closed_at": display.moment_text(closing.closed_at) if closing else "",
        "closed_by": person(closing.closed_by) if closing else "",
        "address": page_address("close", merchant=merchant.pk, through=period.to_date.isoformat()),
    }


def person(user: User | None) -> str:
    """Whose doing it was, as colleagues call them."""
    return user.display_name if user else display.NOTHING


def _exports(merchant: Merchant, period: Period) -> list[dict[str, str]]:
    """The latest exports that hold a day of the period."""
    rows: Iterable[BookExport] = (
        BookExport.objects.filter(
            merchant=merchant, from_date__lte=period.to_date, to_date__gte=period.from_date
        )
        .select_related("exported_by")
        .order_by("-exported_at", "-pk")[:EXPORTS]
    )
    return [
        {
            "format": row.get_format_display(),
            "period": period_title(Period(row.from_date, row.to_date)),
            "at": display.moment_text(row.exported_at),
            "by": person(row.exported_by) if row.exported_by else "",
        }
        for row in rows
    ]


def _entries_address(merchant: Merchant, period: Period) -> str:
    days = {
        "entry_date_from": period.from_date.isoformat(),
        "entry_date_to": period.to_date.isoformat(),
        "merchant": merchant.pk,
    }
    return f"{reverse('admin:invoicing_bookentry_changelist')}?{urlencode(days)}"
