"""Chosen links as a CSV file, row by row while it is sent."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payment_links import clock
from payment_links.admin.base import COUNT_LIMIT
from payment_links.admin.link_downloads import LinkDownload, offer_download
from payment_links.cell_text import defused
from payment_links.csv_table import CsvTable
from payment_links.models import LinkDocument, PaymentLink
from payment_links.money import plain_amount

ROWS_AT_ONCE = 200
Labels = dict[str, str]
# Heading and cell of every column; a cell is given the link, its invoice's number and the words.
Column = tuple[Any, Callable[[PaymentLink, str, Labels], str]]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def _amount(link: PaymentLink, number: str, labels: Labels) -> str:
    return plain_amount(link.total_amount, link.currency, separator=",")


COLUMNS: tuple[Column, ...] = (
    (gettext_lazy("Payment link id"), lambda link, _number, _labels: str(link.pk)),
    (gettext_lazy("Status"), lambda link, _number, labels: labels[link.status]),
    (gettext_lazy("Customer"), lambda link, _number, _labels: defused(link.customer.full_name)),
    (gettext_lazy("Company"), lambda link, _number, _labels: defused(link.customer.company_name)),
    (gettext_lazy("Phone"), lambda link, _number, _labels: defused(link.customer.phone)),
    (gettext_lazy("E-mail"), lambda link, _number, _labels: defused(link.customer.email)),
    (gettext_lazy("Reference"), lambda link, _number, _labels: defused(link.customer.reference)),
    (gettext_lazy("Amount"), _amount),
    (gettext_lazy("Currency"), lambda link, _number, _labels: link.currency),
    (gettext_lazy("Due date"), lambda link, _number, _labels: _day(link.due_date)),
    (gettext_lazy("Created"), lambda link, _number, _labels: _moment(link.created_at)),
    (gettext_lazy("Paid"), lambda link, _number, _labels: _moment(link.completed_at)),
    (gettext_lazy("Invoice"), lambda _link, number, _labels: defused(number)),
    (gettext_lazy("OCR"), lambda link, _number, _labels: link.ocr),
    (gettext_lazy("Payment order"), lambda link, _number, _labels: str(link.payment_order_id)),
    (gettext_lazy("Merchant"), lambda link, _number, _labels: defused(link.merchant.name)),
    (gettext_lazy("Address"), lambda link, _number, _labels: defused(link.checkout_url)),
)


def export_links(ids: list[UUID]) -> StreamingHttpResponse:
    """The links in the order of their keys; its words are fixed before the first byte is sent."""
    table = CsvTable([str(heading) for heading, _cell in COLUMNS])
    labels = {str(status): str(label) for status, label in PaymentLink.Status.choices}
    name = f"{_('Payment links')} {clock.office_today()}.csv"
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)
        or "attachment",
        "Cache-Control": "no-store",
    }
    pieces = _pieces(table, ids, labels)
    return StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8", headers=headers)


def _pieces(table: CsvTable, ids: list[UUID], labels: Labels) -> Iterator[bytes]:
    for start in range(0, len(ids), ROWS_AT_ONCE):
        batch = ids[start : start + ROWS_AT_ONCE]
        links = PaymentLink.objects.select_related("customer", "merchant").in_bulk(batch)
        numbers = _invoice_numbers(batch)
        for link_id in batch:
            link = links[link_id]
            table.add([cell(link, numbers.get(link_id, ""), labels) for _heading, cell in COLUMNS])
        yield table.take()
    yield table.take()


def _invoice_numbers(ids: list[UUID]) -> dict[UUID, str]:
    invoices = LinkDocument.objects.filter(
        payment_link__in=ids, kind=LinkDocument.Kind.INVOICE
    ).order_by("pk")
    return dict(invoices.values_list("payment_link_id", "number"))


def _no_notes(ids: list[UUID]) -> dict[UUID, str]:
    """Every link becomes a row; there is nothing more to say of any."""
    return {}


offer_download(
    LinkDownload(
        "export",
        gettext_lazy("Export as CSV"),
        "table_view",
        gettext_lazy(
            "A file for spreadsheets with one row per link: customer, amounts, dates, references "
            "and the link's address."
        ),
        export_links,
        _no_notes,
        most=COUNT_LIMIT,
    )
)
