"""What a link will come to and what its messages will say, before it is made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from payment_links import sms_text
from payment_links.admin import display
from payment_links.admin.contact_faults import email_fault, phone_fault
from payment_links.admin.new_link_form import NewLinkForm
from payment_links.admin.new_link_start import CUSTOMER_FIELDS
from payment_links.clock import day_of
from payment_links.distribution.texts import write_email, write_sms
from payment_links.lateness import is_overdue
from payment_links.links import first_expiry
from payment_links.models import Customer, PaymentLink
from payment_links.models.fields import random_token
from payment_links.new_link import AMOUNTS, NewItem, line_amounts
from payment_links.vat import VatLine, totals_per_rate

# As long as the one that the link gets, so that the text has its exact length.
LONG_AS_TOKEN = "x" * len(random_token())
SHORTENED = "…"
# Of a description, beside the form where it is written out.
LONGEST_LINE = 60


@dataclass(frozen=True, slots=True)
class SmsPreview:
    """The SMS as it would be sent. fault: why it could not be; warning: what makes it dear."""

    sender: str
    text: str
    segments: str
    fault: Any
    warning: str


@dataclass(frozen=True, slots=True)
class EmailPreview:
    """The e-mail as it would be sent. fault: why it could not be."""

    subject: str
    text: str
    fault: Any


@dataclass(frozen=True, slots=True)
class Preview:
    """What stands beside the form. total_amount: minor units; notes: what to look at again."""

    total_amount: int
    total: str
    due: str
    lines: list[dict[str, str]]
    rates: list[dict[str, str]]
    notes: list[str]
    sms: SmsPreview | None
    email: EmailPreview | None


def reckon(form: NewLinkForm, now: datetime) -> Preview:
    """The preview of a sent form, finished or not: lines that lack something are left out."""
    form.is_valid()
    items = form.priced_items()
    amounts = line_amounts(items, form.basis)
    total = sum(amounts)
    is_payable = total > 0 and total in AMOUNTS
    link = _draft(form, total, now) if is_payable else None
    currency = form.currency_shown
    return Preview(
        total_amount=total,
        total=display.amount_text(total, currency),
        due=_due_text(form),
        lines=[
            _line_row(item, amount, currency) for item, amount in zip(items, amounts, strict=True)
        ],
        rates=_rate_rows(items, amounts, currency),
        notes=[*_left_out(form, len(items)), *_doubts(form, total, now)],
        sms=_sms(link) if link else None,
        email=_email(link) if link else None,
    )


def _due_text(form: NewLinkForm) -> str:
    """The last day, which is folded away in the form."""
    due_date = form.cleaned_data.get("due_date")
    if not due_date:
        return _("No due date")
    return _("Due date %(date)s") % {"date": due_date.isoformat()}


def _line_row(item: NewItem, amount: int, currency: str) -> dict[str, str]:
    return {
        "description": Truncator(item.description).chars(LONGEST_LINE)
        or _("A line without a text"),
        "amount": display.amount_text(amount, currency),
    }


def _rate_rows(items: list[NewItem], amounts: list[int], currency: str) -> list[dict[str, str]]:
    lines = [
        VatLine(amount, item.vat, item.vat_treatment)
        for item, amount in zip(items, amounts, strict=True)
    ]
    return [
        {
            "vat": display.percent_text(rate.vat),
            "treatment": display.treatment_text(rate.treatment),
            "net": display.amount_text(rate.net_amount, currency),
            "vat_amount": display.amount_text(rate.vat_amount, currency),
        }
        for rate in totals_per_rate(lines)
    ]


def _left_out(form: NewLinkForm, priced: int) -> list[str]:
    """That the total lacks lines which something is written in."""
    count = sum(not line.is_blank for line in form.lines) - priced
    if count <= 0:
        return []
    text = ngettext(
        "%(count)d line is not in the total: its price, quantity or VAT is missing or wrong.",
        "%(count)d lines are not in the total: price, quantity or VAT is missing or wrong.",
        count,
    )
    return [text % {"count": count}]


def _doubts(form: NewLinkForm, total: int, now: datetime) -> list[str]:
    """What is allowed and yet likely to be a mistake."""
    doubts = []
    due_date = form.cleaned_data.get("due_date")
    if is_overdue(due_date, day_of(now, form.start.merchant.time_zone)):
        doubts.append(_("The due date has passed."))
    if total < 0:
        doubts.append(_("The discounts are larger than the rest."))
    return doubts


def _draft(form: NewLinkForm, total: int, now: datetime) -> PaymentLink:
    """The link as far as messages read it; it is never saved."""
    values = form.cleaned_data
    merchant = form.start.merchant
    due_date = values.get("due_date")
    described = {name: values.get(name, "") for name in CUSTOMER_FIELDS}
    return PaymentLink(
        tenant=merchant.tenant,
        merchant=merchant,
        customer=Customer(tenant=merchant.tenant, merchant=merchant, **described),
        currency=form.currency_shown,
        total_amount=total,
        locale=values.get("locale") or merchant.locale,
        due_date=due_date,
        expires_at=first_expiry(merchant, due_date, now),
        checkout_token=LONG_AS_TOKEN,
    )


def _sms(link: PaymentLink) -> SmsPreview:
    written = write_sms(link)
    segments = ngettext("%(count)d SMS", "%(count)d SMS", written.segments)
    costly = sms_text.costly_characters(written.text)
    warning = ""
    if costly:
        warning = _(
            "Not in the SMS alphabet: %(characters)s. One SMS then holds 70 characters instead of "
            "160, which can double the price."
        ) % {"characters": " ".join(costly)}
    return SmsPreview(
        sender=written.sender,
        text=written.text.replace(LONG_AS_TOKEN, SHORTENED),
        segments=segments % {"count": written.segments},
        fault=phone_fault(link.customer.phone, link.tenant),
        warning=warning,
    )


def _email(link: PaymentLink) -> EmailPreview:
    written = write_email(link, attached=False)
    return EmailPreview(
        subject=written.subject,
        text=written.text.replace(LONG_AS_TOKEN, SHORTENED),
        fault=email_fault(link.customer.email),
    )
