"""The figures on the overview: what waits, what is late, what went wrong, what was paid."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from payment_links import clock
from payment_links.admin import access, link_filters
from payment_links.admin.base import COUNT_LIMIT
from payment_links.models import PaymentLink

PAID_DAYS = 7


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure and the list that it counts."""

    title: str
    figure: str
    explanation: str
    icon: str
    tone: str
    address: str


def tiles(request: HttpRequest) -> list[Tile]:
    """The user's figures; empty for somebody who may see no merchant."""
    if not access.may_see_something(request):
        return []
    links = _visible_links(request)
    paid_since = clock.today(link_filters.OFFICE_ZONE) - timedelta(days=PAID_DAYS - 1)
    paid = links.filter(completed_at__gte=clock.now() - timedelta(days=PAID_DAYS))
    waiting = links.filter(status=PaymentLink.Status.CREATED)
    return [
        _tile(
            _("Waiting for payment"), waiting, "hourglass_empty", "info", status__exact="CREATED"
        ),
        _tile(
            _("Overdue"), link_filters.overdue(links), "event_busy", "warning", attention="overdue"
        ),
        _tile(
            _("Message not delivered"),
            link_filters.not_delivered(links),
            "sms_failed",
            "danger",
            attention="not_delivered",
        ),
        _tile(
            _("Open exceptions"),
            link_filters.with_open_exception(links),
            "error",
            "danger",
            attention="exception",
        ),
        _tile(
            _("Tenant could not be told"),
            link_filters.tenant_not_told(links),
            "sync_problem",
            "danger",
            attention="callback",
        ),
        _tile(
            _("Paid in the last 7 days"),
            paid,
            "check_circle",
            "success",
            status__exact="COMPLETED",
            completed_at_from=paid_since.isoformat(),
        ),
    ]


def _visible_links(request: HttpRequest) -> QuerySet[PaymentLink]:
    if access.sees_everything(request):
        return PaymentLink.objects.all()
    return PaymentLink.objects.filter(merchant__in=list(access.roles_by_merchant(request)))


def _tile(title: str, links: QuerySet[Any], icon: str, tone: str, **filters: str) -> Tile:
    count = links.order_by()[:COUNT_LIMIT].count()
    return Tile(
        title=title,
        figure=f"{count}+" if count == COUNT_LIMIT else str(count),
        explanation=_("Show the list"),
        icon=icon,
        tone=tone if count else "muted",
        address=f"{reverse('admin:payment_links_paymentlink_changelist')}?{urlencode(filters)}",
    )
