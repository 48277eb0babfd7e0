"""The overview: how much waits, is late, went wrong or was paid, and which links need a person."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from payment_links import clock
from payment_links.admin import access, display, link_views
from payment_links.admin.base import COUNT_LIMIT
from payment_links.models import PaymentLink

PAID_DAYS = 7
LINKS_PER_REASON = 8
Links = QuerySet[PaymentLink]


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure and the list that it counts."""

    title: str
    figure: str
    icon: str
    tone: str
    address: str


@dataclass(frozen=True, slots=True)
class NeedsPerson:
    """One link that somebody should look at, and why."""

    url: str
    customer: str
    merchant: str
    amount: str
    reason: SafeString


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page of the back office shows."""

    tiles: list[Tile]
    needing: list[NeedsPerson]


def gather(request: HttpRequest) -> Overview | None:
    """The user's overview; None for somebody who may see no merchant."""
    if not access.may_see_something(request):
        return None
    links = PaymentLink.objects.all()
    if not access.sees_everything(request):
        links = links.filter(merchant__in=list(access.roles_by_merchant(request)))
    return Overview(tiles=_tiles(links), needing=_needing(links))


def _tiles(links: Links) -> list[Tile]:
    first_day = clock.today(link_views.OFFICE_ZONE) - timedelta(days=PAID_DAYS - 1)
    paid = links.filter(completed_at__date__gte=first_day)
    waiting = links.filter(status=PaymentLink.Status.CREATED)
    late, lost = (
        link_views.overdue(links, clock.today(link_views.OFFICE_ZONE)),
        link_views.not_delivered(links),
    )
    odd, untold = link_views.with_open_exception(links), link_views.tenant_not_told(links)
    return [
        _tile(
            _("Waiting for payment"), waiting, "hourglass_empty", "info", status__exact="CREATED"
        ),
        _tile(_("Overdue"), late, "event_busy", "warning", attention="overdue"),
        _tile(_("Not delivered"), lost, "sms_failed", "danger", attention="not_delivered"),
        _tile(_("Open exceptions"), odd, "report", "danger", attention="exception"),
        _tile(_("Tenant not told"), untold, "sync_problem", "danger", attention="callback"),
        _tile(
            _("Paid in 7 days"),
            paid,
            "check_circle",
            "success",
            status__exact="COMPLETED",
            completed_at_from=first_day.isoformat(),
        ),
    ]


def _tile(title: str, links: Links, icon: str, tone: str, **filters: str) -> Tile:
    count = links.order_by()[:COUNT_LIMIT].count()
    return Tile(
        title=title,
        figure=f"{count}+" if count == COUNT_LIMIT else str(count),
        icon=icon,
        tone=tone if count else "muted",
        address=f"{reverse('admin:payment_links_paymentlink_changelist')}?{urlencode(filters)}",
    )


def _needing(links: Links) -> list[NeedsPerson]:
    """Money first, then messages that did not arrive, then what is late."""
    today = clock.today(link_views.OFFICE_ZONE)
    reasons: list[tuple[Links, Any]] = [
        (
            link_views.with_open_exception(links).order_by("-pk"),
            display.tag(_("Exception"), "danger", "report"),
        ),
        (
            link_views.not_delivered(links).order_by("-pk"),
            display.tag(_("Not delivered"), "danger", "sms_failed"),
        ),
        (
            link_views.overdue(links, today).order_by("due_date", "pk"),
            display.tag(_("Overdue"), "warning", "event_busy"),
        ),
    ]
    found: dict[Any, NeedsPerson] = {}
    for rows, reason in reasons:
        for link in rows.select_related("customer", "merchant")[:LINKS_PER_REASON]:
            found.setdefault(link.pk, _needs_person(link, reason))
    return list(found.values())


def _needs_person(link: PaymentLink, reason: SafeString) -> NeedsPerson:
    return NeedsPerson(
        url=display.change_url("payment_links.paymentlink", link.pk),
        customer=link.customer.full_name,
        merchant=link.merchant.name,
        amount=display.amount_text(link.total_amount, link.currency),
        reason=reason,
    )
