"""The books as an Excel workbook: typed cells on one sheet, totals on another."""

from collections.abc import Iterable, Iterator
from itertools import count, islice
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from invoicing.bookkeeping.voucher import Voucher
from invoicing.exports.book_rows import (
    COLUMNS,
    CURRENCY,
    Cell,
    FileNames,
    Row,
    headings,
    rows_of,
)
from invoicing.exports.streams import scratch_file
from invoicing.exports.totals import Total, Totals
from invoicing.exports.words import Words
from payment_links.money import to_major_units

# Excel's own limit, the heading included.
MOST_ROWS = 1_048_576
LONGEST_TEXT = 32_767
FORMATS = {Cell.AMOUNT: "#,##0.00", Cell.DATE: "yyyy-mm-dd", Cell.PERCENT: "General"}
BOLD = Font(bold=True)


def write_xlsx(vouchers: Iterable[Voucher], words: Words, files: FileNames) -> IO[bytes]:
    """The workbook in a temporary file; rows are written as they come and not kept.

    Rows beyond what a sheet can hold go on in another one.
    """
    workbook = Workbook(write_only=True)
    totals = Totals()
    rows = _counted_rows(vouchers, words, files, totals)
    for number in count(start=1):
        title = words["books"] if number == 1 else f"{words['books']} {number}"
        if _write_rows(workbook, title, words, rows) < MOST_ROWS:
            break
    _write_totals(workbook, totals, words)
    file = scratch_file()
    workbook.save(file)
    return file


def _counted_rows(
    vouchers: Iterable[Voucher], words: Words, files: FileNames, totals: Totals
) -> Iterator[Row]:
    for voucher in vouchers:
        totals.count(voucher)
        yield from rows_of(voucher, words, files(voucher))


def _write_rows(workbook: Any, title: str, words: Words, rows: Iterator[Row]) -> int:
    """A sheet with a heading and as many rows as it holds; returns how many that are in all."""
    sheet = _sheet(workbook, title, [column.width for column in COLUMNS])
    sheet.append([_text(sheet, heading, font=BOLD) for heading in headings(words)])
    written = 1
    for row in islice(rows, MOST_ROWS - 1):
        sheet.append(_cells(sheet, row))
        written += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{written}"
    return written


def _sheet(workbook: Any, title: str, widths: list[int]) -> Any:
    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"
    for position, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    return sheet


def _write_totals(workbook: Any, totals: Totals, words: Words) -> None:
    """Sales and credits per rate, then every kind of entry."""
    sheet = _sheet(workbook, words["totals"], [10, 28, 20, 10, 18, 14, 18])
    amounts = ["entries", "net_amount", "vat_amount", "gross_amount"]
    sheet.append(_heads(sheet, words, ["currency", "vat", "treatment", *amounts]))
    for (currency, vat, treatment), total in totals.per_rate:
        rate = _typed(sheet, vat, FORMATS[Cell.PERCENT])
        labels = [currency, rate, _text(sheet, words.treatments[treatment])]
        sheet.append([*labels, *_amounts(sheet, total, currency)])
    sheet.append([])
    sheet.append(_heads(sheet, words, ["currency", "kind", "", *amounts]))
    for (currency, kind), total in totals.per_kind:
        labels = [currency, _text(sheet, words.kinds[kind]), None]
        sheet.append([*labels, *_amounts(sheet, total, currency)])


def _heads(sheet: Any, words: Words, names: list[str]) -> list[Any]:
    return [_text(sheet, words[name] if name else "", font=BOLD) for name in names]


def _amounts(sheet: Any, total: Total, currency: str) -> list[Any]:
    amounts = (total.net_amount, total.vat_amount, total.gross_amount)
    return [total.count, *(_amount(sheet, amount, currency) for amount in amounts)]


def _cells(sheet: Any, row: Row) -> list[Any]:
    currency = row[CURRENCY]
    return [
        _cell(sheet, value, column.cell, currency)
        for value, column in zip(row, COLUMNS, strict=True)
    ]


def _cell(sheet: Any, value: Any, cell: Cell, currency: str) -> Any:
    if value is None or value == "":
        return None
    if cell is Cell.TEXT:
        return _text(sheet, value)
    if cell is Cell.AMOUNT:
        return _amount(sheet, value, currency)
    return _typed(sheet, value, FORMATS[cell])


def _amount(sheet: Any, amount: int, currency: str) -> Any:
    return _typed(sheet, to_major_units(amount, currency), FORMATS[Cell.AMOUNT])


def _typed(sheet: Any, value: Any, number_format: str) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = number_format
    return cell


def _text(sheet: Any, text: str, *, font: Font | None = None) -> Any:
    """A cell of text, also when the text looks like a formula or an error."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_TEXT])
    cell.data_type = "s"
    if font is not None:
        cell.font = font
    return cell
