"""The lawful VAT rates by country and day of supply."""

from datetime import date
from decimal import Decimal

import pytest

from payment_links.vat_rates import VAT_RATES, is_known_country, rates_on


@pytest.mark.parametrize(
    ("country", "day", "expected"),
    [
        ("SE", date(2026, 3, 31), {"25", "12", "6", "0"}),
        ("SE", date(2026, 4, 1), {"25", "12", "6", "0"}),
        ("SE", date(2028, 1, 1), {"25", "12", "6", "0"}),
        ("NO", date(2026, 11, 22), {"25", "15", "12", "11.11", "0"}),
        ("DK", date(2026, 11, 22), {"25", "0"}),
        ("FI", date(2024, 8, 31), {"24", "14", "10", "0"}),
        ("FI", date(2024, 9, 1), {"25.5", "14", "10", "0"}),
        ("FI", date(2025, 12, 31), {"25.5", "14", "10", "0"}),
        ("FI", date(2026, 1, 1), {"25.5", "13.5", "10", "0"}),
        ("DE", date(2026, 11, 22), set()),
        ("se", date(2026, 11, 22), set()),
    ],
)
def test_the_day_of_supply_decides_which_rates_are_lawful(
    country: str, day: date, expected: set[str]
) -> None:
    assert rates_on(country, day) == {Decimal(rate) for rate in expected}


def test_a_rate_written_with_decimals_is_the_same_rate() -> None:
    assert Decimal("25.50") in rates_on("FI", date(2026, 1, 1))


def test_only_countries_of_the_table_are_known() -> None:
    assert [
        country for country in ("SE", "NO", "DK", "FI", "DE", "", "se") if is_known_country(country)
    ] == [
        *("SE", "NO", "DK", "FI"),
    ]


def test_every_rate_fits_a_line_and_holds_on_some_day() -> None:
    for rate in VAT_RATES:
        assert 0 <= rate.vat < 100
        assert rate.vat == rate.vat.quantize(Decimal("0.01"))
        assert rate.holds_on(rate.first_day or rate.last_day or date(2026, 1, 1))
