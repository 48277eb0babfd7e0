"""Numbers that identify the parties of an e-invoice, as Peppol wants them written.

Sources: Peppol code list "Electronic Address Scheme" and ISO 6523; rules SE-R-003, SE-R-004,
SE-R-013 and PEPPOL-COMMON-R041, R042 and R049, which all want valid check digits.
"""

from dataclasses import dataclass

from payment_links import check_digits


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a country's companies are identified: the code of the register, and of the address."""

    legal: str
    endpoint: str
    endpoint_prefix: str = ""


@dataclass(frozen=True, slots=True)
class CompanyNumber:
    """A company's valid number in its register, and its electronic address made of it."""

    number: str
    scheme: str
    endpoint: str
    endpoint_scheme: str


# The address of a Finnish company is its OVT code: 0037 before the digits of its Y-tunnus.
SCHEMES = {
    "SE": Scheme("0007", "0007"),
    "NO": Scheme("0192", "0192"),
    "DK": Scheme("0184", "0184"),
    "FI": Scheme("0212", "0216", "0037"),
}


def company_number(number: str, country: str) -> CompanyNumber | None:
    """The number of a Nordic company; None when its check digit is wrong, or elsewhere."""
    scheme = SCHEMES.get(country)
    if scheme is None or not check_digits.is_organization_number(number, country):
        return None
    compact = check_digits.compact_organization_number(number, country)
    return CompanyNumber(
        compact, scheme.legal, f"{scheme.endpoint_prefix}{compact}", scheme.endpoint
    )


def is_of_another_eu_country(number: str, country: str) -> bool:
    """Whether a VAT number was given by an EU country other than that one (ISO 3166 letters)."""
    prefix = check_digits.compact_vat_number(number)[:2]
    return prefix in check_digits.EU_VAT_PREFIXES and check_digits.vat_country(number) != country
