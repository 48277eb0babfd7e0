"""Reading CSV files as people's programs write them: any usual encoding and delimiter."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator

from payment_links.batches.sheets import (
    CELL_TOO_LONG,
    LONGEST_CELL,
    UNREADABLE,
    Cell,
    FileRefusedError,
    Sheet,
    SheetBuilder,
    clean_text,
)

DELIMITERS = ";\t,"
ROWS_LOOKED_AT = 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_csv(content: bytes) -> Sheet:
    """The rows of a CSV file; raises FileRefusedError when it is none."""
    encoding = _encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefusedError("unreadable", UNREADABLE) from error
    if "\x00" in text:
        raise FileRefusedError("unreadable", UNREADABLE)
    text, delimiter, skipped = _delimiter(text)
    builder = SheetBuilder()
    try:
        for number, cells in enumerate(_records(text, delimiter), start=1 + skipped):
            builder.add(number, cells)
    except csv.Error as error:
        raise FileRefusedError("broken_quotes", CELL_TOO_LONG) from error
    return builder.sheet(encoding=encoding.removesuffix("-sig"), delimiter=delimiter)


def _encoding(content: bytes) -> str:
    """By its mark, else UTF-8 when it is that, else what Windows writes in the Nordic countries."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return encoding
    odd, even = content[1:400:2].count(0), content[0:400:2].count(0)
    if odd > 20 and odd > 4 * even:
        return "utf-16-le"
    if even > 20 and even > 4 * odd:
        return "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(text: str) -> tuple[str, str, int]:
    """The text without a line that only names the delimiter, the delimiter, and lines skipped."""
    first, _newline, rest = text.partition("\n")
    named = first.strip().strip('"')
    if named.lower().startswith("sep=") and len(named) <= len("sep=;"):
        return rest, named[len("sep=") :] or "\t", 1
    return text, max(DELIMITERS, key=lambda delimiter: _fit(text, delimiter)), 0


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    """How many of the first rows have the usual number of columns, were this the delimiter.

    One column is what every wrong delimiter gives, so it counts for nothing.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    widths: Counter[int] = Counter()
    try:
        for record in reader:
            if any(record):
                widths[len(record)] += 1
            if widths.total() == ROWS_LOOKED_AT:
                break
    except csv.Error:
        return 0, 0
    width, count = max(widths.items(), key=lambda entry: (entry[1], entry[0]), default=(1, 0))
    return (count, width) if width > 1 else (0, 0)


def _records(text: str, delimiter: str) -> Iterator[list[Cell]]:
    for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        if any(len(cell) > LONGEST_CELL for cell in record):
            raise FileRefusedError("cell_too_long", CELL_TOO_LONG)
        yield [clean_text(cell) for cell in record]
