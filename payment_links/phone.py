"""Phone numbers as people write them, judged strictly when something is to be sent."""

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

SHAPES = (PhoneNumberFormat.E164, PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL)
MOBILE_TYPES = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}


class InvalidPhoneError(ValueError):
    """The text is no number that can receive an SMS; the message says why."""


def to_e164(text: str, *, default_country: str, allowed_countries: list[str]) -> str:
    """The mobile number in E.164 form: "070-123 12 12" with default country SE is "+46701231212".

    Countries are ISO 3166 letters. Raises InvalidPhoneError for text that is no number, a number
    of another country, a landline or a premium number.
    """
    try:
        number = phonenumbers.parse(text, default_country)
    except NumberParseException as error:
        raise InvalidPhoneError("is not a phone number") from error
    if phonenumbers.region_code_for_number(number) not in allowed_countries:
        if not phonenumbers.is_possible_number(number):
            raise InvalidPhoneError("is not a phone number")
        raise InvalidPhoneError("is in a country that messages are not sent to")
    if not phonenumbers.is_valid_number(number):
        raise InvalidPhoneError("is not a number in use")
    if phonenumbers.number_type(number) not in MOBILE_TYPES:
        raise InvalidPhoneError("is not a mobile number")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def spellings(text: str, country: str) -> set[str]:
    """The ways in which people write the number: +46…, 070…, with gaps or not; the text is one.

    country: of numbers without a country code, ISO 3166 letters.
    """
    found = {text, re.sub(r"[^\d+]", "", text)}
    try:
        number = phonenumbers.parse(text, country)
    except NumberParseException:
        return found
    for shape in SHAPES:
        written = phonenumbers.format_number(number, shape)
        found |= {written, written.replace(" ", ""), written.replace("-", " ")}
        found |= {re.sub(r"[^\d+]", "", written), written.replace(" ", "-")}
    digits = phonenumbers.format_number(number, PhoneNumberFormat.E164).removeprefix("+")
    return found | {digits, f"00{digits}"}


def mask_phone(text: str) -> str:
    """The number with all but its last two digits hidden, for the payer's eyes."""
    digits = [character for character in text if character.isdigit()]
    return f"••• ••{''.join(digits[-2:])}" if len(digits) > 3 else ""
