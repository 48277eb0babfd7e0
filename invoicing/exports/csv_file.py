"""The books as CSV for Nordic Excel: semicolons, decimal commas, UTF-8 with BOM, CRLF."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from defusedcsv import csv

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
from payment_links.money import plain_amount
from payment_links.vat import short_percent

VOUCHERS_AT_ONCE = 100


class CsvTable:
    """A table that becomes text row by row. Cells are texts, foreign ones defused already."""

    def __init__(self, heads: list[str]) -> None:
        self._texts: list[str] = ["\ufeff"]
        self.write: Callable[[str], None] = self._texts.append
        self._writer = csv.writer(self, delimiter=";", lineterminator="\r\n")
        self.add(heads)

    def add(self, row: list[str]) -> None:
        self._writer.writerow(row)

    def take(self) -> bytes:
        """What was added since this was called last; the first time it begins with the heading."""
        piece = "".join(self._texts).encode()
        self._texts.clear()
        return piece


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
