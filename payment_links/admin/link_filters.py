"""The filters of the list of links: what needs a person, what was not delivered, what is late."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from payment_links import clock
from payment_links.admin import link_views
from payment_links.admin.theme import DropdownFilter
from payment_links.models import PaymentLink
from payment_links.models.tenants import CURRENCIES

VIEW = "view"


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
            return link_views.with_open_exception(queryset)
        if wanted == "not_delivered":
            return link_views.not_delivered(queryset)
        if wanted == "overdue":
            return link_views.overdue(queryset, clock.office_today())
        if wanted == "callback":
            return link_views.tenant_not_told(queryset)
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


class ViewFilter(DropdownFilter):
    """The saved view of the address; its tabs stand above the list and not among the filters."""

    title = _("view")
    parameter_name = VIEW
    template = "admin/payment_links/paymentlink/view_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(view.slug, view.title) for view in link_views.SAVED_VIEWS]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[PaymentLink]
    ) -> QuerySet[PaymentLink]:
        view = link_views.find_view(self.value())
        return view.narrow(queryset, clock.office_today()) if view else queryset
