"""Reminders: an unpaid link that went out once goes out again, by the way that worked."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from payment_links.distribution.requesting import PaymentLinkClosedError, distribute
from payment_links.errors import DomainError
from payment_links.models import Actor, Distribution, PaymentLink

Channel = Distribution.Channel

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


def remind(link_id: UUID, *, actor: Actor, now: datetime) -> list[Distribution]:
    """Send an unpaid link again by the channels, and to the recipients, that it last went out by.

    A channel whose last message failed is left out. Returns the messages, which a worker sends.
    Raises LinkAlreadyPaidError, PaymentLinkClosedError, NothingSentError, RemindedRecentlyError
    when the last message is younger than REMINDER_PAUSE, LastMessageFailedError when no channel is
    left, and what distribute raises.
    """
    with transaction.atomic():
        link = PaymentLink.objects.lock(link_id)
        if link.status == PaymentLink.Status.COMPLETED:
            raise LinkAlreadyPaidError
        if link.status != PaymentLink.Status.CREATED:
            raise PaymentLinkClosedError
        recipients = _last_recipients(link, now)
        return distribute(
            link.pk,
            [channel.lower() for channel in recipients],
            customer_phone=recipients.get(Channel.SMS),
            customer_email=recipients.get(Channel.EMAIL),
            actor=actor,
            now=now,
        )


def _last_recipients(link: PaymentLink, now: datetime) -> dict[str, str]:
    """To whom the link last went out, by channel; what was asked for together is one sending."""
    messages = list(
        link.distributions.filter(purpose=Distribution.Purpose.LINK).order_by("-created_at", "-pk")
    )
    if not messages:
        raise NothingSentError
    last_at = messages[0].created_at
    if now - last_at < REMINDER_PAUSE:
        raise RemindedRecentlyError
    recipients = {
        message.channel: message.recipient
        for message in messages
        if message.created_at == last_at and message.status != Distribution.Status.FAILED
    }
    if not recipients:
        raise LastMessageFailedError
    return recipients
