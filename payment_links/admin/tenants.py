"""Tenants and the keys of requests they may repeat; only superusers come here."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.widgets import UnfoldAdminTextInputWidget

from payment_links.admin import display
from payment_links.admin.base import OperatorAdmin, StaffAdmin
from payment_links.admin.filters import DaysFilter
from payment_links.admin.theme import ModelForm
from payment_links.models import IdempotencyKey, Tenant
from payment_links.models.tenants import default_sms_countries


class CountriesField(forms.CharField):
    """Countries as people write them: "SE, NO"; becomes a list."""

    widget = UnfoldAdminTextInputWidget

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        countries = [part.strip().upper() for part in str(value or "").split(",") if part.strip()]
        if not all(len(name) == 2 and name.isascii() and name.isalpha() for name in countries):
            raise ValidationError(_("Write countries with two letters each, as in SE, NO."))
        return countries


class TenantForm(ModelForm[Tenant]):
    """A tenant's record."""

    sms_countries = CountriesField(
        initial=default_sms_countries, help_text=_("Where its SMS may go, as in SE, NO.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sms_countries"].label = capfirst(_("SMS countries"))
        self.fields["spells_delivered_without_e"].label = _("DELIVERD in sms_status")


@admin.register(Tenant)
class TenantAdmin(OperatorAdmin[Tenant]):
    """Platforms that create links over the API."""

    form = TenantForm
    menu_section = _("Settings")
    menu_icon = "domain"
    list_display = ("name", "id", "mode", "is_active", "default_country")
    list_filter: ClassVar[Any] = (("mode", ChoicesDropdownFilter), "is_active")
    ordering: ClassVar[Any] = ("name", "pk")
    search_fields = ("name",)
    search_help_text = _("Name or id")
    readonly_fields = ("id", "created_at")
    fields = (
        "id",
        "name",
        "mode",
        "is_active",
        "default_country",
        "sms_countries",
        "sms_daily_limit",
        "spells_delivered_without_e",
        "card_provider",
        "created_at",
    )

    def get_fields(self, request: HttpRequest, obj: Tenant | None = None) -> Any:
        """A tenant that is not there yet has no id and no day on which it was made."""
        fields = super().get_fields(request, obj)
        return fields if obj else [name for name in fields if name not in self.readonly_fields]


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(StaffAdmin[IdempotencyKey]):
    """Keys of requests that tenants may repeat; the answers hold customers' data."""

    menu_section = _("Settings")
    menu_icon = "repeat"
    list_display = ("key", "tenant", "response_status", "created")
    list_filter: ClassVar[Any] = (("created_at", DaysFilter),)
    list_select_related = ("tenant",)
    id_search_fields = ("tenant_id",)
    search_fields = ("=key",)
    search_help_text = _("Key")
    fields = ("key", "tenant", "response_status", "created", "in_progress_until")

    @admin.display(description=_("Created"), ordering="created_at")
    def created(self, key: IdempotencyKey) -> str:
        return display.moment_text(key.created_at)

    @admin.display(description=_("In progress until"))
    def in_progress_until(self, key: IdempotencyKey) -> str:
        return display.moment_text(key.locked_until)
