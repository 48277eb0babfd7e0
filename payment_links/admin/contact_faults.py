"""Why a phone number or an e-mail address cannot be sent to, in the reader's language."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from payment_links.email_address import InvalidEmailError, usable_email
from payment_links.models import Tenant
from payment_links.phone import InvalidPhoneError

# The rules' own words, which the API shows, and ours.
PHONE_FAULTS = {
    "is not a phone number": _("This is not a phone number."),
    "is in a country that messages are not sent to": _(
        "This number is in a country that messages are not sent to."
    ),
    "is not a number in use": _("No such number is in use: look for a typing error."),
    "is not a mobile number": _("This is not a mobile number: an SMS would not arrive."),
}
EMAIL_FAULTS = {
    "is not an e-mail address": _("This is not an e-mail address."),
    "is too long": _("This e-mail address is too long."),
}


def phone_fault(text: str, tenant: Tenant) -> Any:
    """What is wrong with the number as the recipient of the tenant's SMS; "" when nothing is."""
    if not text:
        return _("Fill in the mobile number that the SMS goes to.")
    try:
        tenant.mobile_number(text)
    except InvalidPhoneError as error:
        return PHONE_FAULTS.get(str(error), _("This is not a phone number."))
    return ""


def email_fault(text: str) -> Any:
    """What is wrong with the address as the recipient of an e-mail; "" when nothing is."""
    if not text:
        return _("Fill in the address that the e-mail goes to.")
    try:
        usable_email(text)
    except InvalidEmailError as error:
        return EMAIL_FAULTS.get(str(error), _("This is not an e-mail address."))
    return ""
