"""What became of a message: accepted by the provider, delivered, or failed with its reason.

Reports come late, twice and in any order, even before our own note of the sending. A message only
ever moves forward: CREATED, SENT, FAILED, DELIVERED. What was delivered stays delivered.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from payment_links import outbox
from payment_links.models import SYSTEM, Distribution, PaymentLink, TimelineEntry

Channel = Distribution.Channel
Event = TimelineEntry.Event
SmsStatus = PaymentLink.SmsStatus
Status = Distribution.Status

LONGEST_REASON = 500
WITHOUT_REASON = "The provider gave no reason."


def record_sending(
    message: Distribution, attempt: int, *, now: datetime, **as_sent: str | int
) -> None:
    """The provider accepted the message; as_sent: its id there and the text that went out.

    Runs inside a transaction. A worker whose lease was lost changes nothing; a report that was
    faster than this note is not overwritten.
    """
    link = PaymentLink.objects.lock(message.payment_link_id)
    if not outbox.complete(Distribution, message.pk, attempt):
        return
    current = Distribution.objects.select_for_update().get(pk=message.pk)
    as_noted: dict[str, Any] = {**as_sent, "sent_at": current.sent_at or now}
    if current.status == Status.CREATED:
        as_noted["status"] = Status.SENT
    Distribution.objects.filter(pk=message.pk).update(**as_noted)
    if message.channel == Channel.EMAIL:
        link.distributed_by_email = True
        link.save(update_fields=["distributed_by_email", "updated_at"])
    elif current.status == Status.CREATED:
        _set_sms_status(link, message, SmsStatus.PENDING)
    _record(link, Event.MESSAGE_SENT, message, now=now)


def record_failure(message: Distribution, attempt: int, reason: str, *, now: datetime) -> None:
    """The message cannot be sent and is not tried again; the reason is shown to staff."""
    with transaction.atomic():
        link = PaymentLink.objects.lock(message.payment_link_id)
        if outbox.give_up(Distribution, message.pk, attempt, error=reason):
            _fail(link, message, reason, now=now)


def record_delivery_report(
    distribution_id: UUID, *, delivered: bool, reason: str = "", now: datetime
) -> bool:
    """What the provider reports of a message; returns False when that was known already.

    reason: the provider's words for a failure.
    """
    found = Distribution.objects.only("payment_link_id").get(pk=distribution_id)
    with transaction.atomic():
        link = PaymentLink.objects.lock(found.payment_link_id)
        message = Distribution.objects.select_for_update().get(pk=distribution_id)
        if message.status == Status.DELIVERED:
            return False
        if delivered:
            _deliver(link, message, now=now)
        elif message.status == Status.FAILED:
            return False
        else:
            _fail(link, message, reason or WITHOUT_REASON, now=now)
    return True


def _deliver(link: PaymentLink, message: Distribution, *, now: datetime) -> None:
    message.status = Status.DELIVERED
    message.sent_at = message.sent_at or now
    message.delivered_at = now
    message.failure_reason = ""
    message.save(update_fields=["status", "sent_at", "delivered_at", "failure_reason"])
    _set_sms_status(link, message, SmsStatus.DELIVERED)
    _record(link, Event.MESSAGE_DELIVERED, message, now=now)


def _fail(link: PaymentLink, message: Distribution, reason: str, *, now: datetime) -> None:
    undelivered = Distribution.objects.filter(pk=message.pk).exclude(status=Status.DELIVERED)
    if not undelivered.update(status=Status.FAILED, failure_reason=reason[:LONGEST_REASON]):
        return
    _set_sms_status(link, message, SmsStatus.FAILED)
    _record(link, Event.MESSAGE_FAILED, message, now=now, reason=reason[:LONGEST_REASON])


def _set_sms_status(link: PaymentLink, message: Distribution, sms_status: str) -> None:
    """The link shows the state of its latest SMS; reports of earlier ones change nothing."""
    if message.channel != Channel.SMS:
        return
    is_latest = not link.distributions.filter(channel=Channel.SMS, pk__gt=message.pk).exists()
    if is_latest:
        link.sms_status = sms_status
        link.save(update_fields=["sms_status", "updated_at"])


def _record(
    link: PaymentLink, event: Event, message: Distribution, *, now: datetime, **details: str
) -> None:
    TimelineEntry.objects.record(
        link,
        event,
        actor=SYSTEM,
        now=now,
        distribution_id=str(message.pk),
        channel=message.channel,
        **details,
    )
