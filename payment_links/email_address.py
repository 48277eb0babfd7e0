"""E-mail addresses, judged strictly before anything is sent to one."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

LONGEST_EMAIL = 254


class InvalidEmailError(ValueError):
    """The text is no address that an e-mail can be sent to."""


def usable_email(text: str) -> str:
    """The address without surrounding spaces; raises InvalidEmailError when it is none."""
    address = text.strip(" ")
    if not address:
        raise InvalidEmailError("is missing")
    try:
        validate_email(address)
    except ValidationError as error:
        raise InvalidEmailError("is not an e-mail address") from error
    if len(address) > LONGEST_EMAIL:
        raise InvalidEmailError("is too long")
    return address
