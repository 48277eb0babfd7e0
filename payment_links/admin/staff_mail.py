"""E-mails to staff, whether they went out, and why not; what they said is never shown."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from payment_links.admin import display
from payment_links.admin.base import StaffAdmin
from payment_links.models import StaffMail


@admin.register(StaffMail)
class StaffMailAdmin(StaffAdmin[StaffMail]):
    """They hold links that open accounts, so only superusers see that they exist."""

    menu_section = _("Settings")
    menu_icon = "outgoing_mail"
    menu_order = 9
    list_display = ("state_cell", "recipient", "subject", "created", "attempts", "last_error")
    list_display_links = ("recipient",)
    list_filter: ClassVar[Any] = (("state", ChoicesDropdownFilter),)
    search_fields = ("=recipient",)
    search_help_text = _("Recipient's address")
    id_search_fields = ()
    fields = (
        "state_cell",
        "recipient",
        "subject",
        "language",
        "created",
        "attempts",
        "last_error",
    )

    @admin.display(description=_("State"), ordering="state")
    def state_cell(self, mail: StaffMail) -> SafeString:
        return display.state_tag(mail.state, mail.get_state_display(), display.OUTBOX_LOOKS)

    @admin.display(description=_("Created"), ordering="created_at")
    def created(self, mail: StaffMail) -> str:
        return display.moment_text(mail.created_at)
