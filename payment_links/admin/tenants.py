"""Tenants and the keys of requests they may repeat; only superusers come here."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from payment_links.admin import display
from payment_links.admin.base import OperatorAdmin, StaffAdmin
from payment_links.admin.filters import DaysFilter
from payment_links.models import IdempotencyKey, Tenant


@admin.register(Tenant)
class TenantAdmin(OperatorAdmin[Tenant]):
    """Platforms that create links over the API."""

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
    fields = ("key", "tenant", "response_status", "created", "in_progress_until")

    @admin.display(description=_("Created"), ordering="created_at")
    def created(self, key: IdempotencyKey) -> str:
        return display.moment_text(key.created_at)

    @admin.display(description=_("In progress until"))
    def in_progress_until(self, key: IdempotencyKey) -> str:
        return display.moment_text(key.locked_until)
