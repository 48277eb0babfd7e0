"""The payers of the user's merchants and their addresses."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from payment_links.admin import display
from payment_links.admin.base import StaffAdmin
from payment_links.admin.filters import MerchantFilter
from payment_links.admin.link_search import phone_spellings
from payment_links.models import Address, Customer


@admin.register(Customer)
class CustomerAdmin(StaffAdmin[Customer]):
    """Customers are what tenants said they are; they are corrected by the tenant."""

    merchant_path = "merchant_id"
    menu_section = _("Customers")
    menu_icon = "group"
    menu_order = 1
    list_display = ("full_name", "phone", "email", "reference", "merchant", "created")
    list_filter: ClassVar[Any] = (MerchantFilter,)
    list_select_related = ("merchant",)
    search_fields = ("first_name", "last_name", "company_name", "reference")
    search_help_text = _("Name, phone, e-mail or reference")
    fields = (
        "first_name",
        "last_name",
        "company_name",
        "organization_number",
        "vat_number",
        "phone",
        "email",
        "reference",
        "merchant",
        "links",
        "created",
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Customer], search_term: str
    ) -> tuple[QuerySet[Customer], bool]:
        term = search_term.strip()
        if "@" in term:
            return queryset.filter(email__iexact=term), False
        if any(character.isdigit() for character in term):
            matches = Q(phone__in=phone_spellings(term)) | Q(reference=term)
            found, _duplicates = super().get_search_results(request, queryset, term)
            return queryset.filter(matches) | found, False
        return super().get_search_results(request, queryset, term)

    @admin.display(description=_("Name"), ordering="last_name")
    def full_name(self, customer: Customer) -> SafeString:
        return display.two_lines(customer.full_name, customer.company_name)

    @admin.display(description=_("Payment links"))
    def links(self, customer: Customer) -> SafeString:
        listed = SafeString("")
        for link in customer.payment_links.order_by("-pk")[:20]:
            amount = display.amount_text(link.total_amount, link.currency)
            text = f"{link.created_at:%Y-%m-%d}, {amount}, {link.get_status_display()}"
            listed += display.row_link(link, text) + SafeString("<br>")
        return listed or SafeString(display.NOTHING)

    @admin.display(description=_("Created"), ordering="created_at")
    def created(self, customer: Customer) -> str:
        return display.moment_text(customer.created_at)


@admin.register(Address)
class AddressAdmin(StaffAdmin[Address]):
    """Addresses of customers."""

    merchant_path = "customer__merchant_id"
    menu_section = _("Customers")
    menu_icon = "home_pin"
    list_display = ("street_address", "zip", "city", "customer")
    list_filter: ClassVar[Any] = (MerchantFilter,)
    list_select_related = ("customer",)
    id_search_fields = ("id", "customer_id")
    search_fields = ("street_address", "zip", "city", "customer__last_name")
    fields = ("street_address", "zip", "city", "customer")
