"""The tables of the accountant's page as texts: sums, VAT per rate, boxes, open items."""

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from invoicing.bookkeeping.activity import Sums
from invoicing.bookkeeping.open_items import Age, OpenItem, OpenItems
from invoicing.bookkeeping.report import CurrencyReport, RateRow, VatReport
from payment_links.admin import display
from payment_links.models.links import VAT_TREATMENTS
from payment_links.vat import VatTreatment

NO_BREAK_SPACE = "\u00a0"
TREATMENTS = dict(VAT_TREATMENTS)
BOX_NAMES = {
    "05": gettext_lazy("Taxable sales excl. VAT"),
    "10": gettext_lazy("Output VAT 25 %"),
    "11": gettext_lazy("Output VAT 12 %"),
    "12": gettext_lazy("Output VAT 6 %"),
    "35": gettext_lazy("Goods to other EU countries"),
    "36": gettext_lazy("Export of goods outside the EU"),
    "41": gettext_lazy("Sales with reverse charge in Sweden"),
    "42": gettext_lazy("Other sales, exempt from VAT"),
}
AGES = {
    Age.NOT_DUE: gettext_lazy("Not due"),
    Age.DAYS_1_30: gettext_lazy("1–30 days late"),
    Age.DAYS_31_60: gettext_lazy("31–60 days late"),
    Age.DAYS_61_90: gettext_lazy("61–90 days late"),
    Age.OVER_90: gettext_lazy("More than 90 days late"),
}


@dataclass(frozen=True, slots=True)
class VatTable:
    """VAT per rate in one currency; total: the last row."""

    currency: str
    summary: str
    rows: list[dict[str, str]]
    total: dict[str, str]


@dataclass(frozen=True, slots=True)
class OpenItemTables:
    """What is owed by age and item, and what was paid too much."""

    ages: list[dict[str, Any]]
    items: list[dict[str, Any]]
    more_items: int
    overpaid: list[dict[str, Any]]
    more_overpaid: int


def sums_texts(sums: Sums) -> dict[str, Any]:
    """Counts and amounts of sales, credits and payments, and the VAT."""

    def text(amount: int) -> str:
        return display.amount_text(amount, sums.currency)

    return {
        "currency": sums.currency,
        "sales": text(sums.sales_amount),
        "sales_count": sums.sales_count,
        "credits": text(sums.credits_amount) if sums.credits_count else display.NOTHING,
        "credits_count": sums.credits_count,
        "payments": text(sums.payments_amount),
        "payments_count": sums.payments_count,
        "vat": text(sums.vat_amount),
    }


def vat_table(report: CurrencyReport) -> VatTable:
    """The rows of one currency with their total."""

    def texts(part: RateRow | CurrencyReport) -> dict[str, str]:
        return {
            "sales": display.amount_text(part.sales_gross, report.currency),
            "credits": display.amount_text(part.credits_gross, report.currency)
            if part.credits_gross
            else display.NOTHING,
            "net": display.amount_text(part.net_amount, report.currency),
            "vat": display.amount_text(part.vat_amount, report.currency),
            "gross": display.amount_text(part.gross_amount, report.currency),
        }

    sales = ngettext("%(count)d sale", "%(count)d sales", report.sales_count)
    credits = ngettext("%(count)d credit note", "%(count)d credit notes", report.credits_count)
    payments = ngettext("%(count)d payment", "%(count)d payments", report.payments_count)
    words = [
        sales % {"count": report.sales_count},
        credits % {"count": report.credits_count},
        payments % {"count": report.payments_count},
    ]
    paid = display.amount_text(report.payments_amount, report.currency)
    return VatTable(
        currency=report.currency,
        summary=f"{', '.join(words)} ({paid})" if report.payments_count else ", ".join(words),
        rows=[{"rate": _rate_text(row), **texts(row)} for row in report.rows],
        total=texts(report),
    )


def boxes(report: VatReport) -> list[dict[str, Any]]:
    """The boxes of the Swedish VAT return in whole kronor, the exact amount beside it."""
    return [
        {
            "number": box.number,
            "name": BOX_NAMES[box.number],
            "kronor": f"{box.kronor:,}".replace(",", NO_BREAK_SPACE),
            "exact": display.amount_text(box.amount, "SEK"),
        }
        for box in report.boxes
    ]


def open_item_tables(found: OpenItems) -> OpenItemTables:
    """Ages per currency, the oldest items, and what was paid too much."""
    ages = [
        {
            "age": AGES[age],
            "count": total.count,
            "amount": display.amount_text(total.amount, currency),
            "is_late": bool(total.count) and age != Age.NOT_DUE,
        }
        for currency, per_age in sorted(found.ages.items())
        for age, total in per_age.items()
    ]
    surpluses = [{**_item_row(item), "amount": _("Not known")} for item in found.surpluses]
    return OpenItemTables(
        ages=ages,
        items=[_item_row(item) for item in found.items],
        more_items=found.items_count - len(found.items),
        overpaid=[*(_item_row(item) for item in found.overpaid), *surpluses],
        more_overpaid=found.overpaid_count - len(found.overpaid),
    )


def _item_row(item: OpenItem) -> dict[str, Any]:
    return {
        "customer": item.customer,
        "document": item.document_number,
        "address": display.change_url("payment_links.paymentlink", item.payment_link_id),
        "due": item.due_date.isoformat(),
        "age": _lateness(item.days_late),
        "is_late": item.days_late > 0,
        "amount": display.amount_text(abs(item.amount), item.currency),
        "part": _part_tag() if item.is_paid_in_part else "",
    }


def _part_tag() -> SafeString:
    return display.tag(_("A part was paid to the bank"), "warning", "error")


def _lateness(days_late: int) -> str:
    if days_late <= 0:
        return _("Not due")
    return ngettext("%(days)d day late", "%(days)d days late", days_late) % {"days": days_late}


def _rate_text(row: RateRow) -> str:
    percent = display.percent_text(row.vat)
    if row.treatment == VatTreatment.TAXED:
        return percent
    return f"{percent} · {TREATMENTS[row.treatment]}"
