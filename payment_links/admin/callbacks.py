"""What tenants were told, how they answered, and what outside services told us."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from payment_links.admin import display
from payment_links.admin.base import ShortPaginator, StaffAdmin
from payment_links.admin.filters import DaysFilter, MerchantFilter
from payment_links.models import (
    CallbackAttempt,
    CallbackEndpoint,
    InboundEvent,
    StatusCallback,
)


@admin.register(StatusCallback)
class StatusCallbackAdmin(StaffAdmin[StatusCallback]):
    """Callbacks are delivered again from the link's page."""

    merchant_path = "payment_link__merchant_id"
    paginator = ShortPaginator
    menu_section = _("Callbacks")
    menu_icon = "cloud_upload"
    menu_order = 1
    list_display = ("state_cell", "tells", "link", "address", "attempts", "made", "last_error")
    list_display_links = ("tells",)
    list_filter: ClassVar[Any] = (
        ("state", ChoicesDropdownFilter),
        ("status", ChoicesDropdownFilter),
        MerchantFilter,
        ("created_at", DaysFilter),
    )
    list_select_related = ("payment_link", "endpoint")
    id_search_fields = ("id", "payment_link_id")
    search_fields = ("endpoint__url",)
    search_help_text = _("Link id, callback id or address")
    fields = (
        "state_cell",
        "tells",
        "link",
        "address",
        "attempts",
        "last_error",
        "made",
        "delivered",
        "next_try",
        "body_text",
        "replay_of",
    )

    @admin.display(description=_("State"), ordering="state")
    def state_cell(self, callback: StatusCallback) -> SafeString:
        return display.callback_tag(callback)

    @admin.display(description=_("Tells"), ordering="status")
    def tells(self, callback: StatusCallback) -> str:
        return callback.get_status_display()

    @admin.display(description=_("Address"), ordering="endpoint__url")
    def address(self, callback: StatusCallback) -> str:
        return callback.endpoint.url

    @admin.display(description=_("Payment link"))
    def link(self, callback: StatusCallback) -> SafeString:
        return display.row_link(callback.payment_link, f"…{str(callback.payment_link_id)[-12:]}")

    @admin.display(description=_("Created"), ordering="created_at")
    def made(self, callback: StatusCallback) -> str:
        return display.moment_text(callback.created_at)

    @admin.display(description=_("Delivered"), ordering="delivered_at")
    def delivered(self, callback: StatusCallback) -> str:
        return display.moment_text(callback.delivered_at)

    @admin.display(description=_("Not tried before"))
    def next_try(self, callback: StatusCallback) -> str:
        return display.moment_text(callback.not_before)

    @admin.display(description=_("Body"))
    def body_text(self, callback: StatusCallback) -> SafeString:
        return format_html('<pre class="pl-text">{}</pre>', callback.body)


@admin.register(CallbackAttempt)
class CallbackAttemptAdmin(StaffAdmin[CallbackAttempt]):
    """Every try to deliver a status callback."""

    merchant_path = "status_callback__payment_link__merchant_id"
    paginator = ShortPaginator
    menu_section = _("Callbacks")
    menu_icon = "history"
    list_display = ("attempted", "status_callback", "http_status", "error", "duration_ms")
    list_filter: ClassVar[Any] = (MerchantFilter, ("attempted_at", DaysFilter))
    list_select_related = ("status_callback__payment_link",)
    id_search_fields = ("status_callback_id", "status_callback__payment_link_id")
    search_fields = ("error", "=http_status")
    search_help_text = _("Link id, callback id, HTTP status or error")
    fields = (
        "attempted",
        "status_callback",
        "http_status",
        "error",
        "response_excerpt",
        "duration_ms",
    )

    @admin.display(description=_("Attempted"), ordering="attempted_at")
    def attempted(self, attempt: CallbackAttempt) -> str:
        return display.moment_text(attempt.attempted_at)


@admin.register(CallbackEndpoint)
class CallbackEndpointAdmin(StaffAdmin[CallbackEndpoint]):
    """A tenant's addresses serve all its merchants, so only superusers see them."""

    menu_section = _("Callbacks")
    menu_icon = "dns"
    list_display = ("url", "tenant", "health_tag", "down_since")
    list_filter: ClassVar[Any] = (("health", ChoicesDropdownFilter),)
    list_select_related = ("tenant",)
    id_search_fields = ("tenant_id",)
    search_fields = ("url", "tenant__name")
    search_help_text = _("Address or tenant's name")
    fields = ("url", "tenant", "health_tag", "down_since")

    @admin.display(description=_("Health"), ordering="health")
    def health_tag(self, endpoint: CallbackEndpoint) -> SafeString:
        return display.state_tag(
            endpoint.health, endpoint.get_health_display(), display.ENDPOINT_LOOKS
        )


@admin.register(InboundEvent)
class InboundEventAdmin(StaffAdmin[InboundEvent]):
    """Bodies as they came from outside; only superusers see them."""

    menu_section = _("Callbacks")
    menu_icon = "cloud_download"
    list_display = ("received", "source", "state_cell", "payment", "distribution", "attempts")
    list_filter: ClassVar[Any] = (
        ("source", ChoicesDropdownFilter),
        ("state", ChoicesDropdownFilter),
        ("received_at", DaysFilter),
    )
    list_select_related = ("payment", "distribution")
    id_search_fields = ("id", "payment__payment_id", "payment__payment_link_id")
    search_fields = ("last_error",)
    search_help_text = _("Event id, payment id or link id")
    fields = (
        "received",
        "source",
        "state_cell",
        "payment",
        "distribution",
        "attempts",
        "last_error",
        "body_text",
    )

    @admin.display(description=_("Received"), ordering="received_at")
    def received(self, event: InboundEvent) -> str:
        return display.moment_text(event.received_at)

    @admin.display(description=_("State"), ordering="state")
    def state_cell(self, event: InboundEvent) -> SafeString:
        return display.state_tag(event.state, event.get_state_display(), display.OUTBOX_LOOKS)

    @admin.display(description=_("Body"))
    def body_text(self, event: InboundEvent) -> SafeString:
        return format_html('<pre class="pl-text">{}</pre>', event.body)
