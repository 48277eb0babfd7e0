"""The sandbox's tables, one file per subject."""

from payment_links.sandbox.models.faults import Fault
from payment_links.sandbox.models.ledger import RequestRecord
from payment_links.sandbox.models.messages import Mail, MailAttachment, Sms
from payment_links.sandbox.models.orders import Payout, SandboxOrder
from payment_links.sandbox.models.payments import Deposit, Refund, SandboxPayment, StatusChange
from payment_links.sandbox.models.tenants import SandboxMerchant, SandboxTenant

__all__ = [
    "Deposit",
    "Fault",
    "Mail",
    "MailAttachment",
    "Payout",
    "Refund",
    "RequestRecord",
    "SandboxMerchant",
    "SandboxOrder",
    "SandboxPayment",
    "SandboxTenant",
    "Sms",
    "StatusChange",
]
