"""Rounding and printing of amounts."""

from decimal import Decimal

import pytest

from payment_links.money import format_amount, plain_amount, round_half_up, to_major_units


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
