"""The rows that are orders to send: written in the transaction of what they tell the payer of."""

from datetime import datetime
from typing import Any
from uuid import UUID

from payment_links.email_address import InvalidEmailError, usable_email
from payment_links.models import (
    SYSTEM,
    Actor,
    Distribution,
    MessageEvent,
    PaymentLink,
    Reminder,
    TimelineEntry,
)

Channel = Distribution.Channel
Purpose = Distribution.Purpose


def write_message(
    link: PaymentLink,
    channel: str,
    recipient: str,
    *,
    purpose: Purpose,
    actor: Actor,
    now: datetime,
    reminder: Reminder | None = None,
) -> Distribution:
    """One message for a worker to send, and its entry on the timeline; the link must be locked.

    reminder: the step of the merchant's plan that asks for it.
    """
    message = Distribution.objects.create(
        payment_link=link,
        channel=channel,
        purpose=purpose,
        reminder=reminder,
        recipient=recipient,
        requested_by=actor.user,
        created_at=now,
        not_before=now,
    )
    if channel == Channel.SMS:
        link.sms_status = PaymentLink.SmsStatus.CREATED
        link.save(update_fields=["sms_status", "updated_at"])
    step: dict[str, Any] = {} if reminder is None else {"days": reminder.days}
    TimelineEntry.objects.record(
        link,
        TimelineEntry.Event.MESSAGE_REQUESTED,
        actor=actor,
        now=now,
        distribution_id=str(message.pk),
        channel=channel,
        purpose=purpose,
        **step,
    )
    return message


def request_receipt(link: PaymentLink, *, now: datetime) -> Distribution | None:
    """E-mail the receipt of a paid link, once in its life; returns the message.

    Called in the transaction that completed the link. It goes to the customer's own address, else
    to the one the link was last e-mailed to; never to one that is closed. Returns None when the
    merchant wants no such e-mails, or there is no address that can be used.
    """
    if not link.merchant.is_emailing_receipts or link.customer.is_erased:
        return None
    address = _receipt_address(link)
    if address is None or link.distributions.filter(purpose=Purpose.RECEIPT).exists():
        return None
    return write_message(
        link, Channel.EMAIL, address, purpose=Purpose.RECEIPT, actor=SYSTEM, now=now
    )


def is_closed(address: str, tenant_id: UUID) -> bool:
    """Whether an e-mail of the tenant to the address, in any case, came back for good or unwanted.

    A person may still send there; nothing goes there by itself.
    """
    emails = Distribution.objects.emailed_to(address).filter(payment_link__tenant_id=tenant_id)
    return MessageEvent.objects.filter(
        distribution__in=emails, kind__in=MessageEvent.CLOSING_KINDS
    ).exists()


def _receipt_address(link: PaymentLink) -> str | None:
    by_email = link.distributions.of_present_address().filter(channel=Channel.EMAIL)
    latest = by_email.order_by("-pk").values_list("recipient", flat=True).first()
    for text in [link.customer.email, latest or ""]:
        try:
            address = usable_email(text)
        except InvalidEmailError:
            continue
        is_right = address == latest or not _had_the_old_address(link, address)
        if is_right and not is_closed(address, link.tenant_id):
            return address
    return None


def _had_the_old_address(link: PaymentLink, recipient: str) -> bool:
    """Whether the recipient was sent an address of the link that was replaced since."""
    replaced_at = link.address_replaced_at
    if replaced_at is None:
        return False
    return link.distributions.emailed_to(recipient).filter(created_at__lte=replaced_at).exists()
