"""What cells may hold: numbers, amounts, rates, dates and names as people write them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payment_links.batches.cell_values import (
    InvalidCellError,
    read_amount,
    read_code,
    read_currency,
    read_date,
    read_locale,
    read_quantity,
    read_text,
    read_vat,
    split_name,
)
from payment_links.batches.sheets import Cell


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("140", 14000),
        ("1 234,50", 123450),
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("1'234.50", 123450),
        ("1.234.567", 123456700),
        ("1234,5", 123450),
        ("140 kr", 14000),
        ("140:-", 14000),
        ("SEK 140", 14000),
        ("−49,00", -4900),
        (140, 14000),
        (49.5, 4950),
        (0.1 + 0.2, 30),
        (139.99999999999997, 14000),
    ],
)
def test_amounts_are_read_in_every_usual_spelling(cell: Cell, amount: int) -> None:
    assert read_amount(cell, "SEK") == amount


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("tolv", "not_a_number"),
        ("1.23.4", "not_a_number"),
        ("12,34.5,6", "not_a_number"),
        ("1.234", "ambiguous_number"),
        ("1,234", "ambiguous_number"),
        ("0,125", "too_many_decimals"),
        ("1e5", "shortened"),
        ("=B2*2", "formula"),
        ("#REF!", "formula"),
        ("99999999999", "out_of_range"),
        ("140 €", "other_currency"),
        ("NOK 140", "other_currency"),
    ],
)
def test_amounts_that_say_nothing_sure_are_refused(cell: Cell, code: str) -> None:
    with pytest.raises(InvalidCellError) as refusal:
        read_amount(cell, "SEK")

    assert refusal.value.code == code


@given(st.integers(-(2**31), 2**31 - 1), st.sampled_from([("", ","), (" ", ","), ("", ".")]))
def test_an_amount_that_is_written_out_is_read_back(amount: int, marks: tuple[str, str]) -> None:
    thousands, point = marks
    grouped = f"{abs(amount) // 100:,}".replace(",", thousands)
    text = f"{'-' if amount < 0 else ''}{grouped}{point}{abs(amount) % 100:02}"

    assert read_amount(text, "SEK") == amount


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_date_that_is_written_out_is_read_back(day: date) -> None:
    spellings = [
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d/%m/%Y}",
        f"{day.isoformat()} 00:00:00",
    ]

    assert {read_date(text) for text in spellings} == {day}


def test_a_date_that_excel_shows_as_a_number_is_read() -> None:
    assert read_date(46357) == date(2026, 12, 1)
    assert read_date(46357) - read_date(46356) == timedelta(days=1)


@pytest.mark.parametrize("cell", ["12/31/2026", "1.12.26", "2026-02-30", "nu", 7, "1999-12-31"])
def test_what_is_no_date_is_refused(cell: Cell) -> None:
    with pytest.raises(InvalidCellError, match="not_a_date"):
        read_date(cell)


@pytest.mark.parametrize(
    ("cell", "vat"),
    [("25", "25"), ("25 %", "25"), ("11,11", "11.11"), ("0", "0"), (0.25, "25"), ("0.25", "25")],
)
def test_rates_are_read_as_percent(cell: Cell, vat: str) -> None:
    assert read_vat(cell) == Decimal(vat)


@pytest.mark.parametrize("cell", ["100", "-5", "moms", "25,555"])
def test_what_is_no_rate_is_refused(cell: Cell) -> None:
    with pytest.raises(InvalidCellError, match="not_percent"):
        read_vat(cell)


@pytest.mark.parametrize("cell", ["1,5", "0", "-1", 2.5])
def test_parts_of_a_unit_are_refused(cell: Cell) -> None:
    assert read_quantity("2,0") == 2

    with pytest.raises(InvalidCellError, match="not_whole"):
        read_quantity(cell)


@pytest.mark.parametrize("cell", ["4.67E+10", "4,67E+10", 1.5])
def test_a_number_that_lost_digits_is_no_reference(cell: Cell) -> None:
    assert read_code(1001, most=20) == "1001"

    with pytest.raises(InvalidCellError, match="shortened"):
        read_code(cell, most=20)


@pytest.mark.parametrize(
    ("cell", "code"),
    [("a\x07b", "invalid_characters"), ("x" * 11, "too_long"), ("=1+1", "formula")],
)
def test_texts_that_no_link_may_have_are_refused(cell: Cell, code: str) -> None:
    with pytest.raises(InvalidCellError, match=code):
        read_text(cell, most=10)


def test_languages_and_currencies_are_known_by_their_names() -> None:
    assert [read_locale(word) for word in ("sv", "Svenska", "en_US", "NO", "Suomi")] == [
        *("sv-SE", "sv-SE", "en-US", "nb-NO", "fi-FI")
    ]
    assert read_currency(" eur ") == "EUR"
    with pytest.raises(InvalidCellError, match="unknown_currency"):
        read_currency("kr")


def test_a_whole_name_is_divided_at_its_last_blank_or_its_comma() -> None:
    assert split_name("Anna Maria Åkesson") == ("Anna Maria", "Åkesson")
    assert split_name("von Sydow, Max") == ("Max", "von Sydow")
    with pytest.raises(InvalidCellError, match="one_name_only"):
        split_name("Prince")
