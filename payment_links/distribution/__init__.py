"""Messages that carry a link to its payer: ask for them, send them, hear what became of them."""

from payment_links.distribution.delivery import deliver_message, sweep_messages
from payment_links.distribution.limits import SmsAllowance, SmsLimitError, sms_allowance
from payment_links.distribution.recipients import (
    InvalidEmailError,
    UnknownMethodError,
    usable_email,
)
from payment_links.distribution.reminding import (
    LastMessageFailedError,
    LinkAlreadyPaidError,
    NothingSentError,
    RemindedRecentlyError,
    remind,
)
from payment_links.distribution.reports import record_delivery_report
from payment_links.distribution.requesting import (
    PaymentLinkClosedError,
    distribute,
    request_receipt_email,
)

__all__ = [
    "InvalidEmailError",
    "LastMessageFailedError",
    "LinkAlreadyPaidError",
    "NothingSentError",
    "PaymentLinkClosedError",
    "RemindedRecentlyError",
    "SmsAllowance",
    "SmsLimitError",
    "UnknownMethodError",
    "deliver_message",
    "distribute",
    "record_delivery_report",
    "remind",
    "request_receipt_email",
    "sms_allowance",
    "sweep_messages",
    "usable_email",
]
