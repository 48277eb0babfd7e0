"""Danish FIK and Finnish viitenumero, made and checked by pure functions.

Sources: the Danish banks' rules of joint payment cards ("fælles indbetalingskort": card types,
lengths, modulus 10); Finance Finland's rules of the reference number (weights 7, 3, 1). Both are
strings of digits. Invoices carry OCR numbers and KIDs today: see references.py.
"""

import re
from enum import StrEnum

from stdnum import luhn

from invoicing.references import InvalidReferenceBaseError

FIK_LINE = re.compile(r"\+(?P<card>[0-9]{2})<(?P<identification>[0-9]*)\+(?P<account>[0-9]+)<")
SHORTEST_VIITENUMERO = 4
LONGEST_VIITENUMERO = 20
VIITENUMERO_WEIGHTS = (7, 3, 1)
DIGITS_OF_A_GROUP = 5


class FikCard(StrEnum):
    """The card type ("kortart"): what identifies the payment, and what account it goes to."""

    TYPE_71 = "71"  # Identification; creditor number.
    TYPE_75 = "75"  # Identification and room for a message; creditor number.
    TYPE_73 = "73"  # Only a message; creditor number.
    TYPE_04 = "04"  # Identification; giro number.
    TYPE_15 = "15"  # Identification; giro number.


IDENTIFICATION_LENGTHS = {
    FikCard.TYPE_71: 15,
    FikCard.TYPE_75: 16,
    FikCard.TYPE_73: 0,
    FikCard.TYPE_04: 16,
    FikCard.TYPE_15: 16,
}
CREDITOR_LENGTHS = frozenset({8})
GIRO_LENGTHS = frozenset({7, 8})


def make_fik(base: str, account: str, card: FikCard) -> str:
    """The line to pay by: "+71<004040400000669+12345678<".

    base: ASCII digits, as many as fit before the check digit; empty for type 73.
    account: the creditor number (8 digits), for the giro cards the giro number (7 or 8).
    Raises InvalidReferenceBaseError when either does not fit.
    """
    line = f"+{card}<{make_fik_identification(base, card)}+{account}<"
    if not is_fik(line):
        raise InvalidReferenceBaseError(f"{account!r} is no account for card type {card}.")
    return line


def make_fik_identification(base: str, card: FikCard) -> str:
    """The base behind zeros, up to the card's length with the check digit.

    base: ASCII digits; empty for type 73, which has no identification.
    Raises InvalidReferenceBaseError when the base is not digits, too long, or not wanted.
    """
    length = IDENTIFICATION_LENGTHS[card]
    if not length and not base:
        return ""
    if not _is_digits(base) or len(base) >= length:
        raise InvalidReferenceBaseError(f"{base!r} does not fit into card type {card}.")
    return f"{base}{luhn.calc_check_digit(base)}".zfill(length)


def is_fik(line: str) -> bool:
    """Whether card type, lengths and check digit of a whole line fit; blanks are passed over."""
    found = FIK_LINE.fullmatch("".join(line.split()))
    if found is None or found["card"] not in set(FikCard):
        return False
    card, identification = FikCard(found["card"]), found["identification"]
    is_giro = card in {FikCard.TYPE_04, FikCard.TYPE_15}
    return (
        len(identification) == IDENTIFICATION_LENGTHS[card]
        and (not identification or luhn.is_valid(identification))
        and len(found["account"]) in (GIRO_LENGTHS if is_giro else CREDITOR_LENGTHS)
    )


def make_viitenumero(base: str) -> str:
    """The Finnish reference of a base: the base and its check digit.

    base: 3 to 19 ASCII digits, the first of them not zero, since banks drop zeros in front.
    Raises InvalidReferenceBaseError for any other.
    """
    reference = f"{base}{_viitenumero_check_digit(base)}" if _is_digits(base) else ""
    if not is_viitenumero(reference):
        raise InvalidReferenceBaseError(f"{base!r} is no base of a viitenumero.")
    return reference


def is_viitenumero(reference: str) -> bool:
    """Whether length and check digit fit; the reference as normalise_viitenumero gives it."""
    return (
        _is_digits(reference)
        and SHORTEST_VIITENUMERO <= len(reference) <= LONGEST_VIITENUMERO
        and not reference.startswith("0")
        and reference[-1] == _viitenumero_check_digit(reference[:-1])
    )


def normalise_viitenumero(text: str) -> str:
    """The digits as a person or a bank wrote them, without the zeros that banks put in front."""
    return "".join(character for character in text if "0" <= character <= "9").lstrip("0")


def format_viitenumero(reference: str) -> str:
    """In groups of five from the right, as it is printed: "202 60008"."""
    first = len(reference) % DIGITS_OF_A_GROUP
    starts = range(first, len(reference), DIGITS_OF_A_GROUP)
    groups = [reference[:first], *(reference[at : at + DIGITS_OF_A_GROUP] for at in starts)]
    return " ".join(group for group in groups if group)


def _viitenumero_check_digit(base: str) -> str:
    total = sum(
        int(digit) * VIITENUMERO_WEIGHTS[position % len(VIITENUMERO_WEIGHTS)]
        for position, digit in enumerate(reversed(base))
    )
    return str(-total % 10)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
