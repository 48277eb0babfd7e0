"""Reading Excel workbooks: values only, within bounds that a crafted file cannot pass."""

import io
import zipfile
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
CHUNK = 1024 * 1024
WORKBOOK = "xl/workbook.xml"
DOCTYPE = b"<!DOCTYPE"


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
                raise FileRefusedError("too_large", "The workbook is too large when unpacked.")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _refuse_definitions(archive, part)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError) as error:
        raise FileRefusedError("unreadable", UNREADABLE) from error


def _refuse_definitions(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Entities multiply: a workbook never defines any, nor is it written in another encoding."""
    with archive.open(part) as stream:
        before = b""
        while chunk := stream.read(CHUNK):
            if b"\x00" in chunk or DOCTYPE in before + chunk:
                raise FileRefusedError("unreadable", UNREADABLE)
            before = chunk[-len(DOCTYPE) :]


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
            for number, cells in enumerate(worksheet.iter_rows(), start=1):
                if cells:
                    builder.add(number, _cells(cells))
            try:
                return builder.sheet()
            except FileRefusedError as error:
                refusal = error
        raise refusal
    finally:
        workbook.close()


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
