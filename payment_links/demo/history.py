"""What happened to one of the demo's links, written as rows in the order it happened."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol
from uuid import UUID

from payment_links.demo import callbacks, messages
from payment_links.demo.batch import Batch
from payment_links.demo.stories import Attempt, Story, uuid7_at
from payment_links.lifecycle import change_status
from payment_links.models import (
    PAYER,
    SYSTEM,
    TENANT,
    Actor,
    LinkException,
    Payment,
    PaymentLink,
    TimelineEntry,
)

Event = TimelineEntry.Event
Status = PaymentLink.Status
REASONS = {"DECLINED": "The payment was declined.", "CRASHED": "The provider did not answer."}
EXCEPTIONS = {
    "PAID_TWICE": "The link was paid already: refund this.",
    "PAID_LATE": "The link had expired when it was paid.",
    "PAID_AFTER_CANCEL": "The link had been cancelled when it was paid.",
    "AMOUNT_MISMATCH": "Another amount was paid than the link asks for.",
}
# What the link itself tells of its past; its status and its invoice are saved by the verbs.
TOLD_BY_THE_LINK = (
    "opened_at",
    "sms_status",
    "distributed_by_email",
    "payment_id",
    "payment_link_status_callback_url",
    "updated_at",
)
Step = Callable[[datetime], None]


class InvoiceIssuer(Protocol):
    """Issues the invoice of a link at a time; the demo's caller has it from invoicing."""

    def __call__(self, link_id: UUID, *, now: datetime) -> None: ...


class History:
    """One link's past, told step by step. Rows wait in the batch, shared with other links.

    What the link tells about itself is saved at the end; the verbs save what they decide.
    """

    def __init__(self, story: Story, link: PaymentLink, batch: Batch, source: random.Random):
        self.story = story
        self.link = link
        self.batch = batch
        self.source = source
        # When the link took on which status.
        self.changes: list[tuple[datetime, str]] = []
        self.is_paid = False

    def tell(self, issue_invoice: InvoiceIssuer, *, now: datetime) -> None:
        """Write what happened up to now; what would happen later has not happened yet."""
        self.batch.record(self.link, Event.CREATED, actor=TENANT, now=self.story.created_at)
        for moment, step in sorted(self._steps(issue_invoice), key=lambda entry: entry[0]):
            if moment < now:
                step(moment)
        callbacks.tell_tenant(
            self.link,
            self.changes,
            self.story.tells_tenant,
            batch=self.batch,
            random_source=self.source,
        )
        self.link.save(update_fields=TOLD_BY_THE_LINK)

    def _steps(self, issue_invoice: InvoiceIssuer) -> Iterator[tuple[datetime, Step]]:
        story, start = self.story, self.story.created_at
        if story.has_invoice:
            yield start + timedelta(minutes=1), partial(self._invoice, issue_invoice)
        for channel in story.channels:
            yield start + timedelta(minutes=2), partial(self._send, channel)
        if story.opened_after is not None:
            yield start + story.opened_after, self._open
        if story.cancelled_after is not None:
            yield start + story.cancelled_after, partial(self._end, Status.CANCELLED, TENANT)
        for attempt in story.attempts:
            yield start + attempt.after, partial(self._pay, attempt)
        yield self.link.expires_at, partial(self._end, Status.EXPIRED, SYSTEM)

    def _invoice(self, issue_invoice: InvoiceIssuer, at: datetime) -> None:
        self.batch.write()
        issue_invoice(self.link.pk, now=at)
        self.link.refresh_from_db(fields=["ocr", "invoice_created"])

    def _send(self, channel: str, at: datetime) -> None:
        messages.send(
            self.link,
            channel,
            at,
            is_failing=self.story.failing == channel,
            batch=self.batch,
            random_source=self.source,
        )

    def _open(self, at: datetime) -> None:
        self.link.opened_at = at
        self.batch.record(self.link, Event.OPENED, actor=PAYER, now=at)

    def _end(self, status: str, actor: Actor, at: datetime) -> None:
        if self.link.status == Status.CREATED:
            self._change_status(status, actor, at)

    def _change_status(self, status: str, actor: Actor, at: datetime) -> None:
        self.batch.write()
        if change_status(self.link, status, actor=actor, now=at):
            self.changes.append((at, status))

    def _pay(self, attempt: Attempt, at: datetime) -> None:
        is_paid = attempt.status == Payment.Status.COMPLETED
        if not is_paid and self.link.status != Status.CREATED:
            return
        payment = self.batch.add(_payment(self.link, attempt, at, self.source))
        words = {
            "payment": str(payment.pk),
            "provider": payment.provider,
            "method": payment.method,
        }
        link, record = self.link, self.batch.record
        record(link, Event.PAYMENT_STARTED, actor=PAYER, now=payment.created_at, **words)
        record(link, Event.PAYMENT_CHANGED, actor=PAYER, now=at, status=attempt.status, **words)
        if not self.is_paid:
            link.payment_id = payment.payment_id
        self.is_paid = self.is_paid or is_paid
        is_last = attempt is self.story.attempts[-1]
        exception = self.story.exception if is_last else ""
        if is_paid and exception != LinkException.Kind.AMOUNT_MISMATCH:
            self._change_status(Status.COMPLETED, PAYER, at)
        if exception:
            self._raise_exception(payment, exception, at)

    def _raise_exception(self, payment: Payment, kind: str, at: datetime) -> None:
        resolved_at = at + timedelta(hours=3) if self.story.is_resolved else None
        self.batch.add(
            LinkException(
                payment_link=self.link,
                payment=payment,
                kind=kind,
                description=EXCEPTIONS[kind],
                created_at=at,
                resolved_at=resolved_at,
            )
        )
        words = {"kind": kind, "payment": str(payment.pk)}
        self.batch.record(self.link, Event.EXCEPTION_RAISED, actor=SYSTEM, now=at, **words)


def _payment(
    link: PaymentLink, attempt: Attempt, at: datetime, random_source: random.Random
) -> Payment:
    return Payment(
        id=uuid7_at(at, random_source),
        payment_link=link,
        payment_id=attempt.payment_id,
        provider=attempt.provider,
        method=attempt.method,
        status=attempt.status,
        amount=attempt.amount,
        currency=link.currency,
        failure_reason=REASONS.get(attempt.status, ""),
        checks=1,
        created_at=at - timedelta(minutes=1),
        completed_at=at if attempt.status == Payment.Status.COMPLETED else None,
    )
