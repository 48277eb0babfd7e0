"""The messages of the demo's past: written as sent long ago, so that no worker sends them again."""

import random
from datetime import datetime, timedelta

from payment_links.demo.batch import Batch
from payment_links.demo.stories import uuid7_at
from payment_links.distribution.texts import write_email, write_sms
from payment_links.models import (
    SYSTEM,
    TENANT,
    Distribution,
    MessageEvent,
    PaymentLink,
    TimelineEntry,
)

Event = TimelineEntry.Event
Channel = Distribution.Channel
FAILURES = {
    Channel.SMS: "The operator could not deliver the message: number not in use.",
    Channel.EMAIL: "Hard bounce: the mailbox does not exist.",
}
Kind = MessageEvent.Kind
FAILED_AS = {Channel.SMS: Kind.UNDELIVERED, Channel.EMAIL: Kind.HARD_BOUNCE}


def send(
    link: PaymentLink,
    method: str,
    at: datetime,
    *,
    is_failing: bool,
    batch: Batch,
    random_source: random.Random,
) -> None:
    """One request to pay by "sms" or "email", asked for at a time, settled seconds later.

    The rows wait in the batch; what the link tells of its messages is set and not saved.
    """
    message = _write(
        link,
        Channel.SMS if method == "sms" else Channel.EMAIL,
        Distribution.Purpose.LINK,
        at,
        is_failing=is_failing,
        batch=batch,
        random_source=random_source,
    )
    if message.channel == Channel.SMS:
        sms = PaymentLink.SmsStatus
        link.sms_status = sms.FAILED if is_failing else sms.DELIVERED
    else:
        link.distributed_by_email = True


def send_receipt(
    link: PaymentLink, at: datetime, *, batch: Batch, random_source: random.Random
) -> None:
    """The e-mail with the receipt of a paid link; its rows wait in the batch."""
    _write(
        link,
        Channel.EMAIL,
        Distribution.Purpose.RECEIPT,
        at,
        is_failing=link.customer.email.startswith("bounce@"),
        batch=batch,
        random_source=random_source,
    )


def _write(
    link: PaymentLink,
    channel: str,
    purpose: str,
    at: datetime,
    *,
    is_failing: bool,
    batch: Batch,
    random_source: random.Random,
) -> Distribution:
    is_sms = channel == Channel.SMS
    sent_at, settled_at = at + timedelta(seconds=2), at + timedelta(seconds=9)
    sms = write_sms(link)
    email = None if is_sms else write_email(link, attached=False)
    message = Distribution(
        id=uuid7_at(at, random_source),
        payment_link=link,
        channel=channel,
        purpose=purpose,
        recipient=_e164(link.customer.phone) if is_sms else link.customer.email,
        status=Distribution.Status.FAILED if is_failing else Distribution.Status.DELIVERED,
        subject=email.subject if email else "",
        text=email.text if email else sms.text,
        segments=sms.segments if is_sms else 0,
        provider_message_id=f"demo-{random_source.getrandbits(64):016x}",
        failure_reason=FAILURES[Channel(channel)] if is_failing else "",
        state=Distribution.State.DONE,
        attempts=1,
        not_before=at,
        created_at=at,
        sent_at=sent_at,
        delivered_at=None if is_failing else settled_at,
    )
    batch.add(message)
    outcome = FAILED_AS[Channel(channel)] if is_failing else Kind.DELIVERED
    batch.add(_event(message, Kind.ACCEPTED, sent_at))
    batch.add(_event(message, outcome, settled_at))
    known = {"distribution_id": str(message.pk), "channel": channel}
    record = batch.record
    record(link, Event.MESSAGE_REQUESTED, actor=TENANT, now=at, purpose=purpose, **known)
    record(link, Event.MESSAGE_SENT, actor=SYSTEM, now=sent_at, **known)
    if is_failing:
        reason = message.failure_reason
        record(link, Event.MESSAGE_FAILED, actor=SYSTEM, now=settled_at, reason=reason, **known)
    else:
        record(link, Event.MESSAGE_DELIVERED, actor=SYSTEM, now=settled_at, **known)
    return message


def _event(message: Distribution, kind: str, at: datetime) -> MessageEvent:
    is_failure = kind in FAILED_AS.values()
    return MessageEvent(
        distribution=message,
        kind=kind,
        reason=message.failure_reason if is_failure else "",
        occurred_at=at,
        fingerprint=kind,
    )


def _e164(phone: str) -> str:
    digits = "".join(letter for letter in phone if letter.isdigit())
    return f"+46{digits[1:]}" if digits.startswith("0") else f"+{digits}"
