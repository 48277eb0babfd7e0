"""The index of a ZIP of documents: for people as index.html, for programs as index.csv.

Both list every voucher of the period with its files and their SHA-256, those that could not be
read as well. index.html needs no network.
"""

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Any
from urllib.parse import quote

from django.template.loader import render_to_string

from invoicing.exports.csv_file import percent_text
from invoicing.exports.filing import FiledEntry, FiledFile
from invoicing.exports.streams import file_pieces, scratch_file
from invoicing.exports.totals import Total, Totals
from invoicing.exports.words import Words
from payment_links.cell_text import defused
from payment_links.csv_table import CsvTable
from payment_links.money import plain_amount

TEMPLATE = "invoicing/exports/index.html"
ENTRIES_PLACE = "<!--entries-->"


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands above the index: whose books, of which days, in which words."""

    title: str
    period: str
    words: Words


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file that was not stored, or not as it should be. sha256: empty if lost."""

    sha256: str
    size: int


# By the id of the document; a document without outcome is as its row says.
Outcomes = Mapping[str, Outcome]


class Shelf:
    """Entries that wait in a temporary file, to be read again."""

    def __init__(self) -> None:
        self._file = scratch_file()

    def add(self, entry: FiledEntry) -> None:
        self._file.write(f"{entry.as_json()}\n".encode())

    def __iter__(self) -> Iterator[FiledEntry]:
        self._file.seek(0)
        for line in self._file:
            yield FiledEntry.from_json(line)

    def close(self) -> None:
        self._file.close()


class Index:
    """Both files of an index, written entry by entry into temporary files.

    csv: a row per file; the amounts stand in the first row of each entry alone. html: complete
    when finish was called, for its sums stand above the entries.
    """

    def __init__(self, cover: Cover, outcomes: Outcomes) -> None:
        self._cover, self._words, self._outcomes = cover, cover.words, outcomes
        self._totals = Totals()
        self._damaged: list[str] = []
        self._is_test = False
        self._rows = scratch_file()
        self.csv, self.html = scratch_file(), scratch_file()
        names = ("date", "kind", "number", "customer", "net_amount", "vat_amount", "gross_amount")
        more = ("currency", "file", "sha256", "state", "test")
        self._table = CsvTable([self._words[name] for name in (*names, *more)])

    def add(self, entry: FiledEntry) -> None:
        self._totals.count(entry)
        self._is_test = self._is_test or entry.is_test
        self._damaged += [f.name for f in entry.files if is_lost(f, self._outcomes)]
        self._rows.write(_html_row(entry, self._words, self._outcomes).encode())
        for row in _csv_rows(entry, self._words, self._outcomes):
            self._table.add(row)
        self.csv.write(self._table.take())

    def finish(self) -> None:
        """Write what waited for the last entry."""
        self.csv.write(self._table.take())
        context = {
            "title": self._cover.title,
            "period": self._cover.period,
            "words": self._words,
            "is_test": self._is_test,
            "damaged": self._damaged,
            "rates": [_rate_row(*total, self._words) for total in self._totals.per_rate],
            "kinds": [_kind_row(*total, self._words) for total in self._totals.per_kind],
        }
        start, end = render_to_string(TEMPLATE, context).split(ENTRIES_PLACE)
        for piece in chain((start.encode(),), file_pieces(self._rows), (end.encode(),)):
            self.html.write(piece)

    def close(self) -> None:
        for file in (self._rows, self.csv, self.html):
            file.close()


def is_lost(file: FiledFile, outcomes: Outcomes) -> bool:
    """Whether the file could not be read, and so is not in the ZIP."""
    return file.id in outcomes and not outcomes[file.id].sha256


def _sha256(file: FiledFile, outcomes: Outcomes) -> str:
    return file.sha256 if file.id not in outcomes else outcomes[file.id].sha256 or file.sha256


def _csv_rows(entry: FiledEntry, words: Words, outcomes: Outcomes) -> Iterator[list[str]]:
    head = [entry.entry_date, words.kind(entry.kind, entry.booked_by)]
    head += [defused(entry.number), defused(entry.customer)]
    amounts = [
        _amount(entry.net_amount, entry) if entry.rates else "",
        _amount(entry.vat_amount, entry) if entry.rates else "",
        _amount(entry.gross_amount, entry) if not entry.booked_by else "",
    ]
    test = words["yes"] if entry.is_test else ""
    for file in entry.files:
        state = words["damaged"] if is_lost(file, outcomes) else words["unharmed"]
        told = [defused(file.name), _sha256(file, outcomes), state]
        yield [*head, *amounts, entry.currency, *told, test]
        amounts = ["", "", ""]
    if not entry.files:
        yield [*head, *amounts, entry.currency, "", "", "", test]


def _html_row(entry: FiledEntry, words: Words, outcomes: Outcomes) -> str:
    files = "".join(_html_file(file, words, outcomes) for file in entry.files)
    vat = _readable(entry.vat_amount, entry.currency) if entry.rates else ""
    gross = _readable(entry.gross_amount, entry.currency) if not entry.booked_by else ""
    return (
        f'<tr><td class="day">{entry.entry_date}</td>'
        f"<td>{html.escape(words.kind(entry.kind, entry.booked_by))}</td>"
        f"<td>{html.escape(entry.number)}</td><td>{html.escape(entry.customer)}</td>"
        f'<td class="n">{vat}</td>'
        f'<td class="n">{gross}</td><td>{files}</td></tr>\n'
    )


def _html_file(file: FiledFile, words: Words, outcomes: Outcomes) -> str:
    name = html.escape(file.name.rpartition("/")[2])
    if is_lost(file, outcomes):
        told = f'<span class="damaged">{html.escape(words["damaged"])}: {name}</span>'
    else:
        told = f'<a href="{quote(file.name)}">{name}</a>'
    return f'<span class="file">{told}<span class="hash">{_sha256(file, outcomes)}</span></span>'


def _rate_row(key: tuple[str, Decimal, str], total: Total, words: Words) -> dict[str, Any]:
    currency, vat, treatment = key
    return {
        "label": f"{percent_text(vat)}\u00a0%",
        "detail": words.treatments[treatment],
        "net": _readable(total.net_amount, currency),
        "vat": _readable(total.vat_amount, currency),
        "gross": _readable(total.gross_amount, currency),
    }


def _kind_row(key: tuple[str, str], total: Total, words: Words) -> dict[str, Any]:
    currency, kind = key
    gross = _readable(total.gross_amount, currency)
    return {"label": words.kinds[kind], "count": total.count, "gross": gross}


def _amount(amount: int, entry: FiledEntry) -> str:
    return plain_amount(amount, entry.currency, separator=",")


def _readable(amount: int, currency: str) -> str:
    """Minor units as people read them, with the currency's code: "1 234,50 SEK"."""
    whole, comma, rest = plain_amount(amount, currency, separator=",").partition(",")
    grouped = f"{int(whole):,}".replace(",", "\u00a0")
    sign = "-" if whole == "-0" else ""
    return f"{sign}{grouped}{comma}{rest}\u00a0{currency}"
