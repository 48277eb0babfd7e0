"""Merchants: everybody reads their own, owners correct how customers reach them."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from payment_links.admin import access
from payment_links.admin.base import StaffAdmin
from payment_links.models import Merchant


@admin.register(Merchant)
class MerchantAdmin(StaffAdmin[Merchant]):
    """Identity, bank details and tax data are the operator's to change."""

    merchant_path = "id"
    menu_section = _("Settings")
    menu_icon = "storefront"
    owners_fields: ClassVar[tuple[str, ...]] = ("email", "phone", "website")
    list_display = ("name", "organization_number", "city", "bankgiro", "tenant")
    list_select_related = ("tenant",)
    ordering: ClassVar[Any] = ("name", "pk")
    search_fields = ("name", "=organization_number", "=bankgiro")
    search_help_text = _("Name, organisation number, bankgiro or id")
    readonly_fields = ("id", "created_at")
    fieldsets: ClassVar[Any] = (
        (
            _("Identity"),
            {
                "fields": (
                    ("name", "id"),
                    ("organization_number", "vat_number"),
                    ("is_approved_for_f_tax", "registered_office"),
                    ("tenant", "created_at"),
                )
            },
        ),
        (_("Contact"), {"fields": (("email", "phone"), ("website", "sms_sender"))}),
        (
            _("Address"),
            {"fields": ("street_address", ("zip", "city"), ("country", "time_zone"))},
        ),
        (_("Bank details"), {"fields": (("bankgiro", "plusgiro"), "iban")}),
        (_("Payment links"), {"fields": ("grace_days",)}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.sees_everything(request)

    def has_change_permission(self, request: HttpRequest, obj: Merchant | None = None) -> bool:
        if obj is None:
            return access.sees_everything(request)
        return access.may_edit_merchant(request, obj.pk)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Merchant | None = None
    ) -> tuple[str, ...]:
        """A merchant never moves to another tenant: its links and numbers stay behind."""
        if obj is None:
            return self.readonly_fields
        if access.sees_everything(request):
            return (*self.readonly_fields, "tenant")
        every = [field.name for field in Merchant._meta.fields]
        return tuple(name for name in every if name not in self.owners_fields)
