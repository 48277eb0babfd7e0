"""What invoicing adds to the actions on a payment link."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from invoicing import credit_notes, invoices
from invoicing.admin.missing import missing_before_issuing
from invoicing.models import CreditNote, Invoice
from payment_links.admin import display, link_actions
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


def _credit(link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime) -> str:
    note = credit_notes.credit_invoice(
        link.pk, None, reason=values.get("reason", ""), actor=actor, now=now
    )
    return credited_text(note)


def credited_text(note: CreditNote) -> str:
    """The sentence that tells of a new credit note."""
    return _("Credit note %(number)s over %(amount)s is issued.") % {
        "number": note.number,
        "amount": display.amount_text(note.total_amount, note.currency),
    }


def _is_creditable(link: PaymentLink) -> bool:
    return link.invoice_created and credit_notes.is_creditable(link)


def _is_creditable_in_part(link: PaymentLink) -> bool:
    return link.invoice_created and credit_notes.is_creditable_in_part(link)


link_actions.offer(
    link_actions.LinkAction(
        "credit_invoice",
        gettext_lazy("Credit invoice"),
        "undo",
        _credit,
        _is_creditable,
        warning=gettext_lazy(
            "Everything that has not been credited yet is credited with a new credit note. A link "
            "that waits for payment is cancelled: the payer can no longer pay. No money is moved: "
            "refund what was paid where it was paid. This cannot be undone."
        ),
        is_bulk=False,
        reason_label=gettext_lazy("Reason (printed on the credit note)"),
        needs_reason=True,
    )
)
link_actions.offer_form(
    link_actions.LinkForm(
        gettext_lazy("Credit a part"),
        "remove_shopping_cart",
        "admin:invoicing_creditnote_credit",
        _is_creditable_in_part,
    )
)
