"""What a link's page shows, gathered with one query per kind of row."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.safestring import SafeString

from payment_links import clock
from payment_links.admin import display, link_actions, link_rows, timeline
from payment_links.admin.link_buttons import Buttons, buttons
from payment_links.admin.link_doubts import doubts
from payment_links.admin.link_recipients import Recipients, judge_recipients
from payment_links.admin.unpaid import Reason, explain, gather_facts
from payment_links.models import (
    Distribution,
    Item,
    LinkDocument,
    LinkException,
    Payment,
    PaymentLink,
    TimelineEntry,
)
from payment_links.models.tenants import LOCALES
from payment_links.vat import PriceBasis

TIMELINE_ENTRIES = 200
NOTES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class LinkPage:
    """Everything the template of a link's page prints; texts and labels, no rows to be asked."""

    link: PaymentLink
    has_net_prices: bool
    amount: str
    status: SafeString
    due: SafeString
    reason: Reason
    buttons: Buttons
    recipients: Recipients
    language: str
    doubts: list[str]
    notices: list[str]
    items: list[dict[str, Any]]
    vat_rows: list[dict[str, str]]
    payments: list[dict[str, Any]]
    messages: list[dict[str, Any]]
    documents: list[dict[str, Any]]
    callbacks: list[dict[str, Any]]
    open_exceptions: list[dict[str, Any]]
    timeline: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    extension: dict[str, date | int]
    may_act: bool


def gather(link: PaymentLink, *, may_act: bool, may_add: bool, now: datetime) -> LinkPage:
    """The page of a link that was selected with its customer, merchant, tenant and addresses."""
    items = list(Item.objects.filter(payment_link=link).select_related("merchant").order_by("pk"))
    payments = list(Payment.objects.filter(payment_link=link).order_by("-pk"))
    messages = _messages(link)
    exceptions = _open_exceptions(link)
    documents = list(LinkDocument.objects.filter(payment_link=link).order_by("-pk"))
    callbacks = link_rows.find_callbacks(link)
    entries = _timeline(link)
    recipients = judge_recipients(link, now)
    facts = gather_facts(
        link,
        payments=payments,
        messages=messages,
        exceptions=exceptions,
        recipients=recipients,
        is_credited=any(row.kind == LinkDocument.Kind.CREDIT_NOTE for row in documents),
        is_tenant_told=link_rows.is_tenant_told(callbacks),
        now=now,
    )
    reason = explain(facts)
    offered = [action for action in link_actions.offered() if action.is_offered(link)]
    return LinkPage(
        link=link,
        has_net_prices=link.price_basis == PriceBasis.NET,
        amount=display.amount_text(link.total_amount, link.currency),
        status=status_tag(link),
        due=due_cell(link),
        reason=reason,
        buttons=buttons(
            link,
            reason,
            facts,
            offered=offered if may_act else [],
            payments=payments,
            exceptions=exceptions,
            documents=documents,
            may_add=may_add,
        ),
        recipients=recipients,
        language=str(dict(LOCALES).get(link.locale, link.locale)),
        doubts=doubts(link, items),
        notices=[notice for action in offered for notice in action.notices(link)],
        items=link_rows.item_rows(items, link),
        vat_rows=link_rows.vat_rows(items, link.currency),
        payments=link_rows.payment_rows(payments),
        messages=link_rows.message_rows(messages),
        documents=link_rows.document_rows(documents),
        callbacks=link_rows.callback_rows(callbacks),
        open_exceptions=link_rows.exception_rows(exceptions, link),
        timeline=entries,
        notes=[entry for entry in entries if entry["is_note"]][:NOTES_SHOWN],
        extension=_extension(link, now),
        may_act=may_act,
    )


def status_tag(link: PaymentLink) -> SafeString:
    """The label of the link's status."""
    return display.state_tag(link.status, link.get_status_display(), display.LINK_LOOKS)


def due_cell(link: PaymentLink) -> SafeString:
    """The due date and how late an unpaid link is, by the merchant's calendar."""
    return display.due_cell(
        link.due_date,
        is_open=link.status == PaymentLink.Status.CREATED,
        today=clock.today(link.merchant.time_zone),
    )


def _messages(link: PaymentLink) -> list[Distribution]:
    messages = Distribution.objects.filter(payment_link=link).select_related("requested_by")
    return list(messages.order_by("-pk"))


def _open_exceptions(link: PaymentLink) -> list[LinkException]:
    exceptions = LinkException.objects.filter(payment_link=link, resolved_at__isnull=True)
    return list(exceptions.select_related("payment").order_by("-pk"))


def _extension(link: PaymentLink, now: datetime) -> dict[str, date | int]:
    """The first, the usual and the last day until which the link may be extended."""
    present = clock.day_of(max(link.expires_at, now), link.merchant.time_zone)
    first = present if link.expires_at <= now else present + timedelta(days=1)
    return {
        "first": first,
        "usual": present + timedelta(days=link_actions.EXTENSION_DAYS),
        "last": present + timedelta(days=link_actions.LONGEST_EXTENSION_DAYS),
    }


def _timeline(link: PaymentLink) -> list[dict[str, Any]]:
    entries = (
        TimelineEntry.objects.filter(payment_link=link)
        .select_related("user")
        .order_by("-occurred_at", "-pk")[:TIMELINE_ENTRIES]
    )
    return [timeline.shown(entry) for entry in entries]
