"""From a cell to a value: what people and spreadsheets write, read strictly and never guessed."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from payment_links.batches.sheets import Cell
from payment_links.email_address import InvalidEmailError, usable_email
from payment_links.models.links import LANGUAGES
from payment_links.models.tenants import CURRENCIES
from payment_links.text import has_invalid_characters, is_blank

AMOUNTS = range(-(2**31), 2**31)
MOST_UNITS = 1_000_000
# Day 0 of Excel's calendar, and the days between which a bare number is taken for a date.
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_DAYS = range(36526, 73051)
FIRST_DATE, LAST_DATE = date(2000, 1, 1), date(2100, 12, 31)

_MONEY_WORDS = re.compile(r"(?:kr\.?|sek|nok|dkk|eur|gbp|€|£|:-)", re.IGNORECASE)
_SIGNS = {"€": "EUR", "£": "GBP"}
_CROWNS = frozenset({"SEK", "NOK", "DKK"})
_BLANKS = re.compile(r"[\s'’\u202f]")
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_EXPONENT = re.compile(r"[0-9][.,]?[0-9]*[eE]\+?[0-9]+")
_DATES = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<year>[0-9]{4})[/.](?P<month>[0-9]{1,2})[/.](?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
    re.compile(r"(?P<day>[0-9]{1,2})[./-](?P<month>[0-9]{1,2})[./-](?P<year>[0-9]{4})"),
)
_SHEET_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_LANGUAGE_WORDS = {
    "sv-SE": ("sv", "se", "swe", "svenska", "swedish", "sv-se"),
    "nb-NO": ("nb", "no", "nor", "norska", "norsk", "norwegian", "nb-no"),
    "da-DK": ("da", "dk", "dan", "danska", "dansk", "danish", "da-dk"),
    "fi-FI": ("fi", "fin", "finska", "suomi", "finnish", "fi-fi"),
    "en-US": ("en", "eng", "engelska", "english", "en-us", "en-gb"),
}
LOCALES = {word: locale for locale in LANGUAGES for word in _LANGUAGE_WORDS[locale]}


class InvalidCellError(ValueError):
    """The cell holds no such value; code: one of problems.ERRORS, more: for its words."""

    def __init__(self, code: str, **more: str) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


def read_text(cell: Cell, *, most: int, one_line: bool = True) -> str:
    """The cell as text; a number as it would be written."""
    text = str(cell).strip()
    if text.startswith("=") or text in _SHEET_ERRORS:
        raise InvalidCellError("formula")
    if has_invalid_characters(text, one_line=one_line):
        raise InvalidCellError("invalid_characters")
    if is_blank(text):
        return ""
    if len(text) > most:
        raise InvalidCellError("too_long", most=str(most))
    return text


def read_code(cell: Cell, *, most: int) -> str:
    """A number that is a name, as of an order or a company: no digit of it may be lost."""
    if isinstance(cell, float) or (isinstance(cell, str) and _EXPONENT.fullmatch(cell)):
        raise InvalidCellError("shortened")
    return read_text(cell, most=most)


def read_amount(cell: Cell, currency: str) -> int:
    """Money in major units as minor units: "1 234,50", "1.234,50", "140 kr", -49.5.

    currency: the row's; an amount that names another one is refused.
    """
    for word in _MONEY_WORDS.findall(str(cell)):
        named = _SIGNS.get(word, word.upper())
        is_crowns = named.startswith("KR") and currency in _CROWNS
        if named not in {currency, ":-"} and not is_crowns:
            raise InvalidCellError("other_currency", currency=currency)
    amount = _decimal(cell, _MONEY_WORDS.sub("", str(cell))) * 100
    if amount != amount.to_integral_value():
        raise InvalidCellError("too_many_decimals")
    if int(amount) not in AMOUNTS:
        raise InvalidCellError("out_of_range")
    return int(amount)


def read_quantity(cell: Cell) -> int:
    """Whole units, one or more."""
    number = _decimal(cell, str(cell))
    if number != number.to_integral_value() or number < 1:
        raise InvalidCellError("not_whole")
    if number > MOST_UNITS:
        raise InvalidCellError("out_of_range")
    return int(number)


def read_vat(cell: Cell) -> Decimal:
    """A rate in percent: "25 %", "11,11"; as over the API, 0.25 is taken times 100."""
    text = str(cell)
    try:
        rate = _decimal(cell, text.replace("%", ""))
    except InvalidCellError as error:
        code = "not_percent" if error.code != "formula" else "formula"
        raise InvalidCellError(code) from error
    percent = rate * 100 if 0 < rate < 1 and "%" not in text else rate
    if not 0 <= percent < 100 or percent != round(percent, 2):
        raise InvalidCellError("not_percent")
    return abs(round(percent, 2))


def read_date(cell: Cell) -> date:
    """2026-12-01, 20261201, 1.12.2026, 1/12/2026 (the day comes first), or Excel's own dates."""
    if isinstance(cell, int) and cell in EXCEL_DAYS:
        return EXCEL_EPOCH + timedelta(days=cell)
    text = str(cell).strip()
    if text.startswith("="):
        raise InvalidCellError("formula")
    day = _day_of(text)
    for form in _DATES:
        if found := form.fullmatch(day):
            parts = {name: int(value) for name, value in found.groupdict().items()}
            try:
                read = date(**parts)
            except ValueError as error:
                raise InvalidCellError("not_a_date") from error
            if FIRST_DATE <= read <= LAST_DATE:
                return read
    raise InvalidCellError("not_a_date")


def read_email(cell: Cell) -> str:
    """An address that an e-mail can be sent to."""
    text = read_text(cell, most=254)
    try:
        return usable_email(text) if text else ""
    except InvalidEmailError as error:
        raise InvalidCellError("not_an_email") from error


def read_locale(cell: Cell) -> str:
    """One of our locales, from a code or the name of a language."""
    locale = LOCALES.get(str(cell).strip().lower().replace("_", "-"))
    if locale is None:
        raise InvalidCellError("unknown_language")
    return locale


def read_currency(cell: Cell) -> str:
    """One of our currencies; "kr" says nothing of which."""
    code = str(cell).strip().upper()
    if code not in CURRENCIES:
        raise InvalidCellError("unknown_currency", known=", ".join(CURRENCIES))
    return code


def split_name(text: str) -> tuple[str, str]:
    """First and last name of "Bertil Jönsson" or "Jönsson, Bertil"."""
    last, comma, first = (part.strip() for part in text.partition(","))
    if not comma:
        first, _blank, last = text.strip().rpartition(" ")
    if not first.strip() or not last:
        raise InvalidCellError("one_name_only")
    return first.strip(), last


def _decimal(cell: Cell, text: str) -> Decimal:
    """The number of a cell: Excel's own without its binary noise, or text in Nordic or English."""
    if isinstance(cell, int | float):
        exact = Decimal(repr(cell))
        rounded = exact.quantize(Decimal("0.0001")) if abs(exact) < 10**12 else exact
        return rounded if abs(exact - rounded) < Decimal("0.000001") else exact
    if text.strip().startswith("=") or text.strip() in _SHEET_ERRORS:
        raise InvalidCellError("formula")
    if _EXPONENT.fullmatch(text.strip()):
        raise InvalidCellError("shortened")
    plain = _with_point(_BLANKS.sub("", text).replace("\u2212", "-").replace("\u2013", "-"))
    if not _NUMBER.fullmatch(plain):
        raise InvalidCellError("not_a_number")
    try:
        return Decimal(plain)
    except InvalidOperation as error:
        raise InvalidCellError("not_a_number") from error


def _with_point(text: str) -> str:
    """The number with a decimal point and no marks between thousands.

    The last of two kinds of marks is the decimal one. One mark before exactly three digits says
    nothing: that is asked, not guessed, except behind a lone zero.
    """
    marks = [character for character in text if character in ",."]
    if not marks:
        return text
    last = marks[-1]
    whole, _mark, decimals = text.rpartition(last)
    others = set(marks[:-1])
    if last in others:
        # Repeated: thousands, 1.234.567; grouped in threes or not a number at all.
        groups = text.lstrip("-+").split(last)
        are_thousands = others == {last} and all(len(group) == 3 for group in groups[1:])
        return text.replace(last, "") if are_thousands and len(groups[0]) <= 3 else ""
    if others:
        return _ungrouped(whole, others.pop()) + "." + decimals
    if len(decimals) == 3 and whole.lstrip("-+") not in {"", "0"} and len(whole.lstrip("-+")) <= 3:
        raise InvalidCellError("ambiguous_number", plain=f"{whole}{decimals},00")
    return f"{whole}.{decimals}"


def _ungrouped(whole: str, mark: str) -> str:
    """The whole part without its marks; empty when they do not stand between thousands."""
    first, *groups = whole.lstrip("-+").split(mark)
    if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in groups):
        return "?"
    return whole.replace(mark, "")


def _day_of(text: str) -> str:
    """The day of a moment; other text stays as it is."""
    if len(text) <= len("2026-12-01"):
        return text
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        return text
