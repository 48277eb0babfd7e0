"""The addresses of the customers of the user's merchants."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from payment_links.admin.base import StaffAdmin
from payment_links.admin.filters import MerchantFilter
from payment_links.models import Address


@admin.register(Address)
class AddressAdmin(StaffAdmin[Address]):
    """Addresses of customers; one that was erased with its customer is not listed."""

    merchant_path = "customer__merchant_id"
    menu_section = _("Customers")
    menu_icon = "home_pin"
    list_display = ("street_address", "zip", "city", "customer")
    list_filter: ClassVar[Any] = (MerchantFilter,)
    list_select_related = ("customer",)
    id_search_fields = ("id", "customer_id")
    search_fields = ("street_address", "zip", "city", "customer__last_name")
    search_help_text = _("Street address, postal code, city or last name")
    fields = ("street_address", "zip", "city", "customer")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Address]:
        return super().get_queryset(request).filter(customer__erased_at__isnull=True)
