"""The only code that changes a payment's status, and the callbacks that tell of it."""

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from payment_links.sandbox import clock
from payment_links.sandbox.answers import refuse
from payment_links.sandbox.callbacks import Outgoing, dispatch
from payment_links.sandbox.models import SandboxPayment, StatusChange
from payment_links.sandbox.router import DATABASE

Status = SandboxPayment.Status
DECISIONS = {
    "approve": Status.COMPLETED,
    "decline": Status.DECLINED,
    "abort": Status.ABORTED,
    "crash": Status.CRASHED,
    "expire": Status.EXPIRED,
}
LATE_MONEY = "late_money"


def add_status(payment: SandboxPayment, status: str, now: datetime) -> StatusChange:
    """Give the payment a status; call it with the payment locked, inside a transaction."""
    payment.status = status
    payment.save(update_fields=["status"])
    return StatusChange.objects.create(payment=payment, status=status, occurred_at=now)


def decide(payment_id: UUID, decision: str, now: datetime) -> SandboxPayment:
    """What the payer, or the provider, decides: approve, decline, abort, crash or expire.

    late_money completes a payment that was stopped or has expired. Raises RefusedError 403 when
    the payment is past deciding. The tenant is told after the change is committed.
    """
    with transaction.atomic(using=DATABASE):
        payment = SandboxPayment.objects.select_for_update().get(pk=payment_id)
        if decision == LATE_MONEY and payment.accepts_late_money:
            change = add_status(payment, Status.COMPLETED, now)
        elif decision in DECISIONS and payment.is_open:
            change = add_status(payment, DECISIONS[decision], now)
        else:
            raise refuse(403, "operation_forbidden", f"the payment is {payment.status}")
    announce([change])
    return payment


def stop(payment_id: UUID, now: datetime) -> None:
    """Stop a payment nobody has decided; stopping again changes nothing, else RefusedError 403."""
    with transaction.atomic(using=DATABASE):
        payment = SandboxPayment.objects.select_for_update().get(pk=payment_id)
        if payment.status == Status.STOPPED:
            return
        if not payment.is_open:
            raise refuse(403, "operation_forbidden", f"the payment is {payment.status}")
        change = add_status(payment, Status.STOPPED, now)
    announce([change])


def announce(changes: list[StatusChange]) -> None:
    """Tell the tenant of each change, at the address given when the payment was initiated."""
    dispatch([write_callback(change) for change in changes if change.payment.status_callback_url])


def write_callback(change: StatusChange) -> Outgoing:
    """The status callback for a change."""
    payment = change.payment
    body = {
        "payment_order_id": str(payment.order_id),
        "payment_id": str(payment.pk),
        "status": change.status,
        "occurred_at": clock.write_time(change.occurred_at),
    }
    return Outgoing(
        target="payments",
        url=payment.status_callback_url,
        body=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
