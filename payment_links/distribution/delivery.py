"""Sending messages: one claim, one call to the provider, and what came of it.

A message is SENT only when the provider has accepted it. Two workers never send one row at the
same time; a worker that is killed between the provider's acceptance and our note of it sends that
one message again when its lease has run out: at most one duplicate per kill.
"""

from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.db import transaction

from payment_links import clock, outbox
from payment_links.distribution.attachments import read_attachments, waits_for_document
from payment_links.distribution.reminding import LinkDisputedError, has_open_exception
from payment_links.distribution.reports import record_failure, record_put_off, record_sending
from payment_links.distribution.send_hours import next_send_time
from payment_links.distribution.texts import (
    Occasion,
    occasion_of,
    occasion_of_reminder,
    sender_name,
    write_email,
    write_sms,
)
from payment_links.email_address import InvalidEmailError, usable_email
from payment_links.gateways import mail, sms
from payment_links.gateways.errors import GatewayRejected, GatewayUnavailable
from payment_links.models import Distribution, PaymentLink

# Three times as long as connecting and waiting for a provider may take.
LEASE = timedelta(seconds=45)
RETRY_DELAYS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
LOOK_AGAIN_FOR_DOCUMENT = timedelta(seconds=2)

State = Distribution.State
# What the staff reads when the link was closed between the request and the sending.
NOT_SENT = {
    PaymentLink.Status.CANCELLED: "The payment link was cancelled before the message was sent.",
    PaymentLink.Status.EXPIRED: "The payment link expired before the message was sent.",
}
ADDRESS_REPLACED = "The link's address was replaced before the message was sent."
NOT_REMINDED = {
    **NOT_SENT,
    PaymentLink.Status.COMPLETED: "The payment link was paid before the message was sent.",
}


@shared_task(name="payment_links.distribution.sweep_messages")
def sweep_messages() -> int:
    """Hand a job to the workers for every message that is due; returns how many."""
    return outbox.publish_due(Distribution.objects.all(), deliver_message, clock.now())


@shared_task(name="payment_links.distribution.deliver_message", acks_late=True)
def deliver_message(distribution_id: str) -> None:
    """Send one message; ends quietly when it is done, leased, or waits for its document."""
    now = clock.now()
    if _waits(distribution_id, now):
        return
    attempt = outbox.claim(Distribution, distribution_id, now, lease=LEASE)
    if attempt is None:
        return
    message = _load(distribution_id)
    if message.status != Distribution.Status.CREATED:
        # An earlier try that seemed to fail got through after all: its report has come.
        outbox.complete(Distribution, message.pk, attempt)
        return
    if attempt > len(RETRY_DELAYS) + 1:
        # Workers died over it, or the last try's end was never noted.
        record_failure(message, attempt, message.last_error or "Given up.", now=now)
        return
    obstacle = _obstacle(message)
    if obstacle:
        record_failure(message, attempt, obstacle, now=now)
        return
    try:
        _send(message, attempt, now)
    except GatewayRejected as error:
        record_failure(message, attempt, str(error), now=clock.now())
    except GatewayUnavailable as error:
        _try_later(message, attempt, str(error), now=clock.now())


def _load(distribution_id: str) -> Distribution:
    return Distribution.objects.select_related(
        "payment_link__merchant", "payment_link__customer"
    ).get(pk=distribution_id)


def _obstacle(message: Distribution) -> str:
    """Why the message is not sent any more; empty when it is."""
    link = message.payment_link
    # Read together with the token: a message that gets past this carries the address it was for.
    if not link.is_of_present_address(message.created_at):
        return ADDRESS_REPLACED
    if message.purpose != Distribution.Purpose.REMINDER:
        return NOT_SENT.get(PaymentLink.Status(link.status), "")
    if has_open_exception(link):
        return LinkDisputedError.description
    return NOT_REMINDED.get(PaymentLink.Status(link.status), "")


def _waits(distribution_id: str, now: datetime) -> bool:
    """Put a message off: its document is being rendered, or it would disturb people at night."""
    due = Distribution.objects.filter(pk=distribution_id, state=State.PENDING)
    message = due.select_related("payment_link__merchant").first()
    if message is None:
        return False
    if message.reminder_id is not None:
        opens_at = next_send_time(now, message.payment_link.merchant.time_zone)
        if opens_at > now:
            due.update(not_before=opens_at, published_until=None)
            return True
    if not waits_for_document(message, now):
        return False
    due.update(not_before=now + LOOK_AGAIN_FOR_DOCUMENT, published_until=None)
    return True


def _try_later(message: Distribution, attempt: int, error: str, *, now: datetime) -> None:
    if attempt > len(RETRY_DELAYS):
        record_failure(message, attempt, error, now=now)
        return
    not_before = now + RETRY_DELAYS[attempt - 1]
    if outbox.give_back(Distribution, message.pk, attempt, not_before=not_before, error=error):
        record_put_off(message, attempt, error, now=now)


def _send(message: Distribution, attempt: int, now: datetime) -> None:
    link = message.payment_link
    is_reminder = message.purpose == Distribution.Purpose.REMINDER
    occasion = occasion_of_reminder(link, now) if is_reminder else occasion_of(link)
    if message.channel == Distribution.Channel.SMS:
        _send_sms(message, attempt, occasion)
    else:
        _send_email(message, attempt, occasion)


def _send_sms(message: Distribution, attempt: int, occasion: Occasion) -> None:
    written = write_sms(message.payment_link, occasion)
    provider_id = sms.send(
        message.recipient,
        written.sender,
        text=written.text,
        report_url=f"{settings.PUBLIC_URL}/inbound/sms/{message.report_token}",
    )
    with transaction.atomic():
        record_sending(
            message,
            attempt,
            now=clock.now(),
            provider_message_id=provider_id,
            text=written.text,
            segments=written.segments,
        )


def _send_email(message: Distribution, attempt: int, occasion: Occasion) -> None:
    link = message.payment_link
    attachments = read_attachments(link)
    written = write_email(link, occasion, attached=bool(attachments))
    provider_id = mail.send(
        mail.Email(
            sender_name=sender_name(link.merchant.name),
            to=message.recipient,
            reply_to=_reply_to(link.merchant.email),
            subject=written.subject,
            text=written.text,
            html=written.html,
            tag=message.purpose.lower(),
            metadata={"distribution_id": str(message.pk)},
            attachments=attachments,
        )
    )
    with transaction.atomic():
        record_sending(
            message,
            attempt,
            now=clock.now(),
            provider_message_id=provider_id,
            subject=written.subject,
            text=written.text,
        )


def _reply_to(merchant_email: str) -> str:
    """The merchant's address when it can be used, else none."""
    try:
        return usable_email(merchant_email)
    except InvalidEmailError:
        return ""
