"""Rounding and printing of amounts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payment_links.money import (
    NotAnAmountError,
    format_amount,
    plain_amount,
    read_amount,
    round_half_up,
    to_major_units,
)


@pytest.mark.parametrize(
    ("value", "expected"), [("2.5", 3), ("-2.5", -3), ("2.49", 2), ("28.999", 29), ("0", 0)]
)
def test_halves_are_rounded_away_from_zero(value: str, expected: int) -> None:
    assert round_half_up(Decimal(value)) == expected


def test_minor_units_become_major_units() -> None:
    assert to_major_units(14000, "SEK") == Decimal("140.00")


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        (0, "SEK", "0,00"),
        (5, "SEK", "0,05"),
        (-5, "SEK", "-0,05"),
        (-123456789, "SEK", "-1234567,89"),
        (140, "JPY", "140"),
    ],
)
def test_programs_read_amounts_without_grouping(amount: int, currency: str, expected: str) -> None:
    assert plain_amount(amount, currency, separator=",") == expected


@pytest.mark.parametrize(
    ("locale", "currency", "expected"),
    [
        ("sv-SE", "SEK", "1 234,50 kr"),
        ("nb-NO", "NOK", "1 234,50 kr"),
        ("da-DK", "DKK", "1.234,50 kr."),
        ("fi-FI", "EUR", "1 234,50 €"),
        ("en-US", "SEK", "1 234,50 kr"),
        ("xx-XX", "SEK", "1 234,50 kr"),
    ],
)
def test_amounts_are_printed_as_the_payer_reads_them(
    locale: str, currency: str, expected: str
) -> None:
    assert format_amount(123450, currency, locale) == expected.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1250", 125000),
        ("1250,5", 125050),
        ("1250.50", 125050),
        ("1 250,50", 125050),
        ("1\u00a0250\u202f000", 125000000),
        ("1.250,50", 125050),
        ("1,250,000.50", 125000050),
        (" 1 250,50 kr ", 125050),
        ("99:-", 9900),
        ("12,50 SEK", 1250),
        ("-100", -10000),
        ("\u2212 0,05", -5),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, expected: int) -> None:
    assert read_amount(text, "SEK") == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kr",
        "1.250",
        "1,250",
        "12 50",
        "1,2,3",
        "1.5.0",
        "1250,505",
        "1e3",
        "٣",
        "--1",
        "9" * 13,
    ],
)
def test_amounts_that_are_none_or_might_be_two_are_refused(text: str) -> None:
    with pytest.raises(NotAnAmountError):
        read_amount(text, "SEK")


@given(st.integers(-(2**31), 2**31 - 1), st.sampled_from([".", ","]))
def test_an_amount_that_was_printed_is_read_again(amount: int, separator: str) -> None:
    assert read_amount(plain_amount(amount, "SEK", separator=separator), "SEK") == amount
