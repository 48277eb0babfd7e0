"""Numbers of accounts, companies and VAT whose check digits tell a typing error.

Sources: Bankgirot and Plusgirot (modulus 10), SKV 709 (Swedish organisation numbers), and the
registers of Norway, Denmark and Finland as python-stdnum knows them.
"""

import re
from collections.abc import Callable

from stdnum import iban, luhn
from stdnum.dk import cvr
from stdnum.eu import vat as eu_vat
from stdnum.fi import alv, ytunnus
from stdnum.no import mva, orgnr
from stdnum.se import orgnr as se_orgnr
from stdnum.se import vat as se_vat

Check = Callable[[str], bool]
ORGANIZATION_NUMBERS: dict[str, Check] = {
    "SE": se_orgnr.is_valid,
    "NO": orgnr.is_valid,
    "DK": cvr.is_valid,
    "FI": ytunnus.is_valid,
}
VAT_NUMBERS: dict[str, Check] = {"SE": se_vat.is_valid, "NO": mva.is_valid, "FI": alv.is_valid}


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
    check = ORGANIZATION_NUMBERS.get(country)
    return check is None or bool(check(number))


def is_vat_number(number: str, country: str) -> bool:
    """Whether it is a VAT number of that country, with its prefix; True where unknown."""
    check = VAT_NUMBERS.get(country)
    if check is None and country.lower() in eu_vat.MEMBER_STATES:
        check = eu_vat.is_valid
    return check is None or (number.upper().startswith(country) and bool(check(number)))


def _fits(number: str, form: str) -> bool:
    return re.fullmatch(form, number, re.ASCII) is not None and luhn.is_valid(
        number.replace("-", "")
    )
