"""Messages that carry a link to its payer: ask for them, send them, hear what became of them."""

from payment_links.distribution.delivery import deliver_message, sweep_messages
from payment_links.distribution.limits import SmsAllowance, SmsLimitError, sms_allowance
from payment_links.distribution.recipients import UnknownMethodError
from payment_links.distribution.reminder_passes import sweep_reminders
from payment_links.distribution.reminder_plans import choose_reminder_days, reminder_days
from payment_links.distribution.reminding import (
    AddressClosedError,
    LastMessageFailedError,
    LinkAlreadyPaidError,
    LinkDisputedError,
    NothingSentError,
    RemindedRecentlyError,
    remind,
)
from payment_links.distribution.reports import DeliveryReport, record_delivery_report
from payment_links.distribution.requesting import (
    PaymentLinkClosedError,
    distribute,
)

__all__ = [
    "AddressClosedError",
    "DeliveryReport",
    "LastMessageFailedError",
    "LinkAlreadyPaidError",
    "LinkDisputedError",
    "NothingSentError",
    "PaymentLinkClosedError",
    "RemindedRecentlyError",
    "SmsAllowance",
    "SmsLimitError",
    "UnknownMethodError",
    "choose_reminder_days",
    "deliver_message",
    "distribute",
    "record_delivery_report",
    "remind",
    "reminder_days",
    "sms_allowance",
    "sweep_messages",
    "sweep_reminders",
]
