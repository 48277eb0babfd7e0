"""Magic values: what a payer's card, phone or address does in the sandbox.

Card numbers work on the card page, phone numbers on Swish payments and SMS, addresses on e-mail.
"""

import re
from dataclasses import dataclass

APPROVED_CARD = "4242424242424242"
DECLINED_CARD = "4000000000000002"
CRASHING_CARD = "4000000000000119"
DECLINING_SWISH_PHONE = "+46700000001"
SECOND_TRY_SMS_PHONE = "+46700000007"
UNREPORTED_SMS_PHONE = "+46700000008"
UNDELIVERED_SMS_PHONE = "+46700000009"
BOUNCING_MAILBOX = "bounce"

CARD_DECISIONS = {DECLINED_CARD: "decline", CRASHING_CARD: "crash"}


@dataclass(frozen=True, slots=True)
class MagicValue:
    """A value to type and what then happens, for the screen."""

    value: str
    effect: str


MAGIC_VALUES = (
    MagicValue("4242 4242 4242 4242", "card: approved"),
    MagicValue("4000 0000 0000 0002", "card: declined"),
    MagicValue("4000 0000 0000 0119", "card: the provider crashes"),
    MagicValue(DECLINING_SWISH_PHONE, "Swish: declined"),
    MagicValue(UNDELIVERED_SMS_PHONE, "SMS: never arrives, reported as failed"),
    MagicValue(SECOND_TRY_SMS_PHONE, "SMS: fails the first time, arrives when it is sent again"),
    MagicValue(UNREPORTED_SMS_PHONE, "SMS: arrives, no report ever comes"),
    MagicValue(f"{BOUNCING_MAILBOX}@any.domain", "e-mail: bounces"),
)


def decide_card(number: str) -> str | None:
    """The decision a card number stands for (approve, decline, crash); None for no card number."""
    digits = re.sub(r"[ -]", "", number)
    if not re.fullmatch(r"[0-9]{12,19}", digits) or not has_luhn_digit(digits):
        return None
    return CARD_DECISIONS.get(digits, "approve")


def declines_swish(phone: str) -> bool:
    """Whether the owner of this phone declines; 0700000001 and 46700000001 are spellings of it."""
    return read_swedish_phone(phone) == DECLINING_SWISH_PHONE


def read_swedish_phone(phone: str) -> str:
    """The number with its country code; national numbers are taken to be Swedish."""
    digits = re.sub(r"[^0-9]", "", phone)
    if phone.strip().startswith("+"):
        return f"+{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"+46{digits[1:]}" if digits.startswith("0") else f"+{digits}"


def luhn_digit(digits: str) -> str:
    """The check digit that follows these digits, by the Luhn (modulus 10) rule."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if position % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def has_luhn_digit(digits: str) -> bool:
    """Whether the last digit is the check digit of those before it."""
    return luhn_digit(digits[:-1]) == digits[-1]
