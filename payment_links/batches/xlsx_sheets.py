"""Reading Excel workbooks: values only, within bounds that a crafted file cannot pass."""

import codecs
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import EmptyCell

from payment_links.batches.sheets import (
    CELL_TOO_LONG,
    LONGEST_CELL,
    MOST_COLUMNS,
    NO_ROWS,
    UNREADABLE,
    Cell,
    FileRefusedError,
    Sheet,
    SheetBuilder,
    clean_text,
)

LARGEST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
# Every tag becomes objects of up to 2 kB: what counts is their number, not the bytes they take. Of
# a part; of all parts twice as many, for a full sheet and the texts in it.
MOST_TAGS = 2_000_000
MOST_SETTING_TAGS = 50_000
# Parts that are read as a whole, whatever is in the sheets.
SETTINGS = ("[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml", "xl/chart", "docProps/")
# Excel has no more rows; a cell at the far right costs as much as all to its left.
LAST_ROW = 1_048_576
MOST_CELLS = 2_000_000
# That something is written in. Somebody waits for the page while they are read, two seconds for
# these: 5,000 rows of half as many columns again as a link can have.
MOST_FILLED_CELLS = 150_000
CHUNK = 1024 * 1024
WORKBOOK = "xl/workbook.xml"
DOCTYPE = b"<!DOCTYPE"
# A tag, the mark of an encoding, or a tag in UTF-16.
XML_STARTS = (b"<", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"\x00<")
TOO_LARGE = "The workbook is too large when unpacked."
TOO_MANY_CELLS = (
    "The workbook has more than 150,000 filled cells: delete columns that links do not need, or "
    "divide it."
)


def read_xlsx(content: bytes) -> Sheet:
    """The first visible sheet that has rows; raises FileRefusedError when there is none."""
    _refuse_bombs(content)
    try:
        return _read(content)
    except FileRefusedError:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl fails in any way on a damaged workbook.
        raise FileRefusedError("unreadable", UNREADABLE) from error


def _refuse_bombs(content: bytes) -> None:
    """Whether the parts are as small as they say, and XML without definitions of its own.

    A part is unpacked no further than the size it states, so the sum of those is a true bound.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if WORKBOOK not in {part.filename for part in parts}:
                raise FileRefusedError("unreadable", UNREADABLE)
            if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > LARGEST_UNPACKED:
                raise FileRefusedError("too_large", TOO_LARGE)
            if sum(_tags(archive, part) for part in parts) > 2 * MOST_TAGS:
                raise FileRefusedError("too_large", TOO_LARGE)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError) as error:
        raise FileRefusedError("unreadable", UNREADABLE) from error


def _tags(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many tags the part has, 0 when it is no XML: a sheet need not be called .xml.

    Raises FileRefusedError for too many and for definitions. Entities multiply: a workbook never
    defines any, nor is it written in another encoding.
    """
    count = 0
    with archive.open(part) as stream:
        before = chunk = stream.read(CHUNK)
        start = chunk.lstrip()
        if start and not start.startswith(XML_STARTS):
            return 0
        while chunk:
            if b"\x00" in chunk or DOCTYPE in before + chunk:
                raise FileRefusedError("unreadable", UNREADABLE)
            count += chunk.count(b"<")
            before = chunk[-len(DOCTYPE) :]
            chunk = stream.read(CHUNK)
    is_setting = part.filename.startswith(SETTINGS) or part.filename.endswith(".rels")
    if count > (MOST_SETTING_TAGS if is_setting else MOST_TAGS):
        raise FileRefusedError("too_large", TOO_LARGE)
    return count


def _read(content: bytes) -> Sheet:
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    try:
        refusal = FileRefusedError("no_rows", NO_ROWS)
        for worksheet in workbook.worksheets:
            if worksheet.sheet_state != "visible":
                continue
            # Its own idea of its size may be wrong, or a lie.
            worksheet.reset_dimensions()
            builder = SheetBuilder()
            for number, cells in _rows(worksheet):
                builder.add(number, cells)
            try:
                return builder.sheet()
            except FileRefusedError as error:
                refusal = error
        raise refusal
    finally:
        workbook.close()


def _rows(worksheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    """The rows with their numbers. Rows and cells that the file leaves out are read as well."""
    seen = filled = 0
    for number, cells in enumerate(worksheet.iter_rows(), start=1):
        seen += len(cells)
        if number > LAST_ROW or seen > MOST_CELLS:
            raise FileRefusedError("too_large", TOO_LARGE)
        filled += sum(not isinstance(cell, EmptyCell) for cell in cells)
        if filled > MOST_FILLED_CELLS:
            raise FileRefusedError("too_many_cells", TOO_MANY_CELLS)
        if cells:
            yield number, _cells(cells)


def _cells(cells: tuple[Any, ...]) -> list[Cell]:
    values = [_cell(cell) for cell in cells[: MOST_COLUMNS + 1]]
    if any(isinstance(value, str) and len(value) > LONGEST_CELL for value in values):
        raise FileRefusedError("cell_too_long", CELL_TOO_LONG)
    return values


def _cell(cell: Any) -> Cell:
    if isinstance(cell, EmptyCell) or cell.value is None:
        return ""
    value = cell.value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        at_midnight = value.time() == time.min
        return value.date().isoformat() if at_midnight else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format))
    return clean_text(str(value))


def _number(value: float, number_format: str) -> Cell:
    """A number as it stands; one that is shown as a percentage becomes "25 %"."""
    if "%" in number_format:
        return f"{round(value * 100, 4):g} %"
    return int(value) if value == int(value) else value
