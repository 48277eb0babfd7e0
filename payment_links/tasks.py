"""Index of the background jobs; Celery finds them here."""

from payment_links.payments import (
    apply_inbound_event,
    check_payment,
    reconcile_open_payments,
    sweep_inbound_events,
)

__all__ = [
    "apply_inbound_event",
    "check_payment",
    "reconcile_open_payments",
    "sweep_inbound_events",
]
