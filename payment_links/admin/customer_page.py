"""What a customer's page shows, gathered with one query per kind of row."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from payment_links import clock
from payment_links.admin import customer_events, display, link_page
from payment_links.admin.customer_totals import totals_of
from payment_links.admin.customer_words import LIKENESSES, kept_text
from payment_links.admin.failure_reasons import failure_text
from payment_links.customers import find_doubles
from payment_links.customers.doubles import addresses_of
from payment_links.customers.plans import documents_of, kept_until_of
from payment_links.models import Customer, CustomerEvent, Distribution, LinkDocument, PaymentLink

LINKS_SHOWN = 50
DOCUMENTS_SHOWN = 50
MESSAGES_SHOWN = 20
EVENTS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """Everything the template of a customer's page prints; texts and labels, no rows to be asked.

    erased: what became of an erased customer's data, in sentences; empty for everybody else.
    """

    customer: Customer
    merchant_url: str
    erased: list[str]
    contacts: list[dict[str, str]]
    addresses: list[str]
    totals: list[dict[str, str]]
    links: list[dict[str, Any]]
    links_url: str
    documents: list[dict[str, Any]]
    failed_messages: list[dict[str, Any]]
    doubles: list[dict[str, Any]]
    events: list[dict[str, Any]]
    may_change: bool
    may_erase: bool


def gather(customer: Customer, *, may_act: bool, may_erase: bool) -> CustomerPage:
    """The page of a customer that was selected with its merchant and tenant."""
    today = clock.today(customer.merchant.time_zone)
    listing = reverse("admin:payment_links_paymentlink_changelist")
    return CustomerPage(
        customer=customer,
        merchant_url=display.change_url("payment_links.merchant", customer.merchant_id),
        erased=_erased(customer),
        contacts=_contacts(customer),
        addresses=[] if customer.is_erased else [str(row) for row in addresses_of(customer)],
        totals=_totals(customer, today),
        links=_links(customer),
        links_url=f"{listing}?{urlencode({'q': customer.pk})}",
        documents=_documents(customer, today),
        failed_messages=_failed_messages(customer),
        doubles=_doubles(customer) if may_act and not customer.is_erased else [],
        events=_events(customer),
        may_change=may_act and not customer.is_erased,
        may_erase=may_erase and not customer.is_erased,
    )


def _erased(customer: Customer) -> list[str]:
    if not customer.is_erased:
        return []
    day = display.moment_text(customer.erased_at)
    told = [_("The personal data were erased on %(day)s.") % {"day": day}]
    if customer.kept_until:
        until = kept_text(customer.kept_until.isoformat())
        told.append(_("The name and the company's numbers are hidden. %(kept)s") % {"kept": until})
    return told


def _contacts(customer: Customer) -> list[dict[str, str]]:
    if customer.is_erased:
        return []
    values = (
        (_("Name"), customer.full_name),
        (_("Company"), customer.company_name),
        (_("Company reg. no."), customer.organization_number),
        (_("VAT no."), customer.vat_number),
        (_("Phone"), customer.phone),
        (_("E-mail"), customer.email),
        (_("Reference"), customer.reference),
    )
    return [{"label": label, "value": value} for label, value in values if value.strip()]


def _totals(customer: Customer, today: date) -> list[dict[str, str]]:
    def text(amount: int, currency: str) -> str:
        return display.amount_text(amount, currency) if amount else display.NOTHING

    return [
        {
            "currency": totals.currency,
            "links": str(totals.links),
            "paid": text(totals.paid, totals.currency),
            "outstanding": text(totals.outstanding, totals.currency),
            "overdue": text(totals.overdue, totals.currency),
            "is_late": "yes" if totals.overdue else "",
        }
        for totals in totals_of([customer.pk], today)[customer.pk]
    ]


def _links(customer: Customer) -> list[dict[str, Any]]:
    newest = (
        PaymentLink.objects.filter(customer=customer)
        .select_related("merchant")
        .order_by("-pk")[:LINKS_SHOWN]
    )
    return [
        {
            "url": display.change_url("payment_links.paymentlink", link.pk),
            "created_at": display.moment_text(link.created_at),
            "amount": display.amount_text(link.total_amount, link.currency),
            "status": link_page.status_tag(link),
            "due": link_page.due_cell(link),
            "ocr": link.ocr,
        }
        for link in newest
    ]


def _documents(customer: Customer, today: date) -> list[dict[str, Any]]:
    newest = documents_of(customer).order_by("-issued_at", "-pk")[:DOCUMENTS_SHOWN]
    return [_document_row(customer, document, today) for document in newest]


def _document_row(customer: Customer, document: LinkDocument, today: date) -> dict[str, Any]:
    until = kept_until_of(customer, document.issued_at)
    words = _("kept until %(day)s") if until >= today else _("not demanded since %(day)s")
    return {
        "name": f"{document.get_kind_display()} {document.number}",
        "issued_at": display.moment_text(document.issued_at),
        "kept": words % {"day": until.isoformat()},
        "is_due": until < today,
        "link_url": display.change_url("payment_links.paymentlink", document.payment_link_id),
        "download_url": reverse("admin:payment_links_linkdocument_download", args=[document.pk]),
    }


def _failed_messages(customer: Customer) -> list[dict[str, Any]]:
    newest = Distribution.objects.filter(
        payment_link__customer=customer, status=Distribution.Status.FAILED
    ).order_by("-pk")[:MESSAGES_SHOWN]
    return [
        {
            "status": display.state_tag(
                message.status, message.get_status_display(), display.MESSAGE_LOOKS
            ),
            "channel": message.get_channel_display(),
            "recipient": message.recipient,
            "reason": failure_text(message),
            "created_at": display.moment_text(message.created_at),
            "link_url": display.change_url("payment_links.paymentlink", message.payment_link_id),
        }
        for message in newest
    ]


def _doubles(customer: Customer) -> list[dict[str, Any]]:
    return [
        {
            "name": double.customer.buyer_name,
            "contact": " · ".join(
                part for part in (double.customer.phone, double.customer.email) if part
            ),
            "url": display.change_url("payment_links.customer", double.customer.pk),
            "merge_url": reverse(
                "admin:payment_links_customer_merge", args=[customer.pk, double.customer.pk]
            ),
            "likenesses": ", ".join(str(LIKENESSES[reason]) for reason in double.likenesses),
        }
        for double in find_doubles(customer)
    ]


def _events(customer: Customer) -> list[dict[str, Any]]:
    events = (
        CustomerEvent.objects.filter(Q(customer=customer) | Q(customer__merged_into=customer))
        .select_related("user")
        .order_by("-occurred_at", "-pk")[:EVENTS_SHOWN]
    )
    return [customer_events.shown(event) for event in events]


def name_cell(customer: Customer) -> SafeString:
    """The name as lists show it, the company below."""
    if customer.is_erased:
        return display.tag(customer.full_name, "muted", "person_off")
    return display.two_lines(customer.full_name, customer.company_name)
