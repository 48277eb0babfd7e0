"""Numbers that identify the parties of an e-invoice, as Peppol wants them written.

Sources: Peppol code list "Electronic Address Scheme" and ISO 6523; rules SE-R-001 to SE-R-004,
SE-R-013 and PEPPOL-COMMON-R041, R042 and R049, which all want valid check digits.
"""

from collections.abc import Callable
from dataclasses import dataclass

import stdnum.dk.cvr
import stdnum.eu.vat
import stdnum.fi.ytunnus
import stdnum.no.mva
import stdnum.no.orgnr
import stdnum.se.orgnr
from stdnum.util import clean

# ISO 3166, but for Greece (EL) and Northern Ireland (XI): how VAT numbers begin.
_IN_THE_EU = "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI"
EU_VAT_PREFIXES = frozenset(_IN_THE_EU.split())
OTHER_VAT_PREFIXES = frozenset({"CH", "GB", "IS", "LI", "NO"})


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a country's companies are identified: the code of the register, and of the address."""

    legal: str
    endpoint: str
    compact: Callable[[str], str]
    is_valid: Callable[[str], bool]
    endpoint_prefix: str = ""


@dataclass(frozen=True, slots=True)
class CompanyNumber:
    """A company's valid number in its register, and its electronic address made of it."""

    number: str
    scheme: str
    endpoint: str
    endpoint_scheme: str


def _swedish(number: str) -> str:
    """Ten digits; a sole trader's twelve lose their century."""
    digits = clean(number, " -.+").strip()
    return digits[2:] if len(digits) == 12 else digits


# The address of a Finnish company is its OVT code: 0037 before the digits of its Y-tunnus.
SCHEMES = {
    "SE": Scheme("0007", "0007", _swedish, stdnum.se.orgnr.is_valid),
    "NO": Scheme("0192", "0192", stdnum.no.orgnr.compact, stdnum.no.orgnr.is_valid),
    "DK": Scheme("0184", "0184", stdnum.dk.cvr.compact, stdnum.dk.cvr.is_valid),
    "FI": Scheme("0212", "0216", stdnum.fi.ytunnus.compact, stdnum.fi.ytunnus.is_valid, "0037"),
}


def company_number(number: str, country: str) -> CompanyNumber | None:
    """The number of a Nordic company; None when its check digit is wrong, or elsewhere."""
    scheme = SCHEMES.get(country)
    if scheme is None or not number:
        return None
    compact = scheme.compact(number)
    if not scheme.is_valid(compact):
        return None
    return CompanyNumber(
        compact, scheme.legal, f"{scheme.endpoint_prefix}{compact}", scheme.endpoint
    )


def vat_number(number: str) -> str:
    """SE556703748501: no blanks or hyphens; empty for one without a country in front (BR-CO-09)."""
    compact = clean(number, " -.").strip().upper()
    return compact if compact[:2] in EU_VAT_PREFIXES | OTHER_VAT_PREFIXES else ""


def is_vat_number_valid(number: str) -> bool:
    """Whether the number has its country's form and check digits, where they are known."""
    compact = vat_number(number)
    if compact[:2] in EU_VAT_PREFIXES:
        return bool(stdnum.eu.vat.is_valid(compact))
    if compact.startswith("NO"):
        return bool(stdnum.no.mva.is_valid(compact))
    return bool(compact)


def is_of_another_eu_country(number: str, country: str) -> bool:
    """Whether a VAT number was given by an EU country other than that one (ISO 3166 letters)."""
    prefix = vat_number(number)[:2]
    return prefix in EU_VAT_PREFIXES and {"EL": "GR", "XI": "GB"}.get(prefix, prefix) != country
