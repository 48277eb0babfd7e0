"""Phone numbers of a file, also those that a spreadsheet took for numbers."""

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException

from payment_links.batches.cell_values import InvalidCellError, read_code
from payment_links.batches.sheets import Cell
from payment_links.models import Tenant
from payment_links.phone import InvalidPhoneError

LONGEST_PHONE = 40
_DIGITS_ONLY = re.compile(r"[1-9][0-9]{6,14}")


@dataclass(frozen=True, slots=True)
class ReadPhone:
    """A number as it goes on the link. mobile: in E.164 form, empty when no SMS can reach it.

    is_completed: it had lost its zero or its plus, and got it back.
    """

    text: str
    mobile: str = ""
    is_completed: bool = False


def read_phone(cell: Cell, tenant: Tenant) -> ReadPhone:
    """The phone number of a cell: "070-174 06 15", 701740615 or 46701740615 as a number.

    Raises InvalidCellError when it is no phone number, or lost digits on its way here.
    """
    text = read_code(int(cell) if _is_whole(cell) else cell, most=LONGEST_PHONE)
    if not text:
        return ReadPhone("")
    if _DIGITS_ONLY.fullmatch(text):
        return _completed(text, tenant)
    mobile = _mobile(text, tenant)
    if not mobile and not _is_possible(text, tenant.default_country):
        raise InvalidCellError("not_a_phone")
    return ReadPhone(text, mobile)


def _is_whole(cell: Cell) -> bool:
    return isinstance(cell, float) and cell.is_integer()


def _completed(digits: str, tenant: Tenant) -> ReadPhone:
    """Digits without zero or plus before them: what makes a number of them that is in use."""
    for text in (f"0{digits}", f"+{digits}", digits):
        try:
            number = phonenumbers.parse(text, tenant.default_country)
        except NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return ReadPhone(text, _mobile(text, tenant), is_completed=text != digits)
    if not _is_possible(digits, tenant.default_country):
        raise InvalidCellError("not_a_phone")
    return ReadPhone(digits)


def _is_possible(text: str, country: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(text, country))
    except NumberParseException:
        return False


def _mobile(text: str, tenant: Tenant) -> str:
    try:
        return tenant.mobile_number(text)
    except InvalidPhoneError:
        return ""
