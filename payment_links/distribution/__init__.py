"""Messages that carry a link to its payer: ask for them, send them, hear what became of them."""

from payment_links.distribution.delivery import deliver_message, sweep_messages
from payment_links.distribution.limits import SmsLimitError
from payment_links.distribution.recipients import UnknownMethodError
from payment_links.distribution.reports import record_delivery_report
from payment_links.distribution.requesting import (
    PaymentLinkClosedError,
    distribute,
    request_receipt_email,
)

__all__ = [
    "PaymentLinkClosedError",
    "SmsLimitError",
    "UnknownMethodError",
    "deliver_message",
    "distribute",
    "record_delivery_report",
    "request_receipt_email",
    "sweep_messages",
]
