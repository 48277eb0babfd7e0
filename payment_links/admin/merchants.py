"""Merchants: everybody reads their own, owners correct how customers reach them."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from payment_links import check_digits
from payment_links.admin import access
from payment_links.admin.base import StaffAdmin
from payment_links.admin.theme import ModelForm
from payment_links.models import Merchant

# Per field of the form: what checks it (with the country when it depends on that), and what is
# said when it is wrong.
NUMBERS: tuple[tuple[str, Callable[..., bool], bool, Any], ...] = (
    (
        "organization_number",
        check_digits.is_organization_number,
        True,
        _("This is no organisation number of that country: look for a typing error."),
    ),
    (
        "vat_number",
        check_digits.is_vat_number,
        True,
        _("This is no VAT number of that country, as in SE556703748501."),
    ),
    (
        "bankgiro",
        check_digits.is_bankgiro,
        False,
        _("This is no bankgiro: seven or eight digits whose last one checks the others."),
    ),
    (
        "plusgiro",
        check_digits.is_plusgiro,
        False,
        _("This is no plusgiro: two to eight digits whose last one checks the others."),
    ),
    ("iban", check_digits.is_iban, False, _("This is no IBAN: look for a typing error.")),
)


class MerchantForm(ModelForm[Merchant]):
    """The merchant's record; numbers with check digits must be right, for they get printed."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        country = values.get("country") or self.instance.country
        for name, is_right, depends_on_country, complaint in NUMBERS:
            number = values.get(name)
            arguments = (number, country) if depends_on_country else (number,)
            if number and not is_right(*arguments):
                self.add_error(name, complaint)
        return values


@admin.register(Merchant)
class MerchantAdmin(StaffAdmin[Merchant]):
    """Identity, bank details and tax data are the operator's to change."""

    form = MerchantForm
    merchant_path = "id"
    menu_section = _("Settings")
    menu_icon = "storefront"
    owners_fields: ClassVar[tuple[str, ...]] = ("email", "phone", "website")
    list_display = ("name", "organization_number", "city", "bankgiro", "tenant")
    list_select_related = ("tenant",)
    ordering: ClassVar[Any] = ("name", "pk")
    search_fields = ("name", "=organization_number", "=bankgiro")
    search_help_text = _("Name, organisation number, bankgiro or id")
    readonly_fields = ("id", "tenant_name", "created_at")
    fieldsets: ClassVar[Any] = (
        (
            _("Identity"),
            {
                "fields": (
                    ("name", "id"),
                    ("organization_number", "vat_number"),
                    ("is_approved_for_f_tax", "registered_office"),
                    ("tenant_name", "created_at"),
                )
            },
        ),
        (_("Contact"), {"fields": (("email", "phone"), ("website", "sms_sender"))}),
        (
            _("Address"),
            {"fields": ("street_address", ("zip", "city"), ("country", "time_zone"))},
        ),
        (_("Bank details"), {"fields": (("bankgiro", "plusgiro"), "iban")}),
        (_("Payment links"), {"fields": (("grace_days", "price_basis"),)}),
        (_("Bookkeeping"), {"fields": ("fiscal_year_start_month",)}),
    )

    @admin.display(description=_("Tenant"))
    def tenant_name(self, merchant: Merchant) -> str:
        return merchant.tenant.name

    def has_add_permission(self, request: HttpRequest) -> bool:
        return access.sees_everything(request)

    def has_change_permission(self, request: HttpRequest, obj: Merchant | None = None) -> bool:
        if obj is None:
            return access.sees_everything(request)
        return access.may_edit_merchant(request, obj.pk)

    def get_fieldsets(self, request: HttpRequest, obj: Merchant | None = None) -> Any:
        """The tenant is chosen once: a merchant that moved would leave its links and numbers."""
        if obj is not None:
            return self.fieldsets
        return ((_("Tenant"), {"fields": ("tenant",)}), *self.fieldsets)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Merchant | None = None
    ) -> tuple[str, ...]:
        if obj is None:
            return self.readonly_fields
        if access.sees_everything(request):
            return self.readonly_fields
        every = [field.name for field in Merchant._meta.fields]
        closed = tuple(name for name in every if name not in self.owners_fields)
        return (*closed, "tenant_name")
