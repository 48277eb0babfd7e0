"""Amounts in integer minor units: rounding and the way people read them."""

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_currency, get_currency_precision

# In which locale amounts are printed per API locale. Plain `en` would print US symbols.
PRINT_LOCALES = {
    "sv-SE": "sv_SE",
    "nb-NO": "nb_NO",
    "da-DK": "da_DK",
    "fi-FI": "fi_FI",
    "en-US": "en_SE",
}


def round_half_up(value: Decimal) -> int:
    """The one rounding rule for money: to whole minor units, halves away from zero."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def to_major_units(amount: int, currency: str) -> Decimal:
    """14000 minor units of SEK as Decimal("140.00")."""
    precision: int = get_currency_precision(currency)
    return Decimal(amount).scaleb(-precision)


def plain_amount(amount: int, currency: str, *, separator: str = ".") -> str:
    """Minor units as a number without grouping, so that programs read it: "-1234.50"."""
    return f"{to_major_units(amount, currency):f}".replace(".", separator)


def format_amount(amount: int, currency: str, locale: str) -> str:
    """The amount (minor units) as the payer reads it, with no-break spaces: "140,00 kr".

    locale: an API locale such as sv-SE; unknown ones are printed as English in Sweden.
    """
    print_locale = PRINT_LOCALES.get(locale, "en_SE")
    text: str = format_currency(to_major_units(amount, currency), currency, locale=print_locale)
    return text.replace(" ", "\u00a0")
