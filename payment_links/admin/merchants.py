"""Merchants: everybody reads their own, owners correct how customers reach them."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from payment_links import check_digits, clock
from payment_links.admin import (
    accent_preview,
    access,
    display,
    merchant_sections,
    reminder_fields,
    second_factor,
)
from payment_links.admin.base import StaffAdmin
from payment_links.admin.theme import ModelForm
from payment_links.distribution import choose_reminder_days, reminder_days
from payment_links.models import Merchant
from payment_links.models.payments import method_text
from payment_links.payments import payable_methods

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


BANK_DETAILS = frozenset({"bankgiro", "plusgiro", "iban"})


class MerchantForm(ModelForm[Merchant]):
    """The merchant's record; numbers with check digits must be right, for they get printed."""

    payment_provider_methods = forms.MultipleChoiceField(
        label=_("Payment methods"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What a link offers that staff make; tenants say it themselves."),
    )

    remind_before = reminder_fields.days_before()
    remind_after = reminder_fields.days_after()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(reminder_fields.written(reminder_days(self.instance)))
        offered = self.fields.get("payment_provider_methods")
        if not isinstance(offered, forms.MultipleChoiceField) or self.instance.tenant_id is None:
            # A new merchant's tenant, and with it the methods, is not known yet.
            self.fields.pop("payment_provider_methods", None)
            return
        offered.choices = display.method_choices(payable_methods(self.instance.tenant))
        self.initial["payment_provider_methods"] = list(self._chosen_methods())

    def _chosen_methods(self) -> dict[str, dict[str, Any]]:
        entries = self.instance.payment_provider_methods
        return {f"{entry['provider']}/{entry['method']}": entry for entry in entries}

    def clean_payment_provider_methods(self) -> list[dict[str, Any]]:
        """The link's form of the chosen ones; what was set up for a method stays with it."""
        known = self._chosen_methods()
        chosen = self.cleaned_data["payment_provider_methods"]
        return [known.get(name) or _without_parameters(name) for name in chosen]

    def clean_accent_color(self) -> str:
        """People paste colours in capitals, and without the number sign."""
        return accent_preview.normalized(self.cleaned_data["accent_color"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        country = values.get("country") or self.instance.country
        for name, is_right, depends_on_country, complaint in NUMBERS:
            number = values.get(name)
            arguments = (number, country) if depends_on_country else (number,)
            if number and not is_right(*arguments):
                self.add_error(name, complaint)
        grace_days = values.get("grace_days", self.instance.grace_days)
        for name, words in reminder_fields.faults(values, grace_days=grace_days).items():
            self.add_error(name, words)
        return values


def _without_parameters(name: str) -> dict[str, Any]:
    provider, method = name.split("/")
    return {"provider": provider, "method": method, "parameters": {}}


@admin.register(Merchant)
class MerchantAdmin(StaffAdmin[Merchant]):
    """Identity, bank details and tax data are the operator's to change."""

    form = MerchantForm
    merchant_path = "id"
    menu_section = _("Settings")
    menu_icon = "storefront"
    owners_fields: ClassVar[tuple[str, ...]] = (
        *("email", "phone", "website"),
        *("payment_provider_methods", "locale", "payment_days"),
        *("accent_color", "is_emailing_receipts"),
    )
    list_display = ("name", "organization_number", "city", "bankgiro", "tenant")
    list_select_related = ("tenant",)
    ordering: ClassVar[Any] = ("name", "pk")
    search_fields = ("name", "=organization_number", "=bankgiro")
    search_help_text = _("Name, organisation number, bankgiro or id")
    readonly_fields = (
        *("id", "tenant_name", "created_at", "methods_shown"),
        *("accent_shown", "reminders_shown"),
    )
    fieldsets: ClassVar[Any] = merchant_sections.TO_CHANGE

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["payment_links/admin/accent.css"]}
        js: ClassVar[list[str]] = ["payment_links/admin/accent.js"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(accent_preview.show_preview)
        own = [path("accent-color", view, name="payment_links_merchant_accent_color")]
        return [*own, *super().get_urls()]

    @admin.display(description=_("What payers see"))
    def accent_shown(self, merchant: Merchant) -> SafeString:
        address = reverse("admin:payment_links_merchant_accent_color")
        samples = accent_preview.preview(merchant.accent_color)
        return format_html('<div data-accent-preview="{}">{}</div>', address, samples)

    def save_model(
        self, request: HttpRequest, obj: Merchant, form: ModelForm[Merchant], change: bool
    ) -> None:
        """Where the money goes is changed only by somebody who has just given the password."""
        if BANK_DETAILS & set(form.changed_data):
            second_factor.ask_again(request)
        super().save_model(request, obj, form, change)
        if set(merchant_sections.REMINDER_FIELDS) & set(form.changed_data):
            days = reminder_fields.chosen_days(form.cleaned_data)
            choose_reminder_days(obj, days, now=clock.now())

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
        if obj is None:
            return merchant_sections.TO_ADD
        if self.has_change_permission(request, obj):
            return merchant_sections.TO_CHANGE
        return merchant_sections.TO_READ

    @admin.display(description=_("Payment methods"))
    def methods_shown(self, merchant: Merchant) -> str:
        entries = merchant.payment_provider_methods
        names = [method_text(entry["provider"], entry["method"]) for entry in entries]
        return ", ".join(names) or display.NOTHING

    @admin.display(description=_("Reminders"))
    def reminders_shown(self, merchant: Merchant) -> str:
        return reminder_fields.steps_text(reminder_days(merchant))

    def get_readonly_fields(
        self, request: HttpRequest, obj: Merchant | None = None
    ) -> tuple[str, ...]:
        if obj is None:
            return self.readonly_fields
        if access.sees_everything(request):
            return self.readonly_fields
        every = [field.name for field in Merchant._meta.fields]
        closed = tuple(name for name in every if name not in self.owners_fields)
        shown = ("tenant_name", "methods_shown", "accent_shown", "reminders_shown")
        return (*closed, *shown)
