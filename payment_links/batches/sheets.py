"""What was read from a file: rows of plain cells with the numbers that a spreadsheet shows."""

import json
import zlib
from dataclasses import dataclass

from payment_links.errors import DomainError

# Text, a number that a spreadsheet keeps as such, or nothing ("").
Cell = str | int | float

LARGEST_FILE = 5 * 1024 * 1024
MOST_ROWS = 5000
MOST_COLUMNS = 60
LONGEST_CELL = 2000
UNREADABLE = "The file is neither a CSV nor an Excel workbook that can be read."
CELL_TOO_LONG = "A cell is too long, or a quotation mark is not closed."
NO_ROWS = "The file has no rows below its headings."


class FileRefusedError(DomainError):
    """The file as a whole cannot be read; the code says why, staff read it in their language."""

    code = "file_refused"
    http_status = 422

    def __init__(self, code: str, description: str) -> None:
        super().__init__(description)
        self.code = code


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of the file that is not blank. number: as a spreadsheet counts, from 1."""

    number: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's headings and the rows below them. encoding, delimiter: how a CSV was written."""

    headings: list[str]
    rows: list[SheetRow]
    encoding: str = ""
    delimiter: str = ""


class SheetBuilder:
    """Collects rows one by one and refuses what is too large before it fills the memory."""

    def __init__(self) -> None:
        self._headings: list[str] | None = None
        self._rows: list[SheetRow] = []

    def add(self, number: int, cells: list[Cell]) -> None:
        """Take the next row; blank ones are passed over, the first other one is the headings."""
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            return
        if len(cells) > MOST_COLUMNS:
            raise FileRefusedError("too_many_columns", "The file has more than 60 columns.")
        if self._headings is None:
            self._headings = [str(cell).strip() for cell in cells]
            return
        if len(self._rows) == MOST_ROWS:
            raise FileRefusedError("too_many_rows", "The file has more than 5,000 rows: divide it.")
        self._rows.append(SheetRow(number, cells))

    def sheet(self, *, encoding: str = "", delimiter: str = "") -> Sheet:
        """All that was taken; raises FileRefusedError when there is no row below headings."""
        if self._headings is None or not self._rows:
            raise FileRefusedError("no_rows", NO_ROWS)
        return Sheet(self._headings, self._rows, encoding, delimiter)


def clean_text(text: str) -> str:
    """A cell's text without blanks around it, and without what spreadsheets put before it.

    An apostrophe keeps a spreadsheet from reading a formula; ="0701" keeps its leading zero.
    """
    text = text.replace("\u00a0", " ").strip()
    if len(text) > 1 and text[0] == "'" and text[1] in "=+-@":
        text = text[1:]
    if len(text) >= 3 and text.startswith('="') and text.endswith('"'):
        text = text[2:-1].strip()
    return text


def pack_rows(rows: list[SheetRow]) -> bytes:
    """The rows in few bytes, to be checked again with other columns."""
    written = json.dumps([[row.number, row.cells] for row in rows], separators=(",", ":"))
    return zlib.compress(written.encode(), 3)


def unpack_rows(packed: bytes) -> list[SheetRow]:
    """The rows that were packed."""
    return [SheetRow(number, cells) for number, cells in json.loads(zlib.decompress(packed))]
