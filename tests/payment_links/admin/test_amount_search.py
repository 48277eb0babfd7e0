"""Which words of the search box are amounts, and which are not."""

import pytest

from payment_links.admin.amount_search import SearchedAmount, amount_meant

CROWNS = ("SEK", "NOK", "DKK")


@pytest.mark.parametrize(
    ("text", "amount", "currencies"),
    [
        ("1 250,50", 125050, ()),
        ("1\u00a0250,50", 125050, ()),
        ("1250,5", 125050, ()),
        ("1250.50 kr", 125050, CROWNS),
        ("1.250,50 kr.", 125050, CROWNS),
        ("140 kr", 14000, CROWNS),
        ("140kr", 14000, CROWNS),
        ("SEK 140", 14000, ("SEK",)),
        ("140 nok", 14000, ("NOK",)),
        ("1,250.50 EUR", 125050, ("EUR",)),
        ("€12.50", 1250, ("EUR",)),
        ("£ 3", 300, ("GBP",)),
        ("140:-", 14000, ()),
        ("140:50", 14050, ()),
        ("0,50", 50, ()),
    ],
)
def test_a_comma_or_a_currency_makes_an_amount(
    text: str, amount: int, currencies: tuple[str, ...]
) -> None:
    assert amount_meant(text) == SearchedAmount(amount, currencies, is_certain=True)


@pytest.mark.parametrize(
    ("text", "amount"), [("140", 14000), ("1250.50", 125050), ("1 250", 125000), ("1.250", 125000)]
)
def test_bare_digits_may_be_an_amount(text: str, amount: int) -> None:
    assert amount_meant(text) == SearchedAmount(amount, (), is_certain=False)


@pytest.mark.parametrize(
    "text",
    ["", "kr", "0", "0,00", "0701740615", "070-174 06 15", "-140", "12 34", "1,2,3"]
    + ["140 kr SEK kr", "kr 140 kr", "Ek 140", "99999999999", "21474836,48", "140 USD", "1250,505"],
)
def test_other_words_are_no_amount(text: str) -> None:
    assert amount_meant(text) is None
