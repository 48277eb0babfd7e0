"""The books as CSV for Nordic Excel, with decimal commas."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

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
from invoicing.exports.words import Words
from payment_links.cell_text import defused
from payment_links.csv_table import CsvTable
from payment_links.money import plain_amount
from payment_links.vat import short_percent

VOUCHERS_AT_ONCE = 100


def csv_pieces(vouchers: Iterable[Voucher], words: Words, files: FileNames) -> Iterator[bytes]:
    """The file, piece by piece; never more than some rows of it are in memory."""
    table = CsvTable(headings(words))
    for position, voucher in enumerate(vouchers, start=1):
        for row in rows_of(voucher, words, files(voucher)):
            table.add(_cells(row))
        if position % VOUCHERS_AT_ONCE == 0:
            yield table.take()
    yield table.take()


def _cells(row: Row) -> list[str]:
    currency = row[CURRENCY]
    return [_cell(value, column.cell, currency) for value, column in zip(row, COLUMNS, strict=True)]


def _cell(value: Any, cell: Cell, currency: str) -> str:
    if cell is Cell.TEXT:
        return defused(value)
    if value is None:
        return ""
    if cell is Cell.AMOUNT:
        return plain_amount(value, currency, separator=",")
    if cell is Cell.PERCENT:
        return percent_text(value)
    return str(value.isoformat())


def percent_text(vat: Decimal) -> str:
    """Decimal percent with a decimal comma: 25, 25,5."""
    return short_percent(vat).replace(".", ",")
