"""What people did to customers, in words: corrected, merged, erased."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from payment_links.admin import display
from payment_links.admin.base import StaffAdmin, as_uuid
from payment_links.admin.customer_words import REASONS, field_label
from payment_links.admin.filters import DaysFilter, MerchantFilter
from payment_links.models import CustomerEvent

ICONS = {
    CustomerEvent.Kind.CORRECTED: "edit",
    CustomerEvent.Kind.MERGED: "merge",
    CustomerEvent.Kind.ERASED: "person_off",
    CustomerEvent.Kind.KEPT_PART_ERASED: "person_off",
}


def shown(event: CustomerEvent) -> dict[str, Any]:
    """One event as the template of a customer's page prints it."""
    return {
        "icon": ICONS.get(CustomerEvent.Kind(event.kind), "circle"),
        "event": event.get_kind_display(),
        "text": details_text(event),
        "when": display.moment_text(event.occurred_at),
        "who": display.who_text(event),
    }


def details_text(event: CustomerEvent) -> str:
    """Which fields, how many links, why and until when; the events hold no personal data."""
    details = event.details
    fields = ", ".join(field_label(name) for name in details.get("fields", []))
    if event.kind == CustomerEvent.Kind.MERGED:
        links = int(details.get("links", 0))
        moved = ngettext("%(count)d link moved", "%(count)d links moved", links) % {"count": links}
        return f"{moved}; {fields}" if fields else moved
    if event.kind == CustomerEvent.Kind.ERASED:
        reason = str(REASONS.get(details.get("reason"), ""))
        if details.get("kept_until"):
            until = _("name kept until %(day)s") % {"day": details["kept_until"]}
            return f"{reason}; {until}" if reason else until
        return reason
    return fields


@admin.register(CustomerEvent)
class CustomerEventAdmin(StaffAdmin[CustomerEvent]):
    """Who corrected, merged or erased customers of the user's merchants."""

    merchant_path = "customer__merchant_id"
    menu_section = gettext_lazy("Customers")
    menu_icon = "history"
    menu_order = 6
    list_display = ("occurred", "kind", "in_words", "who", "customer_cell")
    list_filter: ClassVar[Any] = (
        ("kind", ChoicesDropdownFilter),
        MerchantFilter,
        ("occurred_at", DaysFilter),
    )
    list_select_related = ("customer", "user")
    id_search_fields = ("customer_id",)
    search_fields = ("customer__last_name", "customer__company_name")
    search_help_text = gettext_lazy("Last name, company or id of the customer")
    fields = ("occurred", "kind", "in_words", "who", "customer_cell")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[CustomerEvent], search_term: str
    ) -> tuple[QuerySet[CustomerEvent], bool]:
        """A name that is kept for the books alone finds nobody."""
        if search_term.strip() and as_uuid(search_term) is None:
            queryset = queryset.filter(customer__erased_at__isnull=True)
        return super().get_search_results(request, queryset, search_term)

    class Media:
        css: ClassVar[Any] = {"all": ["payment_links/admin/customers.css"]}

    @admin.display(description=gettext_lazy("When"), ordering="pk")
    def occurred(self, event: CustomerEvent) -> str:
        return display.moment_text(event.occurred_at)

    @admin.display(description=gettext_lazy("In words"))
    def in_words(self, event: CustomerEvent) -> str:
        return details_text(event) or display.NOTHING

    @admin.display(description=gettext_lazy("Who"))
    def who(self, event: CustomerEvent) -> str:
        return display.who_text(event)

    @admin.display(description=gettext_lazy("Customer"))
    def customer_cell(self, event: CustomerEvent) -> SafeString:
        name = event.customer.buyer_name or _("Merged into another")
        return display.row_link(event.customer, name)
