"""To whom a message goes: phone numbers and e-mail addresses, judged strictly before sending."""

from payment_links.email_address import InvalidEmailError, usable_email
from payment_links.errors import DomainError, FieldError, InvalidInputError
from payment_links.models import Distribution, PaymentLink
from payment_links.phone import InvalidPhoneError

Channel = Distribution.Channel

METHODS = {"sms": Channel.SMS, "email": Channel.EMAIL}


class UnknownMethodError(DomainError):
    code = "invalid_value"
    http_status = 422
    description = "methods must hold sms, email or both."
    property = "methods"


def channels_of(methods: list[str]) -> list[Channel]:
    """The channels behind the API's words, each once; raises UnknownMethodError."""
    if not methods or not set(methods) <= METHODS.keys():
        raise UnknownMethodError
    return [METHODS[method] for method in dict.fromkeys(methods)]


def recipients(
    link: PaymentLink,
    channels: list[Channel],
    *,
    customer_phone: str | None,
    customer_email: str | None,
) -> list[tuple[Channel, str]]:
    """Channel and recipient of every message: what was given, else the customer's own.

    Raises InvalidInputError that names every recipient that cannot be used.
    """
    found: list[tuple[Channel, str]] = []
    faults: list[FieldError] = []
    for channel in channels:
        try:
            if channel == Channel.SMS:
                found.append((channel, _phone(link, customer_phone)))
            else:
                found.append((channel, usable_email(customer_email or link.customer.email)))
        except (InvalidPhoneError, InvalidEmailError) as error:
            name = "customer_phone" if channel == Channel.SMS else "customer_email"
            faults.append(FieldError("invalid_value", f"{name} {error}.", name))
    if faults:
        raise InvalidInputError(faults)
    return found


def _phone(link: PaymentLink, given: str | None) -> str:
    text = given or link.customer.phone
    if not text.strip():
        raise InvalidPhoneError("is missing")
    return link.tenant.mobile_number(text)
