"""One export: a selection of the books in one format, ready to be sent or written to a file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from invoicing.download_names import safe_stem
from invoicing.exports.archive import Archive
from invoicing.exports.csv_file import csv_pieces
from invoicing.exports.file_names import FileNamer
from invoicing.exports.filing import filed_entries
from invoicing.exports.index import Cover
from invoicing.exports.selection import Selection, selected_entries, selected_vouchers
from invoicing.exports.sie_file import write_sie
from invoicing.exports.streams import FilePieces, in_pieces, size_of
from invoicing.exports.words import Words
from invoicing.exports.xlsx_file import write_xlsx
from invoicing.models import BookExport
from invoicing.periods import Period
from payment_links.models import User

Format = BookExport.Format
LONGEST_STEM = 120
# SIE-Gruppen recommends the ending .SI for files that are to be imported (type 4I).
ENDINGS = {Format.ZIP: "zip", Format.CSV: "csv", Format.XLSX: "xlsx", Format.SIE: "si"}


class Pieces(Protocol):
    """The bytes of an export."""

    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Export:
    """A file to be. size: bytes, None while unknown; pieces: iterated once and closed.

    damaged: the names of documents that were left out, complete when the pieces are at their end.
    """

    file_name: str
    content_type: str
    pieces: Pieces
    size: int | None
    damaged: list[str]


def make_export(selection: Selection, file_format: str, *, words: Words, today: date) -> Export:
    """The export, its vouchers read while it is iterated (CSV) or now (the others).

    today: on the merchant's calendar.
    """
    return MAKERS[Format(file_format)](selection, words, today)


def record_export(
    selection: Selection, file_format: str, *, user: User | None, now: datetime
) -> BookExport:
    """Log that somebody takes the books away; user: None for the command line."""
    return BookExport.objects.create(
        merchant=selection.merchant,
        format=file_format,
        from_date=selection.period.from_date,
        to_date=selection.period.to_date,
        exported_at=now,
        exported_by=user,
    )


def _zip(selection: Selection, words: Words, today: date) -> Export:
    entries = filed_entries(selected_vouchers(selection), FileNamer(words.documents))
    cover = Cover(selection.merchant.name, period_text(selection.period), words)
    archive = Archive(entries, cover)
    return Export(
        file_name=_file_name(selection, words, Format.ZIP),
        content_type="application/zip",
        pieces=archive,
        size=archive.size,
        damaged=archive.damaged,
    )


def _csv(selection: Selection, words: Words, today: date) -> Export:
    namer = FileNamer(words.documents)
    pieces = csv_pieces(selected_vouchers(selection), words, namer.of_voucher)
    return Export(
        file_name=_file_name(selection, words, Format.CSV),
        content_type="text/csv; charset=utf-8",
        pieces=in_pieces(pieces),
        size=None,
        damaged=[],
    )


def _xlsx(selection: Selection, words: Words, today: date) -> Export:
    namer = FileNamer(words.documents)
    file = write_xlsx(selected_vouchers(selection), words, namer.of_voucher)
    return Export(
        file_name=_file_name(selection, words, Format.XLSX),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        size=size_of(file),
        pieces=FilePieces(file),
        damaged=[],
    )


def _sie(selection: Selection, words: Words, today: date) -> Export:
    entries = selected_entries(selection)
    file = write_sie(entries, selection.merchant, selection.period, today=today)
    return Export(
        file_name=_file_name(selection, words, Format.SIE),
        content_type="application/octet-stream",
        size=size_of(file),
        pieces=FilePieces(file),
        damaged=[],
    )


MAKERS: dict[Format, Callable[[Selection, Words, date], Export]] = {
    Format.ZIP: _zip,
    Format.CSV: _csv,
    Format.XLSX: _xlsx,
    Format.SIE: _sie,
}


def period_text(period: Period) -> str:
    """ "2026" for a year, "2026-11" for a month, else both days."""
    first, last = period.from_date, period.to_date
    ends_month = (last + timedelta(days=1)).day == 1
    if first.day == 1 and ends_month and first.year == last.year:
        if (first.month, last.month) == (1, 12):
            return f"{first:%Y}"
        if first.month == last.month:
            return f"{first:%Y-%m}"
    return f"{first.isoformat()} – {last.isoformat()}"


def _file_name(selection: Selection, words: Words, file_format: Format) -> str:
    period = period_text(selection.period).replace("–", "-")
    stem = safe_stem(f"{words['books']} {period} {selection.merchant.name}")
    return f"{stem[:LONGEST_STEM].rstrip(' .')}.{ENDINGS[file_format]}"
