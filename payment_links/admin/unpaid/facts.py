"""The plain facts that tell why a link is unpaid, gathered once from rows the page holds anyway."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from payment_links import clock
from payment_links.admin.failure_reasons import failure_reason
from payment_links.admin.link_recipients import Recipients, has_usable_email, number_of
from payment_links.admin.link_records import LinkRecords
from payment_links.models import Distribution, Payment, PaymentLink
from payment_links.models.payments import method_text
from payment_links.payments import offered_methods

# A payer needs minutes; an attempt that is open for longer was walked away from.
STALE_AFTER = timedelta(hours=1)
# Messages leave within seconds.
SLOW_AFTER = timedelta(minutes=5)
# Operators report within minutes, when they report at all.
UNREPORTED_AFTER = timedelta(hours=6)
BRANDS = frozenset({"Swish", "Vipps"})
FAILED = frozenset({"DECLINED", "ABORTED", "CRASHED", "EXPIRED", "REJECTED", "STOPPED"})

MessageStatus = Distribution.Status
RowT = TypeVar("RowT", Distribution, Payment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the rules look at. The defaults are a fresh link with nothing wrong.

    attempt: status of the latest attempt to pay. channel, message, failure: of the latest message
    with the link. reached_by: the channel of the latest that was not refused. phone_problem: empty,
    "missing", "country" or "unusable". sms_next: when an SMS is allowed again, once none is left.
    """

    status: str = PaymentLink.Status.CREATED
    exception: str = ""
    is_tenant_told: bool = True
    is_credited: bool = False
    has_invoice: bool = False
    has_methods: bool = True
    has_custom_checkout: bool = False
    due_date: date | None = None
    days_to_due: int | None = None
    is_past_end: bool = False
    is_opened: bool = False
    attempt: str = ""
    method: str = ""
    is_attempt_stale: bool = False
    failed_attempts: int = 0
    deposit: str = ""
    ocr: str = ""
    channel: str = ""
    message: str = ""
    failure: Any = ""
    is_failure_passing: bool = False
    is_message_slow: bool = False
    reached_by: str = ""
    phone_problem: str = ""
    is_sms_used_up: bool = False
    sms_next: str = ""
    can_email: bool = True

    @property
    def can_sms(self) -> bool:
        return not self.phone_problem and not self.is_sms_used_up

    @property
    def is_overdue(self) -> bool:
        return self.days_to_due is not None and self.days_to_due < 0

    @property
    def has_reached_nobody(self) -> bool:
        """Whether nothing shows that the customer knows of the link."""
        return not self.is_opened and not self.attempt and self.reached_by == ""

    @property
    def is_unsent(self) -> bool:
        return self.has_reached_nobody and not self.message


def gather_facts(
    link: PaymentLink, records: LinkRecords, recipients: Recipients, *, now: datetime
) -> Facts:
    """The facts of a link that was selected with its merchant and tenant."""
    exceptions = records.exceptions
    sent = _asking_for_money(link, records.messages)
    payments = [row for row in records.payments if row.is_deposit]
    payments += _since_the_address(link, [row for row in records.payments if not row.is_deposit])
    today = clock.day_of(now, link.merchant.time_zone)
    return Facts(
        status=link.status,
        exception=exceptions[0].kind if exceptions else "",
        is_tenant_told=records.is_tenant_told,
        is_credited=records.is_credited,
        has_invoice=link.invoice_created,
        has_methods=bool(offered_methods(link)),
        has_custom_checkout=bool(link.custom_checkout_url),
        due_date=link.due_date,
        days_to_due=(link.due_date - today).days if link.due_date else None,
        is_past_end=link.expires_at <= now,
        is_opened=link.opened_at is not None,
        ocr=link.ocr,
        phone_problem=recipients.phone_problem,
        is_sms_used_up=recipients.is_sms_used_up,
        sms_next=recipients.sms_next,
        can_email=recipients.can_email,
        **_of_payments(payments, now),
        **_of_messages(sent, now),
    )


def _since_the_address(link: PaymentLink, rows: Sequence[RowT]) -> list[RowT]:
    """Without what belongs to an address that was replaced: that was another person's."""
    return [row for row in rows if link.is_of_present_address(row.created_at)]


def _asking_for_money(link: PaymentLink, messages: Sequence[Distribution]) -> list[Distribution]:
    """The messages that carry the present address: the link itself and reminders, no receipts."""
    present = _since_the_address(link, messages)
    return [row for row in present if row.purpose != row.Purpose.RECEIPT]


def gather_failure(
    link: PaymentLink, message: Distribution, messages: Sequence[Distribution]
) -> Facts:
    """The facts of a message that failed, without a query: limits of SMS are left out.

    link: selected with its customer and tenant. messages: all of the link, newest first.
    """
    sent = _asking_for_money(link, messages)
    reason = failure_reason(message.channel, message.failure_reason)
    return Facts(
        channel=message.channel,
        message=message.status,
        failure=reason.words,
        is_failure_passing=reason.is_passing,
        reached_by=_reached_by(sent),
        is_opened=link.opened_at is not None,
        phone_problem=number_of(link)[1],
        can_email=has_usable_email(link),
    )


def _of_payments(payments: Sequence[Payment], now: datetime) -> dict[str, Any]:
    attempts = [payment for payment in payments if not payment.is_deposit]
    deposit = next((payment.status for payment in payments if payment.is_deposit), "")
    if not attempts:
        return {"deposit": deposit}
    latest = next((row for row in attempts if row.status in Payment.OPEN_STATUSES), attempts[0])
    return {
        "deposit": deposit,
        "attempt": latest.status,
        "method": _method_words(latest),
        "is_attempt_stale": now - latest.created_at > STALE_AFTER,
        "failed_attempts": sum(row.status in FAILED for row in attempts),
    }


def _method_words(payment: Payment) -> str:
    """The method as it stands within a sentence; which card provider it was says nothing here."""
    if payment.method == "card":
        return _("card")
    text = method_text(payment.provider, payment.method)
    return text if text in BRANDS else f"{text[:1].lower()}{text[1:]}"


def _of_messages(messages: Sequence[Distribution], now: datetime) -> dict[str, Any]:
    if not messages:
        return {}
    latest = messages[0]
    reason = failure_reason(latest.channel, latest.failure_reason)
    # A reminder by the plan may wait for the morning.
    queued_at = latest.not_before if latest.reminder_id else latest.created_at
    patience = UNREPORTED_AFTER if latest.status == MessageStatus.SENT else SLOW_AFTER
    return {
        "channel": latest.channel,
        "message": latest.status,
        "failure": reason.words,
        "is_failure_passing": reason.is_passing,
        "is_message_slow": now - (latest.sent_at or queued_at) > patience,
        "reached_by": _reached_by(messages),
    }


def _reached_by(messages: Sequence[Distribution]) -> str:
    out = {MessageStatus.SENT, MessageStatus.DELIVERED}
    return next((row.channel for row in messages if row.status in out), "")
