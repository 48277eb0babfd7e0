"""The messages of a link as pages print them: the state, what it means, and every event."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from payment_links.admin import display
from payment_links.admin.failure_reasons import failure_text
from payment_links.admin.reminder_words import step_text
from payment_links.models import Distribution, MessageEvent

Channel = Distribution.Channel
Purpose = Distribution.Purpose
Kind = MessageEvent.Kind
# The action that sends by the channel, and the field of its form that names the recipient.
RESENDING = {
    Channel.SMS: ("send_sms", "customer_phone"),
    Channel.EMAIL: ("send_email", "customer_email"),
}


def message_rows(messages: Sequence[Distribution]) -> list[dict[str, Any]]:
    """The messages, newest first; the newest to each recipient can be sent again.

    They were selected with who asked for them, their step and their events.
    """
    seen: set[tuple[str, str]] = set()
    rows = []
    for message in messages:
        action, field = RESENDING[Channel(message.channel)]
        asks_for_money = message.purpose != Purpose.RECEIPT
        is_newest = asks_for_money and (message.channel, message.recipient) not in seen
        if asks_for_money:
            seen.add((message.channel, message.recipient))
        rows.append(
            {
                "row": message,
                "status": display.state_tag(
                    message.status, message.get_status_display(), display.MESSAGE_LOOKS
                ),
                "purpose": purpose_text(message),
                "failure": failure_text(message),
                "warning": closing_text(message),
                "steps": _steps(message),
                "history": history(message),
                "who": who_text(message),
                "may_resend": is_newest,
                "action": action,
                "field": field,
            }
        )
    return rows


def purpose_text(message: Distribution) -> str:
    """What the message is, when it is not the link itself: the receipt, or which reminder."""
    if message.purpose == Purpose.LINK:
        return ""
    label = str(message.get_purpose_display())
    return label if message.reminder is None else f"{label}, {step_text(message.reminder.days)}"


def who_text(message: Distribution) -> str:
    """Who asked for it: a person, we ourselves, or the tenant over the API."""
    if message.requested_by is not None:
        return str(message.requested_by)
    by_itself = message.purpose == Purpose.RECEIPT or message.reminder is not None
    return _("System") if by_itself else _("The tenant")


def closing_text(message: Distribution) -> str:
    """What follows from an event after which nothing goes to the address by itself."""
    kinds = {event.kind for event in message.message_events.all()}
    if Kind.HARD_BOUNCE in kinds:
        return _("Reminders and receipts no longer go to this address by themselves.")
    if Kind.COMPLAINT in kinds:
        return _(
            "The recipient marked the e-mail as spam. Reminders and receipts no longer go to this "
            "address by themselves."
        )
    return ""


def history(message: Distribution) -> list[dict[str, str]]:
    """Everything that happened to the message, oldest first, with the provider's own words."""
    events = sorted(message.message_events.all(), key=lambda event: event.pk)
    told = [
        {
            "when": display.moment_text(event.occurred_at),
            "what": str(event.get_kind_display()),
            "said": _(event.reason) if event.reason else "",
        }
        for event in events
    ]
    return [_entry(message.created_at, _("Queued")), *(told or _from_columns(message))]


def _from_columns(message: Distribution) -> list[dict[str, str]]:
    """What is known of a message from the time before its events were kept."""
    told = []
    if message.sent_at:
        told.append(_entry(message.sent_at, str(Kind.ACCEPTED.label)))
    if message.delivered_at:
        told.append(_entry(message.delivered_at, str(Kind.DELIVERED.label)))
    return told


def _entry(moment: datetime, what: str) -> dict[str, str]:
    return {"when": display.moment_text(moment), "what": what, "said": ""}


def _steps(message: Distribution) -> list[str]:
    """The way of the message in short, from its columns: older ones have no events."""
    steps = [_("queued %(when)s") % {"when": display.moment_text(message.created_at)}]
    if message.sent_at:
        steps.append(_("sent %(when)s") % {"when": display.moment_text(message.sent_at)})
    if message.delivered_at:
        when = display.moment_text(message.delivered_at)
        steps.append(_("delivered %(when)s") % {"when": when})
    return steps
