"""The rows of the product, one module per subject."""

from payment_links.models.batches import LinkBatch, LinkBatchRow
from payment_links.models.bulk_runs import BulkRun
from payment_links.models.callbacks import (
    CallbackAttempt,
    CallbackEndpoint,
    InboundEvent,
    StatusCallback,
)
from payment_links.models.customer_history import CustomerEvent
from payment_links.models.customers import Address, Customer
from payment_links.models.distributions import Distribution, MessageEvent
from payment_links.models.documents import LinkDocument
from payment_links.models.figures import ClosedDays, DailyFigures, DailyMethodFigures
from payment_links.models.history import (
    PAYER,
    SYSTEM,
    TENANT,
    Actor,
    ActorKind,
    TimelineEntry,
)
from payment_links.models.idempotency import IdempotencyKey
from payment_links.models.links import Item, PaymentLink
from payment_links.models.logos import Logo
from payment_links.models.payments import LinkException, Payment
from payment_links.models.reminders import Reminder, ReminderPlan
from payment_links.models.staff import Invitation, Membership, User
from payment_links.models.staff_mail import StaffMail
from payment_links.models.tenants import ApiSecret, Merchant, SigningSecret, Tenant

__all__ = [
    "PAYER",
    "SYSTEM",
    "TENANT",
    "Actor",
    "ActorKind",
    "Address",
    "ApiSecret",
    "BulkRun",
    "CallbackAttempt",
    "CallbackEndpoint",
    "ClosedDays",
    "Customer",
    "CustomerEvent",
    "DailyFigures",
    "DailyMethodFigures",
    "Distribution",
    "IdempotencyKey",
    "InboundEvent",
    "Invitation",
    "Item",
    "LinkBatch",
    "LinkBatchRow",
    "LinkDocument",
    "LinkException",
    "Logo",
    "Membership",
    "Merchant",
    "MessageEvent",
    "Payment",
    "PaymentLink",
    "Reminder",
    "ReminderPlan",
    "SigningSecret",
    "StaffMail",
    "StatusCallback",
    "Tenant",
    "TimelineEntry",
    "User",
]
