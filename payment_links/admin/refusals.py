"""What a refusal says to staff: the rule's own sentence, in the reader's language.

The verbs speak the API's English. Their sentences are looked up in the catalogue as they stand in
the code, with their places still open, so that the rules themselves need know no language.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payment_links.errors import DomainError, InvalidInputError
from payment_links.models import PaymentLink

# What the API says of a field by its name, said by the name it has on the page.
OF_FIELDS = {
    "customer_phone is missing.": gettext_lazy("There is no phone number."),
    "customer_phone is not a phone number.": gettext_lazy("That is not a phone number."),
    "customer_phone is in a country that messages are not sent to.": gettext_lazy(
        "SMS are not sent to the country of this phone number."
    ),
    "customer_phone is not a number in use.": gettext_lazy("No such phone number is in use."),
    "customer_phone is not a mobile number.": gettext_lazy(
        "This phone number is not a mobile number, so it gets no SMS."
    ),
    "customer_email is missing.": gettext_lazy("There is no e-mail address."),
    "customer_email is not an e-mail address.": gettext_lazy("That is not an e-mail address."),
    "customer_email is too long.": gettext_lazy("The e-mail address is too long."),
}


def refusal_text(error: DomainError) -> str:
    """The refusal in the reader's language; one that is in no catalogue stays as it is."""
    return " ".join(_sentences(error))


def _sentences(error: DomainError) -> Iterator[str]:
    if isinstance(error, InvalidInputError):
        for fault in error.errors:
            yield str(OF_FIELDS.get(fault.description) or _(fault.description))
        return
    text = _(error.template) if error.template else ""
    facts = {name: _word(value) for name, value in error.facts.items()}
    yield text % facts if facts else text


def _word(value: object) -> str:
    """A status as the page names it; everything else as it is."""
    labels = dict(PaymentLink.Status.choices)
    return str(labels.get(str(value), value)).lower() if value in labels else str(value)
