"""What invoicing adds to the actions on a payment link."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from invoicing import invoices
from invoicing.admin.missing import missing_before_issuing
from invoicing.models import Invoice
from payment_links.admin import link_actions
from payment_links.models import Actor, PaymentLink

Status = PaymentLink.Status


def _issue(link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime) -> str:
    is_norwegian = link.merchant.country == "NO"
    reference_type = Invoice.ReferenceType.KID if is_norwegian else Invoice.ReferenceType.OCR
    invoice = invoices.issue_invoice(link.pk, reference_type, "", actor=actor, now=now)
    return _("Invoice %(number)s is issued.") % {"number": invoice.number}


def _is_offered(link: PaymentLink) -> bool:
    return not link.invoice_created and link.status in {Status.CREATED, Status.COMPLETED}


link_actions.offer(
    link_actions.LinkAction(
        "issue_invoice",
        gettext_lazy("Issue invoice"),
        "receipt_long",
        _issue,
        _is_offered,
        notices=missing_before_issuing,
    )
)
