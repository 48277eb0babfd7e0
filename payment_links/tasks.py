"""Index of the background jobs; Celery finds them here."""

from payment_links.batches.making import make_link_of_row, sweep_link_batches
from payment_links.customers import erase_kept_parts
from payment_links.daily_figures import close_days
from payment_links.distribution import deliver_message, sweep_messages, sweep_reminders
from payment_links.idempotency import forget_old_keys
from payment_links.links import expire_due_links
from payment_links.logos.fetching import fetch_logo, sweep_logos
from payment_links.payments import (
    apply_inbound_event,
    check_payment,
    reconcile_open_payments,
    sweep_inbound_events,
)
from payment_links.staff_mail import deliver_staff_mail, sweep_staff_mail
from payment_links.status_callbacks import deliver_status_callback, sweep_status_callbacks

__all__ = [
    "apply_inbound_event",
    "check_payment",
    "close_days",
    "deliver_message",
    "deliver_staff_mail",
    "deliver_status_callback",
    "erase_kept_parts",
    "expire_due_links",
    "fetch_logo",
    "forget_old_keys",
    "make_link_of_row",
    "reconcile_open_payments",
    "sweep_inbound_events",
    "sweep_link_batches",
    "sweep_logos",
    "sweep_messages",
    "sweep_reminders",
    "sweep_staff_mail",
    "sweep_status_callbacks",
]
