"""Messages to payers: what was sent, to whom, and what became of it."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from payment_links.admin import display
from payment_links.admin.base import StaffAdmin
from payment_links.admin.failure_reasons import failure_text
from payment_links.admin.filters import DaysFilter, MerchantFilter
from payment_links.admin.message_rows import history as message_history
from payment_links.admin.message_rows import purpose_text, who_text
from payment_links.models import Distribution


@admin.register(Distribution)
class DistributionAdmin(StaffAdmin[Distribution]):
    """Messages are asked for on the link's page; here they are found again."""

    merchant_path = "payment_link__merchant_id"
    menu_section = _("Payments")
    menu_icon = "sms"
    menu_order = 3
    list_display = ("state_cell", "recipient", "customer", "purpose_cell", "asked_for", "failure")
    list_display_links = ("recipient",)
    list_filter: ClassVar[Any] = (
        ("status", ChoicesDropdownFilter),
        ("channel", ChoicesDropdownFilter),
        ("purpose", ChoicesDropdownFilter),
        MerchantFilter,
        ("created_at", DaysFilter),
    )
    list_select_related = ("payment_link__customer", "reminder")
    id_search_fields = ("id", "payment_link_id")
    search_fields = ("=recipient", "=provider_message_id")
    search_help_text = _("Recipient, link id or the provider's id")
    fields = (
        "state_cell",
        "recipient",
        "purpose_cell",
        "link",
        "asked_for",
        "asked_by",
        "sent",
        "delivered",
        "failure",
        "history",
        "provider_words",
        "last_error",
        "subject",
        "text_as_sent",
        "segments",
        "provider_message_id",
    )

    @admin.display(description=_("Status"), ordering="status")
    def state_cell(self, message: Distribution) -> SafeString:
        text = f"{message.get_channel_display()}: {message.get_status_display()}"
        return display.state_tag(message.status, text, display.MESSAGE_LOOKS)

    @admin.display(description=_("Customer"))
    def customer(self, message: Distribution) -> str:
        return message.payment_link.customer.full_name

    @admin.display(description=_("Payment link"))
    def link(self, message: Distribution) -> SafeString:
        return display.row_link(message.payment_link)

    @admin.display(description=_("Why it failed"), ordering="failure_reason")
    def failure(self, message: Distribution) -> str:
        return failure_text(message) or display.NOTHING

    @admin.display(description=_("Purpose"), ordering="purpose")
    def purpose_cell(self, message: Distribution) -> str:
        return purpose_text(message) or str(message.get_purpose_display())

    @admin.display(description=_("Delivery history"))
    def history(self, message: Distribution) -> SafeString:
        events = [
            (event["when"], event["what"], f" “{event['said']}”" if event["said"] else "")
            for event in message_history(message)
        ]
        return format_html_join("", '<p class="pl-event">{} {}{}</p>', events)

    @admin.display(description=_("In the provider's words"))
    def provider_words(self, message: Distribution) -> str:
        return message.failure_reason or display.NOTHING

    @admin.display(description=_("Text as sent"))
    def text_as_sent(self, message: Distribution) -> SafeString:
        return format_html('<pre class="pl-text">{}</pre>', message.text or display.NOTHING)

    @admin.display(description=_("Asked for"), ordering="created_at")
    def asked_for(self, message: Distribution) -> str:
        return display.moment_text(message.created_at)

    @admin.display(description=_("Asked for by"))
    def asked_by(self, message: Distribution) -> str:
        return who_text(message)

    @admin.display(description=_("Sent"), ordering="sent_at")
    def sent(self, message: Distribution) -> str:
        return display.moment_text(message.sent_at)

    @admin.display(description=_("Delivered"), ordering="delivered_at")
    def delivered(self, message: Distribution) -> str:
        return display.moment_text(message.delivered_at)
