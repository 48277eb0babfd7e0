"""The words in which the office speaks of customers: fields, faults, reasons and likenesses."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from payment_links.admin.contact_faults import EMAIL_FAULTS, PHONE_FAULTS
from payment_links.customers.doubles import Likeness
from payment_links.customers.plans import Obstacle
from payment_links.models import Customer

# Why data are erased, GDPR art. 17.1; a list, so that nobody writes about the person.
REASONS: dict[Any, Any] = {
    "ASKED": _("The person asked for it"),
    "NOT_NEEDED": _("We no longer need the data"),
    "OBJECTED": _("The person objected or withdrew consent"),
    "UNLAWFUL": _("The data should never have been stored"),
}
LIKENESSES = {
    Likeness.PHONE: _("same phone"),
    Likeness.EMAIL: _("same e-mail"),
    Likeness.ORGANIZATION: _("same organisation number"),
    Likeness.NAME_AND_ADDRESS: _("same name and address"),
}
FAULTS = {
    **PHONE_FAULTS,
    **EMAIL_FAULTS,
    "is missing": _("This field is needed."),
    "is too long": _("This is too long."),
    "holds characters that cannot be used": _("This holds characters that cannot be used."),
    "is not an organisation number": _(
        "This is no organisation number of that country: look for a typing error."
    ),
    "is not a VAT number": _("This is no VAT number, as in SE556703748501."),
}


def field_label(name: str) -> str:
    """The name of a customer's value for people."""
    return capfirst(str(Customer._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def fault_text(fault: str) -> Any:
    """What is wrong with a value, in a sentence."""
    return FAULTS.get(fault, _("This cannot be used."))


def obstacle_text(obstacle: Obstacle, count: int) -> str:
    """What has to be settled before the data may be erased, and how."""
    texts = {
        Obstacle.OPEN_LINK: ngettext(
            "%(count)d link waits for payment: cancel it or let it expire.",
            "%(count)d links wait for payment: cancel them or let them expire.",
            count,
        ),
        Obstacle.PAYMENT_UNDER_WAY: ngettext(
            "%(count)d payment is under way: wait for its outcome, or credit the invoice whose "
            "deposit is awaited.",
            "%(count)d payments are under way: wait for their outcome, or credit the invoices "
            "whose deposits are awaited.",
            count,
        ),
        Obstacle.OPEN_EXCEPTION: ngettext(
            "%(count)d exception is open: settle it and mark it as resolved.",
            "%(count)d exceptions are open: settle them and mark them as resolved.",
            count,
        ),
        Obstacle.MESSAGE_UNDER_WAY: ngettext(
            "%(count)d message is being sent: try again when it is out.",
            "%(count)d messages are being sent: try again when they are out.",
            count,
        ),
    }
    return texts[obstacle] % {"count": count}


def kept_text(day: Any) -> str:
    """Until when the law keeps something."""
    return gettext("Kept until %(day)s because of the Bookkeeping Act.") % {"day": day}
