"""Amounts in integer minor units: rounding, and the ways people write and read them."""

import re
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

# 1250,50 and 1 250,50 with either sign for decimals; 1.250,50 and 1,250.50 only as a whole, because
# 1.250 alone may mean one thousand or one.
_WRITTEN_AMOUNTS = (
    re.compile(r"-?(?:[0-9]{1,12}|[0-9]{1,3}(?: [0-9]{3}){1,3})(?:[.,][0-9]{1,2})?"),
    re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3}){1,3},[0-9]{1,2}"),
    re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3}){1,3}\.[0-9]{1,2}"),
)
_MINUS_SIGNS = str.maketrans("\u2212\u2013", "--")


class NotAnAmountError(ValueError):
    """The text is no amount, or might be two."""


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


def read_amount(text: str, currency: str) -> int:
    """Minor units of an amount as people write it: "1 250,50", "1250.5" or "-100 kr".

    Any blanks may part thousands. Raises NotAnAmountError for text that is no amount, has more
    decimals than the currency, or may be read in two ways, as "1.250".
    """
    words = " ".join(text.translate(_MINUS_SIGNS).split())
    number = re.sub(rf" ?(?:kr|:-|€|£|{currency})\.?$", "", words, flags=re.IGNORECASE)
    number = re.sub("^- ", "-", number)
    if not any(form.fullmatch(number) for form in _WRITTEN_AMOUNTS):
        raise NotAnAmountError(text)
    whole, decimals = number, ""
    if number[-3:-2] in {".", ","} or number[-2:-1] in {".", ","}:
        cut = max(number.rfind("."), number.rfind(","))
        whole, decimals = number[:cut], number[cut + 1 :]
    value = Decimal(f"{re.sub('[ .,]', '', whole)}.{decimals or '0'}")
    return int(value / to_major_units(1, currency))


def format_amount(amount: int, currency: str, locale: str) -> str:
    """The amount (minor units) as the payer reads it, with no-break spaces: "140,00 kr".

    locale: an API locale such as sv-SE; unknown ones are printed as English in Sweden.
    """
    print_locale = PRINT_LOCALES.get(locale, "en_SE")
    text: str = format_currency(to_major_units(amount, currency), currency, locale=print_locale)
    return text.replace(" ", "\u00a0")
