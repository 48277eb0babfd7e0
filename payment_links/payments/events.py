"""Inbound payment events: each stored hint makes us fetch the payment it is about."""

from datetime import timedelta

from celery import shared_task

from payment_links import clock, outbox
from payment_links.gateways.errors import GatewayUnavailable
from payment_links.models import InboundEvent
from payment_links.payments.facts import record_payment_status

# Three times the longest that a fetch may take.
LEASE = timedelta(seconds=45)
RETRY_AFTER = (
    timedelta(seconds=2),
    timedelta(seconds=10),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
)


@shared_task(name="payment_links.payments.sweep_inbound_events")
def sweep_inbound_events() -> None:
    """Hand a job per payment event that waits to the broker."""
    events = InboundEvent.objects.filter(source=InboundEvent.Source.PAYMENT_STATUS)
    outbox.publish_due(events, apply_inbound_event, clock.now())


@shared_task(name="payment_links.payments.apply_inbound_event")
def apply_inbound_event(event_id: str) -> None:
    """Record the status of the event's payment as the payments service tells it, not the event.

    Ends quietly when the event is done; after the last of RETRY_AFTER the janitor goes on alone.
    """
    now = clock.now()
    attempt = outbox.claim(InboundEvent, event_id, now, lease=LEASE)
    if attempt is None:
        return
    event = InboundEvent.objects.get(pk=event_id)
    try:
        if event.payment_id is not None:
            record_payment_status(event.payment_id, now=now)
    except GatewayUnavailable as error:
        if attempt > len(RETRY_AFTER):
            outbox.give_up(InboundEvent, event_id, attempt, error=str(error))
            return
        not_before = clock.now() + RETRY_AFTER[attempt - 1]
        outbox.give_back(InboundEvent, event_id, attempt, not_before=not_before, error=str(error))
        return
    outbox.complete(InboundEvent, event_id, attempt)
