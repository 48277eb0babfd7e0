"""Payments as the Payments API writes them."""

from typing import Any

from payment_links.sandbox.clock import write_time
from payment_links.sandbox.models import SandboxPayment


def write_payment(payment: SandboxPayment) -> dict[str, Any]:
    """The payment as JSON, with every status it has had, oldest first."""
    history = sorted(payment.history.all(), key=lambda change: change.pk)
    return {
        "id": str(payment.pk),
        "payment_order_id": str(payment.order_id),
        "status": payment.status,
        "currency": payment.currency,
        "total_amount": payment.total_amount,
        "provider": payment.provider,
        "method": payment.method,
        "order_items": payment.order_items,
        "payer": payment.payer or None,
        "metadata": payment.metadata,
        "status_history": [
            {
                "id": str(change.event_id),
                "status": change.status,
                "occurred_at": write_time(change.occurred_at),
            }
            for change in history
        ],
    }
