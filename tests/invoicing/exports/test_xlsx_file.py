"""The Excel workbook: typed cells, frozen headings and a sheet of totals."""

from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from invoicing.bookkeeping.voucher import Voucher
from invoicing.exports import xlsx_file
from invoicing.exports.xlsx_file import write_xlsx
from tests.invoicing.exports.hand_made import (
    Kind,
    english,
    make_later_invoice,
    make_payment_voucher,
    make_voucher,
    no_file,
)


def workbook_of(*vouchers: Voucher) -> Any:
    with write_xlsx(vouchers, english(), no_file) as file:
        return load_workbook(file)


def values_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_dates_are_dates_and_amounts_numbers() -> None:
    sheet = workbook_of(make_voucher())["Books"]

    day, vat, gross = (sheet.cell(2, column) for column in (1, 6, 10))
    assert (day.value, day.number_format) == (datetime(2026, 11, 22), "yyyy-mm-dd")  # noqa: DTZ001
    assert (vat.value, gross.value, gross.number_format) == (25, 349.72, "#,##0.00")


def test_the_heading_stays_in_sight() -> None:
    sheet = workbook_of(make_voucher())["Books"]

    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:Q4")
    assert sheet.cell(1, 1).font.bold
    assert sheet.column_dimensions["E"].width == 30


@pytest.mark.parametrize("text", ["=1+1", "#N/A", "+46701740615", "00123", "-5"])
def test_text_stays_text(text: str) -> None:
    cell = workbook_of(make_voucher(customer=text))["Books"].cell(2, 5)

    assert (cell.value, cell.data_type) == (text, "s")


def test_control_characters_do_not_stop_the_workbook() -> None:
    sheet = workbook_of(make_voucher(customer="Ber\x00til\x1b"))["Books"]

    assert sheet.cell(2, 5).value == "Bertil"


def test_totals_stand_on_their_own_sheet() -> None:
    credit = make_voucher(kind=Kind.CREDIT_NOTE)

    sheet = workbook_of(make_voucher(), make_voucher(), credit, make_payment_voucher())["Totals"]

    rows = values_of(sheet)
    assert rows[1:4] == [
        ["SEK", 25, "Taxed", 3, 279.78, 69.94, 349.72],
        ["SEK", 12, "Taxed", 3, 115.18, 13.82, 129],
        ["SEK", 6, "Taxed", 3, 112.92, 6.78, 119.7],
    ]
    assert [row[:2] + row[3:] for row in rows[6:]] == [
        ["SEK", "Credit", 1, -507.88, -90.54, -598.42],
        ["SEK", "Sale, invoiced", 2, 1015.76, 181.08, 1196.84],
        ["SEK", "Payment", 1, 0, 0, 598.42],
    ]


def test_an_invoice_after_its_receipt_changes_no_sum() -> None:
    workbook = workbook_of(make_later_invoice(), make_payment_voucher())

    assert values_of(workbook["Books"])[1][7:10] == [0, 0, 0]
    assert [row[:2] for row in values_of(workbook["Totals"])[3:]] == [["SEK", "Payment"]]


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 3)

    workbook = workbook_of(make_voucher())

    assert workbook.sheetnames == ["Books", "Books 2", "Totals"]
    assert [row[5] for row in values_of(workbook["Books"])] == ["VAT %", 25, 12]
    assert [row[5] for row in values_of(workbook["Books 2"])] == ["VAT %", 6]
