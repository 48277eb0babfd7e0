"""The logos that tenants named, whether we have them, and why not."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from payment_links.admin import display
from payment_links.admin.base import StaffAdmin
from payment_links.logos.reading import data_address
from payment_links.models import Logo


@admin.register(Logo)
class LogoAdmin(StaffAdmin[Logo]):
    """A tenant's logos serve all its merchants, so only superusers see them."""

    menu_section = _("Settings")
    menu_icon = "image"
    menu_order = 8
    list_display = ("state_cell", "url", "tenant", "pixels", "fetched", "attempts", "last_error")
    list_display_links = ("url",)
    list_filter: ClassVar[Any] = (("state", ChoicesDropdownFilter),)
    list_select_related = ("tenant",)
    id_search_fields = ("id", "tenant_id")
    search_fields = ("url", "tenant__name", "last_error")
    search_help_text = _("Address, tenant or error")
    fields = (
        "state_cell",
        "picture",
        "url",
        "tenant",
        "pixels",
        "fetched",
        "attempts",
        "next_try",
        "last_error",
        "sha256",
    )

    @admin.display(description=_("State"), ordering="state")
    def state_cell(self, logo: Logo) -> SafeString:
        return display.state_tag(logo.state, logo.get_state_display(), display.OUTBOX_LOOKS)

    @admin.display(description=_("Picture"))
    def picture(self, logo: Logo) -> SafeString:
        address = data_address(logo) if logo.state == Logo.State.DONE else ""
        if not address:
            return SafeString(display.NOTHING)
        return format_html('<img src="{}" alt="{}" height="60">', address, logo.url)

    @admin.display(description=_("Pixels"))
    def pixels(self, logo: Logo) -> str:
        return f"{logo.width} × {logo.height}" if logo.fetched_at else display.NOTHING

    @admin.display(description=_("Fetched"), ordering="fetched_at")
    def fetched(self, logo: Logo) -> str:
        return display.moment_text(logo.fetched_at)

    @admin.display(description=_("Not tried before"))
    def next_try(self, logo: Logo) -> str:
        return display.moment_text(logo.not_before)
