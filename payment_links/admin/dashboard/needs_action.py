"""The list of what needs a person: which link, how much, why, and what to do next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from payment_links.admin import display, link_views
from payment_links.admin.dashboard.scope import Scope
from payment_links.admin.unpaid import (
    SEND_EMAIL,
    SEND_SMS,
    Facts,
    after_lost_message,
    gather_failure,
)
from payment_links.lateness import days_late
from payment_links.models import Distribution, LinkException, PaymentLink

LINKS_PER_REASON = 3
Links = QuerySet[PaymentLink]


@dataclass(frozen=True, slots=True)
class NeedsAction:
    """One link about which somebody should do something."""

    url: str
    customer: str
    merchant: str
    amount: str
    reason: SafeString
    why: str
    action: str


def needs_action(scope: Scope) -> list[NeedsAction]:
    """Money that does not fit first, then lost messages, untold tenants and the longest overdue."""
    today = scope.period.last
    reasons = dict(_reasons(scope.links, today))
    links = (
        PaymentLink.objects.filter(pk__in=list(reasons))
        .select_related("customer", "merchant", "tenant")
        .prefetch_related(
            Prefetch("distributions", Distribution.objects.of_present_address().order_by("-pk")),
            Prefetch("exceptions", LinkException.objects.filter(resolved_at__isnull=True)),
        )
        .in_bulk()
    )
    return [_line(scope, links[pk], reason, today) for pk, reason in reasons.items() if pk in links]


def _reasons(links: Links, today: date) -> Iterator[tuple[UUID, str]]:
    """Every link once, with the first of its reasons."""
    found: set[UUID] = set()
    chosen: list[tuple[str, Links]] = [
        ("exception", link_views.with_open_exception(links).order_by("-pk")),
        ("not_delivered", link_views.not_delivered(links).order_by("-pk")),
        ("callback", link_views.tenant_not_told(links).order_by("-pk")),
        ("overdue", link_views.overdue(links, today).order_by("due_date", "pk")),
    ]
    for reason, rows in chosen:
        for pk in rows.values_list("pk", flat=True)[:LINKS_PER_REASON]:
            if pk not in found:
                found.add(pk)
                yield pk, reason


def _line(scope: Scope, link: PaymentLink, reason: str, today: date) -> NeedsAction:
    tell: dict[str, Any] = {
        "exception": _exception,
        "not_delivered": _not_delivered,
        "callback": _callback,
        "overdue": _overdue,
    }
    tag, why, action = tell[reason](link, today)
    return NeedsAction(
        url=display.change_url("payment_links.paymentlink", link.pk),
        customer=link.customer.full_name,
        merchant=link.merchant.name if scope.shows_several else "",
        amount=display.amount_text(link.total_amount, link.currency),
        reason=tag,
        why=why,
        action=action if scope.may_act_for(link.merchant_id) else _("Open the link"),
    )


def _exception(link: PaymentLink, today: date) -> tuple[SafeString, str, str]:
    kinds = [exception.get_kind_display() for exception in link.exceptions.all()]
    tag = display.tag(_("Exception"), "danger", "report")
    return tag, ", ".join(kinds), _("Settle it and mark it as resolved")


def _not_delivered(link: PaymentLink, today: date) -> tuple[SafeString, str, str]:
    tag = display.tag(_("Not delivered"), "danger", "sms_failed")
    failed = [m for m in link.distributions.all() if m.status == Distribution.Status.FAILED]
    if not failed:
        return tag, "", _("Send it again")
    message = failed[0]
    why = _("%(channel)s to %(recipient)s failed") % {
        "channel": message.get_channel_display(),
        "recipient": message.recipient,
    }
    facts = gather_failure(link, message, list(link.distributions.all()))
    if message.failure_reason:
        why = f"{why}: {facts.failure}"
    return tag, why, _what_next(facts)


def _what_next(facts: Facts) -> str:
    """What the link's page says, too, in a few words."""
    channels = {SEND_SMS: Distribution.Channel.SMS, SEND_EMAIL: Distribution.Channel.EMAIL}
    channel = channels.get(after_lost_message(facts))
    if channel is None:
        return _("Ask the customer for another address")
    is_sms = channel == Distribution.Channel.SMS
    if not facts.has_reached_nobody:
        return _("Remind by SMS") if is_sms else _("Remind by e-mail")
    if channel == facts.channel:
        return _("Send it again")
    return _("Send by SMS") if is_sms else _("Send by e-mail")


def _callback(link: PaymentLink, today: date) -> tuple[SafeString, str, str]:
    tag = display.tag(_("Tenant not told"), "danger", "sync_problem")
    why = _("The tenant's system did not take a change of status")
    return tag, why, _("Deliver the status callback again")


def _overdue(link: PaymentLink, today: date) -> tuple[SafeString, str, str]:
    tag = display.tag(_("Overdue"), "warning", "event_busy")
    days = days_late(link.due_date, today)
    why = ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}
    if link.distributions.all():
        return tag, why, _("Remind the customer")
    if link.address_replaced_at is not None:
        return tag, why, _("Send it to the customer")
    return tag, _("%(late)s, never sent by us") % {"late": why}, _("Send it to the customer")
