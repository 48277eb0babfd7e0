"""The filters of the list of links: what needs a person, what was not delivered, what is late."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from payment_links import clock
from payment_links.admin.theme import DropdownFilter
from payment_links.models import Distribution, LinkException, PaymentLink, StatusCallback
from payment_links.models.links import CURRENCIES
from payment_links.models.outbox import OutboxRow

OFFICE_ZONE = "Europe/Stockholm"


class AttentionFilter(DropdownFilter):
    """Links about which somebody should do something."""

    title = _("needs attention")
    parameter_name = "attention"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("exception", _("Open exception")),
            ("not_delivered", _("Message not delivered")),
            ("overdue", _("Overdue")),
            ("callback", _("Tenant could not be told")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[PaymentLink]
    ) -> QuerySet[PaymentLink]:
        wanted = self.value()
        if wanted == "exception":
            return with_open_exception(queryset)
        if wanted == "not_delivered":
            return not_delivered(queryset)
        if wanted == "overdue":
            return overdue(queryset)
        if wanted == "callback":
            return tenant_not_told(queryset)
        return queryset


class CurrencyFilter(DropdownFilter):
    """Links in one currency."""

    title = _("currency")
    parameter_name = "currency"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(currency, currency) for currency in CURRENCIES]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[PaymentLink]
    ) -> QuerySet[PaymentLink]:
        return queryset.filter(currency=self.value()) if self.value() else queryset


def with_open_exception(links: QuerySet[PaymentLink]) -> QuerySet[PaymentLink]:
    """Links with an exception that nobody has resolved."""
    exceptions = LinkException.objects.filter(payment_link=OuterRef("pk"), resolved_at__isnull=True)
    return links.filter(Exists(exceptions))


def not_delivered(links: QuerySet[PaymentLink]) -> QuerySet[PaymentLink]:
    """Unpaid links with a message that failed."""
    failed = Distribution.objects.filter(
        payment_link=OuterRef("pk"), status=Distribution.Status.FAILED
    )
    return links.filter(Exists(failed), status=PaymentLink.Status.CREATED)


def overdue(links: QuerySet[PaymentLink]) -> QuerySet[PaymentLink]:
    """Unpaid links whose due date has passed."""
    return links.filter(status=PaymentLink.Status.CREATED, due_date__lt=clock.today(OFFICE_ZONE))


def tenant_not_told(links: QuerySet[PaymentLink]) -> QuerySet[PaymentLink]:
    """Links of which a status callback was given up."""
    dead = StatusCallback.objects.filter(payment_link=OuterRef("pk"), state=OutboxRow.State.DEAD)
    return links.filter(Exists(dead))
