"""The CSV file: its layout, and what it makes of cells that look like formulas."""

import csv
from io import StringIO
from uuid import UUID

import pytest

from invoicing.bookkeeping.voucher import Voucher
from invoicing.exports.csv_file import csv_pieces
from payment_links.cell_text import defused
from tests.invoicing.exports.hand_made import (
    Kind,
    english,
    make_later_invoice,
    make_payment_voucher,
    make_voucher,
    no_file,
    vat_free,
)


def text_of(*vouchers: Voucher) -> str:
    return b"".join(csv_pieces(vouchers, english(), no_file)).decode("utf-8")


def rows_of(*vouchers: Voucher) -> list[list[str]]:
    return list(
        csv.reader(StringIO(text_of(*vouchers).lstrip("\ufeff"), newline=""), delimiter=";")
    )


def test_the_file_opens_in_a_nordic_spreadsheet() -> None:
    text = text_of(make_voucher())

    assert text.startswith("\ufeffDate;Kind;Number;")
    assert text.count("\r\n") == text.count("\n") == 4


def test_a_sale_has_a_row_per_rate() -> None:
    _heads, *rows = rows_of(make_voucher())

    assert [row[5:11] for row in rows] == [
        ["25", "Taxed", "279,78", "69,94", "349,72", "SEK"],
        ["12", "Taxed", "115,18", "13,82", "129,00", "SEK"],
        ["6", "Taxed", "112,92", "6,78", "119,70", "SEK"],
    ]


def test_a_row_tells_where_it_comes_from() -> None:
    words = english()
    voucher = make_voucher([vat_free(10000)], is_test=True)

    pieces = csv_pieces([voucher], words, lambda _voucher: "2026-11/Faktura 10234.pdf")
    row = b"".join(pieces).decode().split("\r\n")[1].split(";")

    assert row[:5] == ["2026-11-22", "Sale, invoiced", "10234", "102343", "Jönsson, Bertil"]
    assert row[5:7] == ["0", "Exempt"]
    assert row[11:] == [
        "",
        "",
        str(UUID(int=2)),
        "2026-11/Faktura 10234.pdf",
        str(UUID(int=1)),
        "yes",
    ]


def test_a_payment_has_one_row_without_vat() -> None:
    _heads, row = rows_of(make_payment_voucher())

    assert row[5:13] == ["", "", "", "", "598,42", "SEK", "ping/deposit", str(UUID(int=4))]


def test_an_invoice_after_its_receipt_has_a_row_of_zeros_and_is_no_entry() -> None:
    _heads, row = rows_of(make_later_invoice())

    assert row[1:3] == ["Invoice, already booked by receipt K20260001", "10234"]
    assert row[5:11] == ["", "", "0,00", "0,00", "0,00", "SEK"]
    assert row[15] == ""


def test_negative_amounts_stay_numbers() -> None:
    _heads, row = rows_of(make_voucher([vat_free(10005)], kind=Kind.CREDIT_NOTE))

    assert row[7:10] == ["-100,05", "0,00", "-100,05"]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+46701740615", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1"]
    + ["\uff1d1+1", "\uff0b1", "\u200b=1", "\ufeff@x", "|calc", "%0A"],
)
def test_formulas_are_defused(text: str) -> None:
    _heads, *rows = rows_of(make_voucher(customer=text))

    assert {row[4].replace("\\|", "|") for row in rows} == {f"'{text}"}


@pytest.mark.parametrize("text", ["Bertil = Jönsson", "Ann-Marie", "5 - 3", "", "Åsa", "(x)", "12"])
def test_ordinary_texts_stay_as_they_are(text: str) -> None:
    assert defused(text) == text


def test_rows_come_in_pieces() -> None:
    pieces = list(csv_pieces([make_voucher()] * 1000, english(), no_file))

    assert max(map(len, pieces)) < 64 * 1024
    assert b"".join(pieces).count(b"\r\n") == 3001
