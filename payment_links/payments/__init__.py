"""The payer's verbs: start a payment, record what the service says of it, repair what was lost."""

from payment_links.payments.deposits import expect_deposit
from payment_links.payments.events import apply_inbound_event, sweep_inbound_events
from payment_links.payments.facts import record_payment_status
from payment_links.payments.initiation import PaymentLinkNotOpenError, initiate_payment
from payment_links.payments.provider_methods import (
    offered_methods,
    payable_methods,
    provider_page_address,
)
from payment_links.payments.reconciliation import check_payment, reconcile_open_payments
from payment_links.payments.starting import PaymentRefusedError

__all__ = [
    "PaymentLinkNotOpenError",
    "PaymentRefusedError",
    "apply_inbound_event",
    "check_payment",
    "expect_deposit",
    "initiate_payment",
    "offered_methods",
    "payable_methods",
    "provider_page_address",
    "reconcile_open_payments",
    "record_payment_status",
    "sweep_inbound_events",
]
