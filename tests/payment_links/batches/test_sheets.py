"""Reading files: CSV in every usual form, workbooks, and what is refused before it does harm."""

import csv
import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from payment_links.batches import sheets, xlsx_sheets
from payment_links.batches.csv_sheets import read_csv
from payment_links.batches.sheets import FileRefusedError, SheetRow, pack_rows, unpack_rows
from payment_links.batches.xlsx_sheets import read_xlsx

# What a cell may hold so that reading gives it back: no blanks around it, nothing for a formula.
CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00\xa0\ufeff", exclude_categories=["Cc"]),
    min_size=1,
    max_size=12,
).filter(lambda text: text == text.strip() and text[0] not in "'=")


def workbook(*rows: list[Any], title: str = "Kunder") -> bytes:
    made = Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encoding_and_delimiter_are_found(encoding: str, delimiter: str) -> None:
    lines = [["Förnamn", "Pris", "Ort"], ["Åsa", '"12,50; netto"', "Örebro, norr"]]
    lines += [["Bo", "1", f"Gränna {n}"] for n in range(20)]
    quoted = io.StringIO()
    csv.writer(quoted, delimiter=delimiter).writerows(lines)

    sheet = read_csv(quoted.getvalue().encode(encoding))

    assert sheet.headings == ["Förnamn", "Pris", "Ort"]
    assert sheet.rows[0] == SheetRow(2, ["Åsa", '"12,50; netto"', "Örebro, norr"])
    assert sheet.delimiter == delimiter
    assert sheet.encoding in encoding


@settings(max_examples=30)
@given(st.lists(st.lists(CELL, min_size=2, max_size=5), min_size=2, max_size=6))
def test_a_written_csv_is_read_back(table: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL).writerows(table)

    sheet = read_csv(b"sep=;\r\n" + written.getvalue().encode())

    assert [sheet.headings, *[row.cells for row in sheet.rows]] == table


def test_blank_rows_count_as_a_spreadsheet_counts_them() -> None:
    sheet = read_csv(b"a;b\n\n;\n1;2\n\n3;4\n")

    assert sheet.rows == [SheetRow(4, ["1", "2"]), SheetRow(6, ["3", "4"])]


def test_what_keeps_spreadsheets_from_reading_formulas_is_taken_away() -> None:
    sheet = read_csv(b"a;b;c\n'+46701740615;=\"0701\";'x\n")

    assert sheet.rows[0].cells == ["+46701740615", "0701", "'x"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no_rows"),
        (b"only;headings\n", "no_rows"),
        (b"a;b\n" + b"1;2\n" * 5001, "too_many_rows"),
        (b";".join([b"x"] * 61) + b"\n", "too_many_columns"),
        (b'a;b\n"never closed;' + b"x" * 3000, "cell_too_long"),
        (b'a;b\n"' + b"x" * 200_000, "broken_quotes"),
        (b"\x7fELF\x00\x01;\x02\n\x00", "unreadable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_a_csv_that_cannot_be_used_says_why(content: bytes, code: str) -> None:
    with pytest.raises(FileRefusedError) as refusal:
        read_csv(content)

    assert refusal.value.code == code


def test_a_workbook_gives_texts_numbers_and_dates() -> None:
    content = workbook(
        ["Namn", "Tel", "Pris", "Dag", "Moms"],
        [" Åsa ", 701740615, 49.5, datetime(2026, 12, 1), True],  # noqa: DTZ001 - Excel has no zone.
        [None, None, None, None, None],
        ["Bo", "0701", "=B2*2", date(2026, 12, 2), 25],
    )

    sheet = read_xlsx(content)

    assert sheet.rows == [
        SheetRow(2, ["Åsa", 701740615, 49.5, "2026-12-01", "TRUE"]),
        SheetRow(4, ["Bo", "0701", "=B2*2", "2026-12-02", 25]),
    ]


def test_a_percentage_of_a_workbook_stays_one() -> None:
    made = Workbook()
    made.active.append(["a", "vat"])
    made.active.append(["x", 0.25])
    made.active["B2"].number_format = "0%"
    written = io.BytesIO()
    made.save(written)

    assert read_xlsx(written.getvalue()).rows[0].cells == ["x", "25 %"]


def test_hidden_and_empty_sheets_are_passed_over() -> None:
    made = Workbook()
    made.active.sheet_state = "hidden"
    made.active.append(["secret"])
    made.active.append(["1"])
    made.create_sheet("empty")
    shown = made.create_sheet("shown")
    shown.append(["a"])
    shown.append(["b"])
    written = io.BytesIO()
    made.save(written)

    assert read_xlsx(written.getvalue()).headings == ["a"]


def rewritten(content: bytes, name: str, body: bytes) -> bytes:
    """The workbook with one part replaced or added."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, body)
    return packed.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_sheets, "LARGEST_UNPACKED", 100_000)
    bomb = rewritten(workbook(["a"], ["b"]), "xl/sharedStrings.xml", b"0" * 200_000)

    with pytest.raises(FileRefusedError) as refusal:
        read_xlsx(bomb)

    assert len(bomb) < 10_000
    assert refusal.value.code == "too_large"


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>',
        "<worksheet/>".encode("utf-16"),
        b"<worksheet><sheetData><row><c",
    ],
)
def test_a_crafted_or_damaged_sheet_is_refused(body: bytes) -> None:
    crafted = rewritten(workbook(["a"], ["b"]), "xl/worksheets/sheet1.xml", body)

    with pytest.raises(FileRefusedError) as refusal:
        read_xlsx(crafted)

    assert refusal.value.code == "unreadable"


ROWS = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s'
CELL_FAR_BELOW = b'<row r="1"><c r="A1"/></row><row r="900000000"><c r="A900000000"/></row>'


@pytest.mark.parametrize(
    "rows",
    [CELL_FAR_BELOW, b'<row><c r="XFD1"/></row>' * 500, b"<row>" + b"<c/>" * 2_000_000],
    ids=["deep", "wide", "full"],
)
def test_a_sheet_of_nothing_is_not_read_for_hours(rows: bytes) -> None:
    body = ROWS % rows + b"</sheetData></worksheet>"
    crafted = rewritten(workbook(["a"], ["b"]), "xl/worksheets/sheet1.xml", body)

    with pytest.raises(FileRefusedError) as refusal:
        read_xlsx(crafted)

    assert len(crafted) < 20_000
    assert refusal.value.code == "too_large"


def test_a_workbook_with_more_cells_than_links_need_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(xlsx_sheets, "MOST_FILLED_CELLS", 5)
    just: list[list[Any]] = [["a", "b", "c"], ["1", None, "2"]]

    with pytest.raises(FileRefusedError) as refusal:
        read_xlsx(workbook(*just, ["3"]))

    assert len(read_xlsx(workbook(*just)).rows) == 1
    assert (refusal.value.code, refusal.value.description) == (
        "too_many_cells",
        "The workbook has more than 150,000 filled cells: delete columns that links do not need, "
        "or divide it.",
    )


def test_styles_that_would_fill_the_memory_are_refused() -> None:
    crafted = rewritten(workbook(["a"], ["b"]), "xl/styles.xml", b"<xf/>" * 60_000)

    with pytest.raises(FileRefusedError) as refusal:
        read_xlsx(crafted)

    assert refusal.value.code == "too_large"


@pytest.mark.parametrize("before", [b"", b" " * 2**20], ids=["at once", "late"])
def test_definitions_are_refused_in_parts_of_any_name(before: bytes) -> None:
    crafted = rewritten(workbook(["a"], ["b"]), "xl/sheet1.bin", before + b"<!DOCTYPE x []><x/>")

    with pytest.raises(FileRefusedError) as refusal:
        read_xlsx(crafted)

    assert refusal.value.code == "unreadable"


def test_pictures_are_no_definitions() -> None:
    content = rewritten(workbook(["a"], ["b"]), "xl/media/image1.png", b"\x89PNG\r\n\x1a\n\x00")

    assert read_xlsx(content).headings == ["a"]


@pytest.mark.parametrize("content", [b"PK\x03\x04 no archive", b"PK\x05\x06" + b"\x00" * 18])
def test_another_archive_is_no_workbook(content: bytes) -> None:
    with pytest.raises(FileRefusedError):
        read_xlsx(content)


def test_rows_are_packed_and_unpacked_as_they_were() -> None:
    rows = [SheetRow(2, ["Åsa", 1, 2.5, ""]), SheetRow(9, [])]

    assert unpack_rows(pack_rows(rows)) == rows
    assert sheets.MOST_ROWS == 5000
