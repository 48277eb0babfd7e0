"""The janitor: asks the payments service about attempts that no callback has settled."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from celery import shared_task
from django.db.models import F

from payment_links import clock
from payment_links.gateways.errors import GatewayUnavailable
from payment_links.models import Payment
from payment_links.payments.check_times import next_check
from payment_links.payments.deposits import register_deposit
from payment_links.payments.facts import record_payment_status

logger = logging.getLogger(__name__)

BATCH = 200
# A check whose job was lost is due again after that.
CLAIMED_FOR = timedelta(minutes=1)


@shared_task(name="payment_links.payments.reconcile_open_payments")
def reconcile_open_payments() -> None:
    """Hand a job per attempt that is due for a check to the broker; safe to run twice at once."""
    now = clock.now()
    due = (
        Payment.objects.filter(next_check_at__lte=now)
        .order_by("next_check_at", "pk")
        .values_list("pk", "next_check_at")[:BATCH]
    )
    for pk, planned_at in list(due):
        claimed = Payment.objects.filter(pk=pk, next_check_at=planned_at).update(
            next_check_at=now + CLAIMED_FOR
        )
        if claimed:
            check_payment.delay(str(pk))


@shared_task(name="payment_links.payments.check_payment")
def check_payment(payment_pk: str) -> None:
    """Record what the payments service says about one attempt, and plan the next check."""
    now = clock.now()
    try:
        register_deposit(UUID(payment_pk), now=now)
        record_payment_status(UUID(payment_pk), now=now)
    except GatewayUnavailable as error:
        logger.warning("payment %s could not be checked: %s", payment_pk, error)
        _plan_after_failure(UUID(payment_pk), now)


def _plan_after_failure(payment_pk: UUID, now: datetime) -> None:
    payment = Payment.objects.get(pk=payment_pk)
    planned_at = next_check(
        payment.status,
        created_at=payment.created_at,
        changed_at=payment.updated_at,
        now=now,
        is_deposit=payment.is_deposit,
    )
    # The last late check is not lost because the service was down just then.
    if planned_at is None and payment.next_check_at is not None:
        planned_at = now + timedelta(hours=1)
    Payment.objects.filter(pk=payment_pk, status=payment.status).update(
        next_check_at=planned_at, checks=F("checks") + 1
    )
