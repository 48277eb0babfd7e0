"""Amounts, rates and dates as documents print them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from invoicing.templatetags import printing


class Document:
    """As much of a document as the filters look at."""

    def __init__(self, locale: str = "sv-SE", currency: str = "SEK") -> None:
        self.locale = locale
        self.currency = currency


@pytest.mark.parametrize(
    ("locale", "amount", "number", "day"),
    [
        ("sv-SE", "1\u00a0234,50\u00a0kr", "1\u00a0234,50", "2026-12-03"),
        ("en-US", "1\u00a0234,50\u00a0kr", "1\u00a0234,50", "2026-12-03"),
        ("nb-NO", "1\u00a0234,50\u00a0SEK", "1\u00a0234,50", "03.12.2026"),
        ("da-DK", "1.234,50\u00a0SEK", "1.234,50", "03.12.2026"),
        ("fi-FI", "1\u00a0234,50\u00a0SEK", "1\u00a0234,50", "3.12.2026"),
    ],
)
def test_each_locale_writes_its_way(locale: str, amount: str, number: str, day: str) -> None:
    document: Any = Document(locale)

    assert printing.amount(123450, document) == amount
    assert printing.number(123450, document) == number
    assert printing.day(date(2026, 12, 3), document) == day


@pytest.mark.parametrize(
    ("value", "text"),
    [("6250", "62,50"), ("1013.3333333", "10,1333"), ("1322.5", "13,225"), ("-800", "-8,00")],
)
def test_unit_prices_have_up_to_four_decimals(value: str, text: str) -> None:
    document: Any = Document()

    assert printing.unit_price(Decimal(value), document) == text


@pytest.mark.parametrize(
    ("value", "text"), [("25.00", "25\u00a0%"), ("25.50", "25,5\u00a0%"), ("0.00", "0\u00a0%")]
)
def test_rates_have_no_needless_decimals(value: str, text: str) -> None:
    document: Any = Document()

    assert printing.rate(Decimal(value), document) == text


def test_texts_are_filled_without_being_read_as_formats() -> None:
    assert printing.fill("Säte: {place}", "{0.__class__}") == "Säte: {0.__class__}"


def test_the_page_counter_leaves_counting_to_the_style_sheet() -> None:
    assert printing.page_counter("Sida {page} av {pages}") == (
        'Sida <span class="page"></span> av <span class="pages-all"></span>'
    )


def test_a_qr_code_is_a_data_address() -> None:
    assert printing.qr_code("https://pay.example/x").startswith("data:image/svg+xml")


def test_moments_are_printed_on_the_sellers_clock() -> None:
    class InStockholm(Document):
        def in_seller_zone(self, moment: datetime) -> datetime:
            return moment.replace(hour=13, minute=5)

    document: Any = InStockholm()

    moment = datetime(2026, 12, 3, 12, 5, tzinfo=UTC)
    assert printing.day_and_time_of(moment, document) == "2026-12-03\u00a013:05"


@pytest.mark.parametrize(
    ("amount", "css_class"), [(99_999_999, ""), (100_000_000, "wide"), (-99_999_999, "wide")]
)
def test_amounts_from_a_million_on_ask_for_wider_columns(amount: int, css_class: str) -> None:
    document: Any = Document()
    document.total_amount = document.net_amount = document.vat_amount = amount
    document.lines = ()

    assert printing.width_class(document) == css_class


@pytest.mark.parametrize(
    ("reference", "text"),
    [("102343", "1023\u00a043"), ("1234", "1234"), ("12345678901", "1234\u00a05678\u00a0901")],
)
def test_references_are_typed_in_groups_of_four(reference: str, text: str) -> None:
    assert printing.in_groups(reference) == text
