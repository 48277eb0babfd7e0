"""The files that staff take away: a template, what is wrong with a batch, and its result."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from payment_links.batches.columns import COLUMNS
from payment_links.batches.tables import Row, csv_pieces, xlsx_bytes
from payment_links.batches.words import failure_text, problems_of, refusal_texts, row_state_text
from payment_links.models import LinkBatch, LinkBatchRow, PaymentLink
from payment_links.money import to_major_units

AT_ONCE = 500
NOT_IN_TEMPLATE = frozenset({"name"})
# Digits that a spreadsheet must not take for a number.
TEXTS = frozenset(
    {"own_reference", "organization_number", "phone", "reference", "zip", "buyer_reference"}
)
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
RowState = LinkBatchRow.State


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file to be: iterate the pieces once. stem: its name without the ending."""

    stem: str
    heads: list[str]
    rows: Iterable[Row]
    text_columns: tuple[int, ...] = ()

    def pieces(self, file_format: str) -> Iterator[bytes]:
        """The bytes of the file. file_format: csv or xlsx."""
        if file_format == "csv":
            yield from csv_pieces(self.heads, self.rows)
        else:
            yield xlsx_bytes(self.stem, self.heads, self.rows, text_columns=self.text_columns)


def template_file(due_date: date) -> TableFile:
    """A file to fill in, with three rows that show how; in the reader's language."""
    columns = [column for column in COLUMNS if column.name not in NOT_IN_TEMPLATE]
    shown = [
        [
            due_date.isoformat() if column.name == "due_date" else column.examples[position]
            for column in columns
        ]
        for position in range(len(columns[0].examples))
    ]
    return TableFile(
        stem=_("payment-links-template"),
        heads=[str(column.label) for column in columns],
        rows=shown,
        text_columns=tuple(n for n, column in enumerate(columns) if column.name in TEXTS),
    )


def problems_file(batch: LinkBatch) -> TableFile:
    """Every error, duplicate and warning of the batch, by row and column."""
    heads = [_("Row"), _("Column"), _("Found"), _("Kind"), _("What is wrong")]
    rows = batch.rows.order_by("first_row").iterator(chunk_size=AT_ONCE)
    return TableFile(
        stem=_("errors"),
        heads=heads,
        rows=(
            [told.row, told.column, told.found, told.kind, told.text]
            for row in rows
            for told in problems_of(row)
        ),
    )


def result_file(batch: LinkBatch) -> TableFile:
    """Per row what became of it: the link's address and id, or why there is none."""
    heads = [
        *(_("Row"), _("Own reference"), _("Customer"), _("Amount"), _("Currency")),
        *(_("State"), _("Link address"), _("Link id"), _("Remark")),
    ]
    return TableFile(stem=_("links"), heads=heads, rows=_result_rows(batch.rows.all()))


def _result_rows(rows: QuerySet[LinkBatchRow]) -> Iterator[Row]:
    ordered = list(rows.order_by("first_row").values_list("pk", flat=True))
    for start in range(0, len(ordered), AT_ONCE):
        some = rows.select_related("batch").in_bulk(ordered[start : start + AT_ONCE])
        links = PaymentLink.objects.in_bulk(list(some))
        for pk in ordered[start : start + AT_ONCE]:
            yield _result_row(some[pk], links.get(pk))


def _result_row(row: LinkBatchRow, link: PaymentLink | None) -> Row:
    amount = to_major_units(row.total_amount, row.currency) if row.total_amount else ""
    remarks = refusal_texts(row) if link is not None else [failure_text(row)]
    return [
        row.first_row,
        row.own_reference,
        row.name,
        amount,
        row.currency,
        row_state_text(row),
        link.checkout_url if link is not None else "",
        str(link.pk) if link is not None else "",
        " ".join(remark for remark in remarks if remark),
    ]
