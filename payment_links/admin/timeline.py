"""The timeline as staff read it: what happened, in words, when and who."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import TextChoices
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from payment_links.admin import display
from payment_links.admin.base import CUSTOMER_NAME, StaffAdmin
from payment_links.admin.failure_reasons import failure_reason
from payment_links.admin.filters import DaysFilter, MerchantFilter
from payment_links.admin.reminder_words import step_text
from payment_links.models import Distribution, LinkException, Payment, PaymentLink, TimelineEntry
from payment_links.models.payments import method_text

MESSAGE_EVENTS = {
    TimelineEntry.Event.MESSAGE_REQUESTED,
    TimelineEntry.Event.MESSAGE_SENT,
    TimelineEntry.Event.MESSAGE_DELIVERED,
    TimelineEntry.Event.MESSAGE_FAILED,
}
PAYMENT_EVENTS = {TimelineEntry.Event.PAYMENT_STARTED, TimelineEntry.Event.PAYMENT_CHANGED}
ICONS = {
    TimelineEntry.Event.CREATED: "add_link",
    TimelineEntry.Event.STATUS_CHANGED: "flag",
    TimelineEntry.Event.EXTENDED: "event_upcoming",
    TimelineEntry.Event.OPENED: "visibility",
    TimelineEntry.Event.MESSAGE_REQUESTED: "schedule_send",
    TimelineEntry.Event.MESSAGE_SENT: "send",
    TimelineEntry.Event.MESSAGE_DELIVERED: "mark_email_read",
    TimelineEntry.Event.MESSAGE_FAILED: "error",
    TimelineEntry.Event.REMINDER_SKIPPED: "notifications_off",
    TimelineEntry.Event.PAYMENT_STARTED: "payments",
    TimelineEntry.Event.PAYMENT_CHANGED: "payments",
    TimelineEntry.Event.EXCEPTION_RAISED: "report",
    TimelineEntry.Event.EXCEPTION_RESOLVED: "task_alt",
    TimelineEntry.Event.INVOICE_ISSUED: "receipt_long",
    TimelineEntry.Event.RECEIPT_ISSUED: "receipt",
    TimelineEntry.Event.CREDITED: "undo",
    TimelineEntry.Event.CALLBACK_DELIVERED: "cloud_done",
    TimelineEntry.Event.CALLBACK_GIVEN_UP: "cloud_off",
    TimelineEntry.Event.NOTE: "sticky_note_2",
    TimelineEntry.Event.CUSTOMER_MERGED: "merge",
    TimelineEntry.Event.ADDRESS_REPLACED: "link_off",
    TimelineEntry.Event.DATA_ERASED: "person_off",
}


def shown(entry: TimelineEntry) -> dict[str, Any]:
    """One entry as the template of a link's page prints it."""
    return {
        "icon": ICONS.get(TimelineEntry.Event(entry.event), "circle"),
        "event": entry.get_event_display(),
        "text": details_text(entry),
        "when": display.moment_text(entry.occurred_at),
        "who": display.who_text(entry),
        "is_note": entry.event == TimelineEntry.Event.NOTE,
    }


def details_text(entry: TimelineEntry) -> str:
    """The details of an entry in words; what we do not know by name is listed as it is."""
    details = dict(entry.details)
    if entry.event == TimelineEntry.Event.NOTE:
        return _note_text(details)
    if entry.event == TimelineEntry.Event.STATUS_CHANGED:
        return _("from %(previous)s to %(status)s") % {
            "previous": _value_text(details.get("previous")),
            "status": _value_text(details.get("status")),
        }
    if entry.event == TimelineEntry.Event.EXTENDED:
        return _("until %(day)s") % {"day": str(details.get("expires_at", ""))[:10]}
    if entry.event == TimelineEntry.Event.CREDITED:
        amount = display.amount_text(details.pop("amount"), details.pop("currency"))
        return ", ".join((str(details.get("number", "")), amount, str(details.get("reason", ""))))
    if entry.event in MESSAGE_EVENTS:
        channel = labels_of(Distribution.Channel).get(details.get("channel"), "")
        parts = (channel, _reminder_text(details), _failure_text(entry, details))
        return ": ".join(part for part in parts if part)
    if entry.event == TimelineEntry.Event.REMINDER_SKIPPED:
        return f"{step_text(details['days'])}: {_value_text(details['reason'])}"
    if entry.event in PAYMENT_EVENTS:
        method = method_text(details.get("provider", ""), details.get("method", ""))
        status = labels_of(Payment.Status).get(details.get("status"), "")
        return ": ".join(part for part in (method, status) if part)
    if "kind" in details:
        return labels_of(LinkException.Kind).get(details["kind"], "")
    return ", ".join(_value_text(value) for value in details.values() if value)


def _note_text(details: dict[str, Any]) -> str:
    """What a person wrote, or what a verb noted in the name of one."""
    if "sent_again" in details:
        status = _value_text(details["sent_again"])
        return _("Status callback “%(status)s” sent again") % {"status": status}
    return str(details.get("text", ""))


def _reminder_text(details: dict[str, Any]) -> str:
    """Which reminder was asked for; empty for what is none."""
    if details.get("purpose") != Distribution.Purpose.REMINDER:
        return ""
    label = labels_of(Distribution.Purpose)[Distribution.Purpose.REMINDER].lower()
    return f"{label} {step_text(details['days'])}" if "days" in details else label


def _failure_text(entry: TimelineEntry, details: dict[str, Any]) -> str:
    if entry.event != TimelineEntry.Event.MESSAGE_FAILED:
        return ""
    told = str(details.get("reason", ""))
    return str(failure_reason(details.get("channel", ""), told).words)


def labels_of(choices: type[TextChoices]) -> dict[Any, str]:
    """The words for the values of a set of choices."""
    return {value: str(label) for value, label in choices.choices}


def _value_text(value: Any) -> str:
    """A status by its label, a sentence of ours translated, everything else as it is."""
    labels = labels_of(PaymentLink.Status)
    return labels.get(value) or (_(str(value)) if value else "")


@admin.register(TimelineEntry)
class TimelineEntryAdmin(StaffAdmin[TimelineEntry]):
    """Everything that happened to the user's links."""

    merchant_path = "payment_link__merchant_id"
    menu_section = gettext_lazy("Payments")
    menu_icon = "history"
    menu_order = 7
    list_display = ("occurred", "event", "in_words", "who", "link")
    list_filter: ClassVar[Any] = (
        ("event", ChoicesDropdownFilter),
        ("actor", ChoicesDropdownFilter),
        MerchantFilter,
        ("occurred_at", DaysFilter),
    )
    list_select_related = ("payment_link__customer", "user")
    id_search_fields = ("payment_link_id",)
    customer_path = "payment_link__customer"
    search_fields = (CUSTOMER_NAME,)
    search_help_text = gettext_lazy("Link id or last name")
    fields = ("occurred", "event", "in_words", "who", "link")

    @admin.display(description=gettext_lazy("When"), ordering="pk")
    def occurred(self, entry: TimelineEntry) -> str:
        return display.moment_text(entry.occurred_at)

    @admin.display(description=gettext_lazy("In words"))
    def in_words(self, entry: TimelineEntry) -> str:
        return details_text(entry) or display.NOTHING

    @admin.display(description=gettext_lazy("Who"))
    def who(self, entry: TimelineEntry) -> str:
        return display.who_text(entry)

    @admin.display(description=gettext_lazy("Payment link"))
    def link(self, entry: TimelineEntry) -> SafeString:
        return display.row_link(entry.payment_link, entry.payment_link.customer.full_name)
