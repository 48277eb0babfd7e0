"""Asking for messages: the rows are the order to send, and the answer comes at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from payment_links.distribution.limits import check_sms_limits
from payment_links.distribution.recipients import channels_of, recipients
from payment_links.errors import CustomerErasedError, DomainError
from payment_links.message_requests import write_message
from payment_links.models import Actor, Distribution, PaymentLink, Reminder

Channel = Distribution.Channel
Purpose = Distribution.Purpose
LinkStatus = PaymentLink.Status

CLOSED_STATUSES = frozenset({LinkStatus.CANCELLED, LinkStatus.EXPIRED})


class PaymentLinkClosedError(DomainError):
    """The link is cancelled or expired: nobody is asked to pay it."""

    code = "payment_link_not_open"
    description = "The payment link is cancelled or expired."


def distribute(
    link_id: UUID,
    methods: Sequence[str],
    *,
    customer_phone: str | None = None,
    customer_email: str | None = None,
    actor: Actor,
    now: datetime,
    purpose: Purpose = Purpose.LINK,
    reminder: Reminder | None = None,
) -> list[Distribution]:
    """Send the link by "sms", "email" or both; asked again, it is sent again.

    A recipient that is not given is the customer's own. Of a paid link the payer gets the receipt's
    words instead of a request. Returns the messages, which a worker sends. Raises
    UnknownMethodError and InvalidInputError (422) before PaymentLinkClosedError (403) and
    SmsLimitError (429); CustomerErasedError (403) whatever was given.
    """
    channels = channels_of(list(methods))
    with transaction.atomic():
        link = PaymentLink.objects.lock(link_id)
        if link.customer.is_erased:
            raise CustomerErasedError
        found = recipients(
            link, channels, customer_phone=customer_phone, customer_email=customer_email
        )
        if link.status in CLOSED_STATUSES or _has_run_out(link, now):
            raise PaymentLinkClosedError
        for channel, recipient in found:
            if channel == Channel.SMS:
                check_sms_limits(link, recipient, now)
        return [
            write_message(
                link,
                channel,
                recipient,
                purpose=purpose,
                actor=actor,
                now=now,
                reminder=reminder,
            )
            for channel, recipient in found
        ]


def _has_run_out(link: PaymentLink, now: datetime) -> bool:
    """Whether an unpaid link's time is over; the job that makes it EXPIRED may be a minute late."""
    return link.status == LinkStatus.CREATED and link.expires_at <= now
