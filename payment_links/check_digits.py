"""Numbers of accounts, companies and VAT whose check digits tell a typing error.

Sources: Bankgirot and Plusgirot (modulus 10), SKV 709 (Swedish organisation numbers),
folkbokföringslagen (1991:481) 18 and 18 b §§ (personnummer, samordningsnummer: what sole traders
have), and the registers of Norway, Denmark and Finland as python-stdnum knows them; VAT directive
art. 215 (how VAT numbers begin).
"""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from stdnum import iban, luhn
from stdnum.dk import cvr
from stdnum.eu import vat as eu_vat
from stdnum.fi import ytunnus
from stdnum.no import mva
from stdnum.no import orgnr as no_orgnr
from stdnum.se import orgnr as se_orgnr
from stdnum.util import clean


class Register(NamedTuple):
    """A country's register of companies: its shortest way to write a number, and its check."""

    compact: Callable[[str], str]
    is_valid: Callable[[str], bool]


SWEDISH = re.compile(
    r"(?P<century>[0-9]{2})?(?P<year>[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
    r"(?P<sign>[-+]?)[0-9]{4}"
)
# Where a person has year, month and day, a company has a "month" of at least 20, and the tax
# agency's files fill its number up to twelve digits with 16.
FIRST_MONTH_OF_COMPANIES = 20
CENTURY_OF_COMPANIES = "16"
CENTURIES_OF_BIRTH = ("18", "19", "20")
DAYS_ADDED_TO_COORDINATION_NUMBERS = 60


def _swedish(number: str) -> str:
    """Ten digits; a sole trader's twelve lose their century."""
    digits = str(se_orgnr.compact(clean(number, "+")))
    return digits[2:] if len(digits) == 12 else digits


def _is_swedish(number: str) -> bool:
    """Whether a company can have it, or a person: then its date must exist.

    Ten digits may be of any century: the plus sign, from the year in which a person becomes 100,
    tells it only together with today's date.
    """
    found = SWEDISH.fullmatch(clean(number, " .").strip())
    if found is None or not luhn.is_valid(_swedish(number)):
        return False
    if int(found["month"]) >= FIRST_MONTH_OF_COMPANIES:
        return found["sign"] != "+" and found["century"] in {None, CENTURY_OF_COMPANIES}
    day = int(found["day"])
    if day > DAYS_ADDED_TO_COORDINATION_NUMBERS:
        day -= DAYS_ADDED_TO_COORDINATION_NUMBERS
    return any(
        _is_date(int(f"{century}{found['year']}"), int(found["month"]), day)
        for century in CENTURIES_OF_BIRTH
        if found["century"] in {None, century}
    )


def _is_date(year: int, month: int, day: int) -> bool:
    with suppress(ValueError):
        return bool(date(year, month, day))
    return False


REGISTERS = {
    "SE": Register(_swedish, _is_swedish),
    "NO": Register(no_orgnr.compact, no_orgnr.is_valid),
    "DK": Register(cvr.compact, cvr.is_valid),
    "FI": Register(ytunnus.compact, ytunnus.is_valid),
}
# ISO 3166, but for Greece (EL) and Northern Ireland (XI).
_IN_THE_EU = "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI"
EU_VAT_PREFIXES = frozenset(_IN_THE_EU.split())
OTHER_VAT_PREFIXES = frozenset({"CH", "GB", "IS", "LI", "NO"})
COUNTRY_OF_PREFIX = {"EL": "GR", "XI": "GB"}


def is_bankgiro(number: str) -> bool:
    """Whether it is seven or eight digits with a right check digit, with or without hyphen."""
    return _fits(number, r"[0-9]{3,4}-?[0-9]{4}")


def is_plusgiro(number: str) -> bool:
    """Whether it is two to eight digits with a right check digit, the hyphen before the last."""
    return _fits(number.replace(" ", ""), r"[0-9]{1,7}-?[0-9]")


def is_iban(number: str) -> bool:
    """Whether it is an IBAN of a known country with right check digits."""
    return bool(iban.is_valid(number))


def is_organization_number(number: str, country: str) -> bool:
    """Whether a company of that country (ISO 3166 letters) can have it; True where unknown."""
    register = REGISTERS.get(country)
    return register is None or bool(register.is_valid(number))


def compact_organization_number(number: str, country: str) -> str:
    """5567037485: as the register of that country (ISO 3166 letters) has it, to be compared."""
    register = REGISTERS.get(country)
    return register.compact(number) if register else clean(number, " -.").strip()


def formatted_organization_number(number: str, country: str) -> str:
    """556703-7485, the Swedish way to print ten digits; other numbers stay as they are.

    The plus sign of a person of 100 years or more stays: without it, it is another person's number.
    """
    digits = compact_organization_number(number, country)
    if country == "SE" and re.fullmatch("[0-9]{10}", digits):
        return f"{digits[:6]}{'+' if '+' in number else '-'}{digits[6:]}"
    return number


def is_vat_number(number: str, country: str) -> bool:
    """Whether it is a VAT number of that country (ISO 3166 letters); True where unknown."""
    if country != "NO" and country.lower() not in eu_vat.MEMBER_STATES:
        return True
    return vat_country(number) == country and has_vat_check_digits(number)


def has_vat_check_digits(number: str) -> bool:
    """Whether a VAT number with its prefix is right, as far as its country's rule is known."""
    compact = compact_vat_number(number)
    if compact[:2] in EU_VAT_PREFIXES:
        return bool(eu_vat.is_valid(compact))
    if compact.startswith("NO"):
        return bool(mva.is_valid(compact))
    return bool(compact)


def compact_vat_number(number: str) -> str:
    """SE556703748501: no blanks or hyphens; empty for one without a known country in front."""
    compact = str(clean(number, " -.")).strip().upper()
    return compact if compact[:2] in EU_VAT_PREFIXES | OTHER_VAT_PREFIXES else ""


def vat_country(number: str) -> str:
    """The country (ISO 3166 letters) whose VAT number begins so; empty where none does."""
    prefix = compact_vat_number(number)[:2]
    return COUNTRY_OF_PREFIX.get(prefix, prefix)


def _fits(number: str, form: str) -> bool:
    return re.fullmatch(form, number, re.ASCII) is not None and luhn.is_valid(
        number.replace("-", "")
    )
