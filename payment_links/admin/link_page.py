"""What a link's page shows, gathered with one query per kind of row."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.safestring import SafeString

from payment_links import clock
from payment_links.admin import display, link_actions, link_rows, link_verbs, timeline
from payment_links.admin.link_buttons import Buttons, buttons
from payment_links.admin.link_doubts import doubts
from payment_links.admin.link_recipients import Recipients, judge_recipients
from payment_links.admin.link_records import read_records
from payment_links.admin.message_rows import message_rows
from payment_links.admin.unpaid import Reason, explain, gather_facts
from payment_links.genuine_codes import write_genuine_code
from payment_links.models import PaymentLink, TimelineEntry
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
    genuine_code: str
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
    records = read_records(link)
    recipients = judge_recipients(link, now)
    facts = gather_facts(link, records, recipients, now=now)
    reason = explain(facts)
    offered = [action for action in link_actions.offered() if action.is_offered(link)]
    entries = _timeline(link)
    return LinkPage(
        link=link,
        has_net_prices=link.price_basis == PriceBasis.NET,
        amount=display.amount_text(link.total_amount, link.currency),
        status=status_tag(link),
        due=due_cell(link),
        reason=reason,
        buttons=buttons(
            link,
            records,
            facts,
            wanted=reason.action,
            offered=offered if may_act else [],
            may_add=may_add,
        ),
        recipients=recipients,
        language=str(dict(LOCALES).get(link.locale, link.locale)),
        genuine_code=write_genuine_code(link.genuine_code or ""),
        doubts=doubts(link, records.items),
        notices=[notice for action in offered for notice in action.notices(link)],
        items=link_rows.item_rows(records.items, link),
        vat_rows=link_rows.vat_rows(records.items, link.currency),
        payments=link_rows.payment_rows(records.payments),
        messages=message_rows(records.messages),
        documents=link_rows.document_rows(records.documents),
        callbacks=link_rows.callback_rows(records.callbacks),
        open_exceptions=link_rows.exception_rows(records.exceptions, link),
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


def _extension(link: PaymentLink, now: datetime) -> dict[str, date | int]:
    """The first, the usual and the last day until which the link may be extended."""
    present = clock.day_of(max(link.expires_at, now), link.merchant.time_zone)
    first = present if link.expires_at <= now else present + timedelta(days=1)
    return {
        "first": first,
        "usual": present + timedelta(days=link_verbs.EXTENSION_DAYS),
        "last": present + timedelta(days=link_verbs.LONGEST_EXTENSION_DAYS),
    }


def _timeline(link: PaymentLink) -> list[dict[str, Any]]:
    entries = (
        TimelineEntry.objects.filter(payment_link=link)
        .select_related("user")
        .order_by("-occurred_at", "-pk")[:TIMELINE_ENTRIES]
    )
    return [timeline.shown(entry) for entry in entries]
