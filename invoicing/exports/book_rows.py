"""The rows of the CSV and Excel files: one per voucher and rate, one per payment.

A payment has an amount but neither rate nor VAT: those cells are empty. An invoice that came after
the receipt which booked the sale has a row of zeros.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from invoicing.bookkeeping.voucher import Voucher
from invoicing.exports.words import Words

# Gives a voucher's file in the ZIP of the same selection; empty when it has none.
FileNames = Callable[[Voucher], str]
Row = tuple[Any, ...]


class Cell(Enum):
    """What a column holds: text, a date, Decimal percent, or an amount in minor units."""

    TEXT = auto()
    DATE = auto()
    PERCENT = auto()
    AMOUNT = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column. name: of its heading among the words; width: in characters."""

    name: str
    cell: Cell = Cell.TEXT
    width: int = 14


COLUMNS = (
    Column("date", Cell.DATE, 12),
    Column("kind", width=24),
    Column("number", width=16),
    Column("reference", width=18),
    Column("customer", width=30),
    Column("vat", Cell.PERCENT, 8),
    Column("treatment", width=16),
    Column("net_amount", Cell.AMOUNT, 18),
    Column("vat_amount", Cell.AMOUNT, 14),
    Column("gross_amount", Cell.AMOUNT, 18),
    Column("currency", width=8),
    Column("payment_method", width=20),
    Column("payment_id", width=38),
    Column("payment_link_id", width=38),
    Column("file", width=50),
    Column("entry_id", width=38),
    Column("test", width=8),
)
CURRENCY = [column.name for column in COLUMNS].index("currency")


def headings(words: Words) -> list[str]:
    """The titles of the columns."""
    return [words[column.name] for column in COLUMNS]


def rows_of(voucher: Voucher, words: Words, file: str) -> Iterator[Row]:
    """The voucher's rows, their cells in the order of COLUMNS."""
    head = (
        voucher.entry_date,
        words.kind(voucher.kind, voucher.booked_by),
        voucher.document_number,
        voucher.reference,
        voucher.customer,
    )
    tail = (
        voucher.currency,
        voucher.payment_method,
        str(voucher.payment_id or ""),
        str(voucher.payment_link_id),
        file,
        "" if voucher.booked_by else str(voucher.id),
        words["yes"] if voucher.is_test else "",
    )
    if voucher.booked_by:
        yield (*head, None, "", 0, 0, 0, *tail)
    elif not voucher.rates:
        yield (*head, None, "", None, None, voucher.gross_amount, *tail)
    for total in voucher.rates:
        yield (
            *head,
            total.vat,
            words.treatments[total.treatment],
            total.net_amount,
            total.vat_amount,
            total.gross_amount,
            *tail,
        )
