"""Asking for messages: the rows are the order to send, and the answer comes at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from payment_links.distribution.limits import check_sms_limits
from payment_links.distribution.recipients import (
    InvalidEmailError,
    channels_of,
    recipients,
    usable_email,
)
from payment_links.errors import CustomerErasedError, DomainError
from payment_links.models import SYSTEM, Actor, Distribution, PaymentLink, TimelineEntry

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
            _write(link, channel, recipient, purpose=Purpose.LINK, actor=actor, now=now)
            for channel, recipient in found
        ]


def request_receipt_email(link_id: UUID, *, now: datetime) -> Distribution | None:
    """E-mail the receipt of a paid link, once in its life; returns the message.

    It goes to the customer's own address, else to the one the link was last e-mailed to. Returns
    None when the link is not paid or neither address can be used.
    """
    with transaction.atomic():
        link = PaymentLink.objects.lock(link_id)
        existing = link.distributions.filter(purpose=Purpose.RECEIPT).first()
        if existing is not None:
            return existing
        address = _receipt_address(link)
        if link.status != LinkStatus.COMPLETED or link.customer.is_erased or address is None:
            return None
        return _write(link, Channel.EMAIL, address, purpose=Purpose.RECEIPT, actor=SYSTEM, now=now)


def _has_run_out(link: PaymentLink, now: datetime) -> bool:
    """Whether an unpaid link's time is over; the job that makes it EXPIRED may be a minute late."""
    return link.status == LinkStatus.CREATED and link.expires_at <= now


def _receipt_address(link: PaymentLink) -> str | None:
    by_email = link.distributions.filter(channel=Channel.EMAIL).order_by("-pk")
    for text in [link.customer.email, *by_email.values_list("recipient", flat=True)[:1]]:
        try:
            return usable_email(text)
        except InvalidEmailError:
            continue
    return None


def _write(
    link: PaymentLink,
    channel: Channel,
    recipient: str,
    *,
    purpose: Purpose,
    actor: Actor,
    now: datetime,
) -> Distribution:
    message = Distribution.objects.create(
        payment_link=link,
        channel=channel,
        purpose=purpose,
        recipient=recipient,
        requested_by=actor.user,
        created_at=now,
        not_before=now,
    )
    if channel == Channel.SMS:
        link.sms_status = PaymentLink.SmsStatus.CREATED
        link.save(update_fields=["sms_status", "updated_at"])
    TimelineEntry.objects.record(
        link,
        TimelineEntry.Event.MESSAGE_REQUESTED,
        actor=actor,
        now=now,
        distribution_id=str(message.pk),
        channel=channel,
        purpose=purpose,
    )
    return message
