"""Small tables as files: CSV for Nordic Excel, or a workbook. Foreign text is never a formula."""

import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from payment_links.cell_text import defused
from payment_links.csv_table import CsvTable

# Text, a whole number, or an amount in major units.
Value = str | int | Decimal
Row = Sequence[Value]
ROWS_AT_ONCE = 200
WIDTH = 18
BOLD = Font(bold=True)
AMOUNT_FORMAT, TEXT_FORMAT = "#,##0.00", "@"


def csv_pieces(heads: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """The file, piece by piece: semicolons, decimal commas, UTF-8 with BOM, CRLF."""
    table = CsvTable(list(heads))
    for position, row in enumerate(rows, start=1):
        table.add([_text(value) for value in row])
        if position % ROWS_AT_ONCE == 0:
            yield table.take()
    yield table.take()


def xlsx_bytes(
    title: str, heads: Sequence[str], rows: Iterable[Row], *, text_columns: Iterable[int] = ()
) -> bytes:
    """The workbook. text_columns: positions, from 0, where a spreadsheet keeps digits as text."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for position in range(len(heads)):
        sheet.column_dimensions[get_column_letter(position + 1)].width = WIDTH
    for position in text_columns:
        sheet.column_dimensions[get_column_letter(position + 1)].number_format = TEXT_FORMAT
    sheet.append([_cell(sheet, head, font=BOLD) for head in heads])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _text(value: Value) -> str:
    if isinstance(value, str):
        return defused(value)
    return str(value).replace(".", ",")


def _cell(sheet: Any, value: Value, *, font: Font | None = None) -> Any:
    """A typed cell: text also when it looks like a formula, amounts with two decimals."""
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))
        cell.data_type = "s"
        cell.number_format = TEXT_FORMAT
    else:
        cell = WriteOnlyCell(sheet, value=value)
        if isinstance(value, Decimal):
            cell.number_format = AMOUNT_FORMAT
    if font is not None:
        cell.font = font
    return cell
