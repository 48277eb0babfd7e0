"""Reminders: an unpaid link that went out once goes out again, by the way that worked."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from payment_links.distribution.limits import SmsLimitError
from payment_links.distribution.requesting import PaymentLinkClosedError, distribute
from payment_links.errors import DomainError
from payment_links.message_requests import is_closed
from payment_links.models import Actor, Distribution, PaymentLink, Reminder

Channel = Distribution.Channel
Purpose = Distribution.Purpose
# What asks the payer to pay.
REQUESTING_PURPOSES = (Purpose.LINK, Purpose.REMINDER)

REMINDER_PAUSE = timedelta(hours=24)


class LinkAlreadyPaidError(DomainError):
    code = "payment_link_not_open"
    description = "The payment link is paid already."


class NothingSentError(DomainError):
    description = "Nothing has been sent yet. Send the link first."


class RemindedRecentlyError(DomainError):
    code = "rate_limited"
    http_status = 429
    description = "The last message is less than 24 hours old. Wait before you remind."


class LastMessageFailedError(DomainError):
    description = "The last message did not arrive. Send the link by another channel."


class AddressClosedError(DomainError):
    description = "E-mail to this address came back before. Send the link by another channel."


class LinkDisputedError(DomainError):
    description = "The payment link has an open exception. Settle it before you remind."


def remind(
    link_id: UUID, *, actor: Actor, now: datetime, reminder: Reminder | None = None
) -> list[Distribution]:
    """Send an unpaid link again by the channels, and to the recipients, that it last went out by.

    A channel whose last message failed is left out, and so is an address that e-mail came back
    from for good. reminder: the step of the merchant's plan that asks. Returns the messages, which
    a worker sends. Raises LinkAlreadyPaidError, PaymentLinkClosedError, LinkDisputedError,
    NothingSentError, RemindedRecentlyError when the last message is younger than REMINDER_PAUSE,
    LastMessageFailedError or AddressClosedError when no channel is left, and what distribute
    raises.
    """
    with transaction.atomic():
        link = PaymentLink.objects.lock(link_id)
        if link.status == PaymentLink.Status.COMPLETED:
            raise LinkAlreadyPaidError
        if link.status != PaymentLink.Status.CREATED:
            raise PaymentLinkClosedError
        if has_open_exception(link):
            raise LinkDisputedError
        recipients = _last_recipients(link, now)
        if reminder is not None and Channel.SMS in recipients and Channel.EMAIL in recipients:
            return _within_sms_limits(link, recipients, actor=actor, now=now, reminder=reminder)
        return _send(link, recipients, actor=actor, now=now, reminder=reminder)


def has_open_exception(link: PaymentLink) -> bool:
    """Whether something about the link's money waits for a person."""
    return link.exceptions.filter(resolved_at__isnull=True).exists()


def _within_sms_limits(
    link: PaymentLink,
    recipients: dict[str, str],
    *,
    actor: Actor,
    now: datetime,
    reminder: Reminder,
) -> list[Distribution]:
    """By both channels, else by e-mail alone: nobody is there to choose."""
    try:
        return _send(link, recipients, actor=actor, now=now, reminder=reminder)
    except SmsLimitError:
        by_email = {Channel.EMAIL.value: recipients[Channel.EMAIL]}
        return _send(link, by_email, actor=actor, now=now, reminder=reminder)


def _send(
    link: PaymentLink,
    recipients: dict[str, str],
    *,
    actor: Actor,
    now: datetime,
    reminder: Reminder | None,
) -> list[Distribution]:
    return distribute(
        link.pk,
        [channel.lower() for channel in recipients],
        customer_phone=recipients.get(Channel.SMS),
        customer_email=recipients.get(Channel.EMAIL),
        actor=actor,
        now=now,
        purpose=Purpose.REMINDER,
        reminder=reminder,
    )


def _last_recipients(link: PaymentLink, now: datetime) -> dict[str, str]:
    """To whom the link last went out, by channel; what was asked for together is one sending."""
    sent = link.distributions.of_present_address()
    requests = sent.filter(purpose__in=REQUESTING_PURPOSES)
    messages = list(requests.order_by("-created_at", "-pk"))
    if not messages:
        raise NothingSentError
    last_at = messages[0].created_at
    if now - last_at < REMINDER_PAUSE:
        raise RemindedRecentlyError
    arrived = [
        message
        for message in messages
        if message.created_at == last_at and message.status != Distribution.Status.FAILED
    ]
    if not arrived:
        raise LastMessageFailedError
    recipients = {
        message.channel: message.recipient for message in arrived if not _is_closed(message, link)
    }
    if not recipients:
        raise AddressClosedError
    return recipients


def _is_closed(message: Distribution, link: PaymentLink) -> bool:
    return message.channel == Channel.EMAIL and is_closed(message.recipient, link.tenant_id)
