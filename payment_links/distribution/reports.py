"""What became of a message: each event is kept, and the message and its link show the last state.

Reports come late, twice and in any order, even before our own note of the sending. An SMS, and an
e-mail that did not come back for good, only ever moves forward: CREATED, SENT, FAILED, DELIVERED.
Mail services take an e-mail over first and return it later: a hard bounce has the last word.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from payment_links import outbox
from payment_links.models import SYSTEM, Distribution, MessageEvent, PaymentLink, TimelineEntry

Channel = Distribution.Channel
Event = TimelineEntry.Event
Kind = MessageEvent.Kind
SmsStatus = PaymentLink.SmsStatus
Status = Distribution.Status

LONGEST_REASON = 500
WITHOUT_REASON = "The provider gave no reason."
FAILING_KINDS = frozenset({Kind.UNDELIVERED, Kind.SOFT_BOUNCE, Kind.HARD_BOUNCE, Kind.BLOCKED})


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a provider reports of a message. reason: its words; event_id, told_at: if it gives any.

    A report that is equal in everything is the same one, sent again.
    """

    kind: Kind
    reason: str = ""
    event_id: str = ""
    told_at: datetime | None = None

    @property
    def fingerprint(self) -> str:
        told_at = self.told_at.isoformat() if self.told_at else ""
        parts = (self.kind.value, self.event_id, told_at, self.reason)
        return sha256("\0".join(parts).encode(errors="replace")).hexdigest()


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
    _keep(message, DeliveryReport(Kind.ACCEPTED, event_id=str(attempt)), now)
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
            _keep(message, DeliveryReport(Kind.REFUSED, reason, event_id=str(attempt)), now)
            undelivered = Distribution.objects.select_for_update().get(pk=message.pk)
            if undelivered.status != Status.DELIVERED:
                _fail(link, undelivered, reason, now=now)


def record_put_off(message: Distribution, attempt: int, reason: str, *, now: datetime) -> None:
    """The provider could not take the message; it is tried again."""
    _keep(message, DeliveryReport(Kind.PUT_OFF, reason, event_id=str(attempt)), now)


def record_delivery_report(distribution_id: UUID, report: DeliveryReport, *, now: datetime) -> bool:
    """What the provider reports of a message; returns False when that was known already."""
    found = Distribution.objects.only("payment_link_id").get(pk=distribution_id)
    with transaction.atomic():
        link = PaymentLink.objects.lock(found.payment_link_id)
        message = Distribution.objects.select_for_update().get(pk=distribution_id)
        came_back = message.message_events.filter(kind=Kind.HARD_BOUNCE).exists()
        if not _keep(message, report, now):
            return False
        if came_back:
            return True
        if report.kind == Kind.DELIVERED:
            if message.status != Status.DELIVERED:
                _deliver(link, message, now=now)
        elif report.kind == Kind.HARD_BOUNCE or (
            report.kind in FAILING_KINDS and message.status not in {Status.DELIVERED, Status.FAILED}
        ):
            _fail(link, message, report.reason or WITHOUT_REASON, now=now)
    return True


def _keep(message: Distribution, report: DeliveryReport, now: datetime) -> bool:
    """Add the event to the message's history; False when it is there already."""
    _, is_new = MessageEvent.objects.get_or_create(
        distribution_id=message.pk,
        fingerprint=report.fingerprint,
        defaults={
            "kind": report.kind,
            "reason": report.reason[:LONGEST_REASON],
            "told_at": report.told_at,
            "occurred_at": now,
        },
    )
    return is_new


def _deliver(link: PaymentLink, message: Distribution, *, now: datetime) -> None:
    message.status = Status.DELIVERED
    message.sent_at = message.sent_at or now
    message.delivered_at = now
    message.failure_reason = ""
    message.save(update_fields=["status", "sent_at", "delivered_at", "failure_reason"])
    _set_sms_status(link, message, SmsStatus.DELIVERED)
    _record(link, Event.MESSAGE_DELIVERED, message, now=now)


def _fail(link: PaymentLink, message: Distribution, reason: str, *, now: datetime) -> None:
    message.status = Status.FAILED
    message.delivered_at = None
    message.failure_reason = reason[:LONGEST_REASON]
    message.save(update_fields=["status", "delivered_at", "failure_reason"])
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
