"""What a link's page shows, gathered with one query per kind of row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from payment_links import clock
from payment_links.admin import display, link_actions, timeline
from payment_links.admin.link_doubts import doubts
from payment_links.models import (
    CallbackAttempt,
    Distribution,
    Item,
    LinkDocument,
    LinkException,
    Payment,
    PaymentLink,
    StatusCallback,
    TimelineEntry,
)
from payment_links.models.outbox import OutboxRow
from payment_links.vat import PriceBasis, totals_per_rate

TIMELINE_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class LinkPage:
    """Everything the template of a link's page prints; texts and labels, no rows to be asked."""

    link: PaymentLink
    has_net_prices: bool
    amount: str
    status: SafeString
    due: SafeString
    advice: str
    doubts: list[str]
    notices: list[str]
    items: list[dict[str, Any]]
    vat_rows: list[dict[str, str]]
    payments: list[dict[str, Any]]
    messages: list[dict[str, Any]]
    documents: list[dict[str, Any]]
    callbacks: list[dict[str, Any]]
    exceptions: list[LinkException]
    open_exceptions: list[LinkException]
    timeline: list[dict[str, Any]]
    actions: list[link_actions.LinkAction]
    forms: list[link_actions.LinkForm]
    may_act: bool


def gather(link: PaymentLink, *, may_act: bool) -> LinkPage:
    """The page of a link that was selected with its customer, merchant, tenant and addresses."""
    items = list(Item.objects.filter(payment_link=link).select_related("merchant").order_by("pk"))
    payments = list(Payment.objects.filter(payment_link=link).order_by("-pk"))
    messages = list(
        Distribution.objects.filter(payment_link=link)
        .select_related("requested_by")
        .order_by("-pk")
    )
    exceptions = list(
        LinkException.objects.filter(payment_link=link)
        .select_related("resolved_by")
        .order_by("-pk")
    )
    actions = _buttons(link)
    return LinkPage(
        link=link,
        has_net_prices=link.price_basis == PriceBasis.NET,
        amount=display.amount_text(link.total_amount, link.currency),
        status=status_tag(link),
        due=due_cell(link),
        advice=advice(link, payments, messages),
        doubts=doubts(link, items),
        notices=[notice for action in actions for notice in action.notices(link)],
        items=[_item_row(item, link) for item in items],
        vat_rows=_vat_rows(items, link.currency),
        payments=[_payment_row(payment) for payment in payments],
        messages=[_message_row(message) for message in messages],
        documents=_document_rows(link),
        callbacks=_callback_rows(link),
        exceptions=exceptions,
        open_exceptions=[row for row in exceptions if row.resolved_at is None],
        timeline=_timeline(link),
        actions=actions,
        forms=[form for form in link_actions.offered_forms() if form.is_offered(link)],
        may_act=may_act,
    )


def _buttons(link: PaymentLink) -> list[link_actions.LinkAction]:
    """The actions that fit the link; those that ask for confirmation come last."""
    fitting = [action for action in link_actions.offered() if action.is_offered(link)]
    return sorted(fitting, key=lambda action: bool(action.warning))


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


def advice(link: PaymentLink, payments: list[Payment], messages: list[Distribution]) -> str:
    """One sentence: why the link is unpaid and what to do about it; empty for a settled link."""
    if link.status == PaymentLink.Status.EXPIRED:
        return _("The link has expired. Extend it to let the customer pay.")
    if link.status != PaymentLink.Status.CREATED:
        return ""
    if any(payment.status == Payment.Status.UNDERFUNDED for payment in payments):
        return _("A part was paid to the bank account. Ask the customer for the rest.")
    attempts = [payment for payment in payments if not payment.is_deposit]
    if attempts and attempts[0].status in Payment.OPEN_STATUSES:
        return _("A payment is under way: wait for its outcome before doing anything.")
    if not messages:
        return _("The link has not been sent by us. Send it, or hand over its address.")
    if messages[0].status == Distribution.Status.FAILED:
        reason = messages[0].failure_reason or _("no reason given")
        return _("The last message failed (%(reason)s). Try the other channel.") % {
            "reason": reason
        }
    if attempts:
        return _("The last attempt to pay did not succeed. The customer can try again.")
    if link.opened_at:
        return _("The customer has opened the link but not paid yet.")
    return _("The message is out; the customer has not opened the link yet.")


def _item_row(item: Item, link: PaymentLink) -> dict[str, Any]:
    price = display.price_text(item.price, link.currency, link.price_basis)
    return {
        "description": item.description,
        "number": item.item_number,
        "merchant": "" if link.has_one_merchant else item.merchant.name,
        "quantity": f"{item.quantity} {item.unit} × {price}",
        "vat": display.percent_text(item.vat),
        "treatment": display.treatment_text(item.vat_treatment),
        "amount": display.amount_text(item.amount, link.currency),
    }


def _vat_rows(items: list[Item], currency: str) -> list[dict[str, str]]:
    return [
        {
            "vat": display.percent_text(total.vat),
            "treatment": display.treatment_text(total.treatment),
            "net": display.amount_text(total.net_amount, currency),
            "vat_amount": display.amount_text(total.vat_amount, currency),
            "gross": display.amount_text(total.gross_amount, currency),
        }
        for total in totals_per_rate(item.vat_line for item in items)
    ]


def _payment_row(payment: Payment) -> dict[str, Any]:
    return {
        "row": payment,
        "status": display.state_tag(
            payment.status, payment.get_status_display(), display.PAYMENT_LOOKS
        ),
        "amount": display.amount_text(payment.amount, payment.currency),
        "method": display.method_text(payment.provider, payment.method),
        "created_at": display.moment_text(payment.created_at),
        "url": display.change_url("payment_links.payment", payment.pk),
    }


def _message_row(message: Distribution) -> dict[str, Any]:
    return {
        "row": message,
        "status": display.state_tag(
            message.status, message.get_status_display(), display.MESSAGE_LOOKS
        ),
        "steps": _steps(message.created_at, message.sent_at, message.delivered_at),
        "who": str(message.requested_by or _("The tenant")),
    }


def _steps(created: datetime, sent: datetime | None, delivered: datetime | None) -> list[str]:
    steps = [_("queued %(when)s") % {"when": display.moment_text(created)}]
    if sent:
        steps.append(_("sent %(when)s") % {"when": display.moment_text(sent)})
    if delivered:
        steps.append(_("delivered %(when)s") % {"when": display.moment_text(delivered)})
    return steps


def _document_rows(link: PaymentLink) -> list[dict[str, Any]]:
    return [
        {
            "row": document,
            "issued_at": display.moment_text(document.issued_at),
            "size": display.size_text(document.size),
            "url": display.change_url("payment_links.linkdocument", document.pk),
            "download_url": reverse(
                "admin:payment_links_linkdocument_download", args=[document.pk]
            ),
        }
        for document in LinkDocument.objects.filter(payment_link=link).order_by("-pk")
    ]


def _callback_rows(link: PaymentLink) -> list[dict[str, Any]]:
    attempts = Prefetch("callback_attempts", CallbackAttempt.objects.order_by("-pk"))
    callbacks = (
        StatusCallback.objects.filter(payment_link=link)
        .select_related("endpoint")
        .prefetch_related(attempts)
        .order_by("-pk")
    )
    return [
        {
            "row": callback,
            "state": display.callback_tag(callback),
            "created_at": display.moment_text(callback.created_at),
            "attempts": [_attempt_text(attempt) for attempt in callback.callback_attempts.all()],
            "may_redeliver": callback.state in {OutboxRow.State.DONE, OutboxRow.State.DEAD},
        }
        for callback in callbacks
    ]


def _attempt_text(attempt: CallbackAttempt) -> str:
    outcome = f"HTTP {attempt.http_status}" if attempt.http_status else attempt.error
    return f"{display.moment_text(attempt.attempted_at)}: {outcome} ({attempt.duration_ms} ms)"


def _timeline(link: PaymentLink) -> list[dict[str, Any]]:
    entries = (
        TimelineEntry.objects.filter(payment_link=link)
        .select_related("user")
        .order_by("-occurred_at", "-pk")[:TIMELINE_ENTRIES]
    )
    return [timeline.shown(entry) for entry in entries]
