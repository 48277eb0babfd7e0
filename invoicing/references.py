"""Payment references: Swedish OCR numbers and Norwegian KIDs, made and checked by pure functions.

Sources: Bankgirot, "OCR-referenskontroll" (control levels, length digit); Nets, "KID" (mod 10 and
mod 11). References are strings of digits: leading zeros count. What is printed and what a bank
reports are compared as `normalise_ocr` and `normalise_kid` give them, whole strings only.

Either has an RF form too, which banks of all countries carry with an IBAN. Source: ISO 11649, with
the check digits of ISO 7064 MOD 97-10; `read_rf` gives the reference back.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

LONGEST_REFERENCE = 25
RF_BASE = re.compile(r"[0-9A-Za-z]{1,21}")
# RF where a word begins, and all that can belong to a number after it.
WRITTEN_RF = re.compile(r"\bRF[\s.-]*[0-9][0-9\s.-]*", re.IGNORECASE)
KID_MOD11_WEIGHTS = (2, 3, 4, 5, 6, 7)


class ControlLevel(StrEnum):
    """How strictly the merchant's bank checks OCR numbers, as agreed for the bankgiro."""

    NONE = "NONE"  # Free text: nothing is checked.
    SOFT = "SOFT"  # Check digit; the payer is warned and may go on.
    HARD = "HARD"  # Check digit; a payment with a wrong one is refused.
    HARD_VARIABLE_LENGTH = "HARD_VARIABLE_LENGTH"  # Length digit and check digit.
    HARD_FIXED_LENGTH = "HARD_FIXED_LENGTH"  # Check digit and one agreed length.


class KidAlgorithm(StrEnum):
    """Which check digit the merchant agreed with the bank."""

    MOD10 = "MOD10"
    MOD11 = "MOD11"


class InvalidReferenceBaseError(ValueError):
    """No reference can be made of this base."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the bank checks on an account. The default fits soft and hard control too.

    ocr_length: the agreed total length of OCR numbers, for HARD_FIXED_LENGTH only.
    """

    control_level: ControlLevel = ControlLevel.HARD_VARIABLE_LENGTH
    ocr_length: int = 0
    kid_algorithm: KidAlgorithm = KidAlgorithm.MOD10


def make_reference(base: str, reference_type: str, agreement: Agreement) -> str:
    """The reference that is printed, sent to the bank and matched: "OCR" or "KID" of a base.

    Raises InvalidReferenceBaseError as make_ocr and make_kid do.
    """
    if reference_type == "KID":
        return make_kid(base, agreement.kid_algorithm)
    return make_ocr(base, agreement.control_level, fixed_length=agreement.ocr_length)


def find_reference(text: str, reference_type: str, agreement: Agreement) -> str | None:
    """The reference in what a person or a bank wrote, as make_reference made it; None if wrong.

    The payments service matches deposits; this is the rule by which it must, and by which whatever
    is printed is proved to be readable for the bank. Where an RF form was written, it alone counts.
    """
    if WRITTEN_RF.search(text):
        text = read_rf(text) or ""
    if reference_type == "KID":
        kid = normalise_kid(text)
        return kid if is_kid(kid, agreement.kid_algorithm) else None
    ocr = normalise_ocr(text)
    lengths = {agreement.ocr_length}
    return ocr if is_ocr(ocr, agreement.control_level, fixed_lengths=lengths) else None


def make_ocr(base: str, level: ControlLevel, *, fixed_length: int = 0) -> str:
    """The OCR number of a base, as a bankgiro of that control level accepts it.

    base: ASCII digits. fixed_length: the agreed total length, for HARD_FIXED_LENGTH only; the base
    is filled with zeros on its left. Raises InvalidReferenceBaseError when the base is not digits
    or the result would have more than 25 digits or not the agreed length.
    """
    _require_digits(base)
    if level == ControlLevel.HARD_VARIABLE_LENGTH:
        base += str((len(base) + 2) % 10)
    elif level == ControlLevel.HARD_FIXED_LENGTH:
        base = base.zfill(fixed_length - 1)
        if len(base) != fixed_length - 1:
            raise InvalidReferenceBaseError(f"{base} does not fit into {fixed_length} digits.")
    return _require_length(base + luhn.calc_check_digit(base))


def is_ocr(reference: str, level: ControlLevel, *, fixed_lengths: Collection[int] = ()) -> bool:
    """Whether a bankgiro of that control level takes the reference.

    reference: as normalise_ocr gives it.
    fixed_lengths: the agreed total lengths, for HARD_FIXED_LENGTH only.
    """
    if not _is_digits(reference) or len(reference) > LONGEST_REFERENCE:
        return False
    if level == ControlLevel.NONE:
        return True
    if len(reference) < 2 or not luhn.is_valid(reference):
        return False
    if level == ControlLevel.HARD_VARIABLE_LENGTH:
        return len(reference) > 2 and reference[-2] == str(len(reference) % 10)
    if level == ControlLevel.HARD_FIXED_LENGTH:
        return len(reference) in fixed_lengths
    return True


def normalise_ocr(text: str) -> str:
    """The digits of a reference as a person or a bank wrote it; everything else is dropped."""
    return "".join(character for character in text if "0" <= character <= "9")


def make_kid(base: str, algorithm: KidAlgorithm) -> str:
    """The KID of a base: the base and its check digit, which is "-" for 10 in mod 11.

    Raises InvalidReferenceBaseError when the base is not digits or longer than 24.
    """
    _require_digits(base)
    return _require_length(base + _kid_check_digit(base, algorithm))


def is_kid(reference: str, algorithm: KidAlgorithm) -> bool:
    """Whether the check digit fits; the reference as normalise_kid gives it."""
    base, check_digit = reference[:-1], reference[-1:]
    if not _is_digits(base) or len(reference) > LONGEST_REFERENCE:
        return False
    return check_digit == _kid_check_digit(base, algorithm)


def normalise_kid(text: str) -> str:
    """The digits of a KID as written, and the hyphen at its end that stands for 10 in mod 11."""
    digits = normalise_ocr(text)
    return f"{digits}-" if digits and text.rstrip().endswith("-") else digits


def make_rf(base: str) -> str:
    """The RF creditor reference of a base: RF, two check digits, the base.

    base: up to 21 ASCII letters and digits; letters become capitals.
    Raises InvalidReferenceBaseError for any other, such as a longer OCR number.
    """
    if not RF_BASE.fullmatch(base):
        raise InvalidReferenceBaseError(f"{base!r} does not fit into an RF reference.")
    capitals = base.upper()
    return f"RF{mod_97_10.calc_check_digits(f'{capitals}RF')}{capitals}"


def is_rf(reference: str) -> bool:
    """Whether it is the one RF reference of its base; without blanks, in capitals.

    Check digits 00, 01 and 99 pass modulus 97 as well, but are never made.
    """
    base = reference[4:]
    return RF_BASE.fullmatch(base) is not None and reference == make_rf(base)


def rf_form(reference: str) -> str:
    """The RF form of an OCR number or KID; empty where it has none (over 21 digits, a hyphen)."""
    return make_rf(reference) if RF_BASE.fullmatch(reference) else ""


def read_rf(text: str) -> str | None:
    """The OCR number or KID in an RF form as somebody wrote it; None if wrong or absent."""
    written = WRITTEN_RF.search(text)
    if written is None:
        return None
    reference = f"RF{normalise_ocr(written[0])}"
    return reference[4:] if is_rf(reference) else None


def _kid_check_digit(base: str, algorithm: KidAlgorithm) -> str:
    if algorithm == KidAlgorithm.MOD10:
        check_digit: str = luhn.calc_check_digit(base)
        return check_digit
    total = sum(
        int(digit) * KID_MOD11_WEIGHTS[position % len(KID_MOD11_WEIGHTS)]
        for position, digit in enumerate(reversed(base))
    )
    return {11: "0", 10: "-"}.get(11 - total % 11, str(11 - total % 11))


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _require_digits(base: str) -> None:
    if not _is_digits(base):
        raise InvalidReferenceBaseError(f"{base!r} is not made of digits.")


def _require_length(reference: str) -> str:
    if len(reference) > LONGEST_REFERENCE:
        raise InvalidReferenceBaseError(f"{reference} has more than {LONGEST_REFERENCE} digits.")
    return reference
