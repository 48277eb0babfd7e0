"""Writes a story of the demo as rows: the link first, then everything in the order it happened."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from payment_links.demo import callbacks, messages
from payment_links.demo.stories import Attempt, Story, uuid7_at
from payment_links.lifecycle import change_status
from payment_links.links import first_expiry
from payment_links.models import (
    PAYER,
    SYSTEM,
    TENANT,
    Actor,
    Address,
    Customer,
    Item,
    LinkException,
    Merchant,
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


class InvoiceIssuer(Protocol):
    """Issues the invoice of a link at a time; the demo's caller has it from invoicing."""

    def __call__(self, link_id: UUID, *, now: datetime) -> None: ...


def write(
    story: Story,
    merchant: Merchant,
    issue_invoice: InvoiceIssuer,
    *,
    now: datetime,
    random_source: random.Random,
) -> PaymentLink:
    """Write one story up to now; what would happen later has not happened yet."""
    link = _make_link(story, merchant)
    steps: list[tuple[datetime, Callable[[datetime], None]]] = []

    def plan(after: timedelta, step: Callable[[datetime], None]) -> None:
        steps.append((story.created_at + after, step))

    if story.has_invoice:
        plan(timedelta(minutes=1), lambda at: issue_invoice(link.pk, now=at))
    for channel in story.channels:
        is_failing = story.failing == channel
        plan(
            timedelta(minutes=2),
            lambda at, channel=channel, is_failing=is_failing: messages.send(  # type: ignore[misc]
                link, channel, at, is_failing=is_failing, random_source=random_source
            ),
        )
    if story.opened_after is not None:
        plan(story.opened_after, lambda at: _open(link, at))
    if story.cancelled_after is not None:
        plan(story.cancelled_after, lambda at: _end(link, Status.CANCELLED, TENANT, at))
    for attempt in story.attempts:
        plan(
            attempt.after,
            lambda at, attempt=attempt: _pay(link, story, attempt, at, random_source),  # type: ignore[misc]
        )
    steps.append((link.expires_at, lambda at: _end(link, Status.EXPIRED, SYSTEM, at)))
    for moment, step in sorted(steps, key=lambda entry: entry[0]):
        if moment < now:
            step(moment)
    callbacks.tell_tenant(link, story.tells_tenant, random_source=random_source)
    return link


def _make_link(story: Story, merchant: Merchant) -> PaymentLink:
    person, at = story.person, story.created_at
    customer, _is_new = Customer.objects.get_or_create(
        tenant_id=merchant.tenant_id,
        merchant=merchant,
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        phone=person.phone,
        reference="",
    )
    address, _is_new = Address.objects.get_or_create(
        customer=customer, street_address=person.street_address, zip=person.zip, city=person.city
    )
    link = PaymentLink.objects.create(
        id=story.link_id,
        tenant_id=merchant.tenant_id,
        merchant=merchant,
        customer=customer,
        invoice_address=address,
        delivery_address=address,
        currency="SEK",
        total_amount=story.total_amount,
        locale="en-US" if story.is_in_english else "sv-SE",
        due_date=story.due_date,
        expires_at=first_expiry(merchant, story.due_date, at),
        payment_order_id=story.order_id,
        payment_provider_methods=list(story.shop.methods),
        supplier={"name": merchant.name, "city": merchant.city},
        created_at=at,
    )
    Item.objects.bulk_create(
        Item(
            payment_link=link,
            position=position,
            description=goods.description,
            price=goods.price,
            quantity=quantity,
            vat=goods.vat,
            amount=goods.price * quantity,
            unit=goods.unit,
            merchant=merchant,
        )
        for position, (goods, quantity) in enumerate(story.lines)
    )
    TimelineEntry.objects.record(link, Event.CREATED, actor=TENANT, now=at)
    return link


def _open(link: PaymentLink, at: datetime) -> None:
    link.opened_at = at
    link.save(update_fields=["opened_at", "updated_at"])
    TimelineEntry.objects.record(link, Event.OPENED, actor=PAYER, now=at)


def _end(link: PaymentLink, status: str, actor: Actor, at: datetime) -> None:
    if link.status == Status.CREATED:
        change_status(link, status, actor=actor, now=at)


def _pay(
    link: PaymentLink, story: Story, attempt: Attempt, at: datetime, random_source: random.Random
) -> None:
    is_paid = attempt.status == Payment.Status.COMPLETED
    if not is_paid and link.status != Status.CREATED:
        return
    payment = Payment.objects.create(
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
        completed_at=at if is_paid else None,
    )
    words = {
        "payment": str(payment.pk),
        "provider": payment.provider,
        "method": payment.method,
    }
    started_at = payment.created_at
    record = TimelineEntry.objects.record
    record(link, Event.PAYMENT_STARTED, actor=PAYER, now=started_at, **words)
    record(link, Event.PAYMENT_CHANGED, actor=PAYER, now=at, status=attempt.status, **words)
    if not link.payments.filter(status__in=Payment.PAID_STATUSES).exclude(pk=payment.pk).exists():
        link.payment_id = payment.payment_id
        link.save(update_fields=["payment_id", "updated_at"])
    is_last = attempt is story.attempts[-1]
    exception = story.exception if is_last else ""
    if is_paid and exception != LinkException.Kind.AMOUNT_MISMATCH:
        change_status(link, Status.COMPLETED, actor=PAYER, now=at)
    if exception:
        _raise_exception(link, payment, exception, at, is_resolved=story.is_resolved)


def _raise_exception(
    link: PaymentLink, payment: Payment, kind: str, at: datetime, *, is_resolved: bool
) -> None:
    LinkException.objects.create(
        payment_link=link,
        payment=payment,
        kind=kind,
        description=EXCEPTIONS[kind],
        created_at=at,
        resolved_at=at + timedelta(hours=3) if is_resolved else None,
    )
    record = TimelineEntry.objects.record
    record(link, Event.EXCEPTION_RAISED, actor=SYSTEM, now=at, kind=kind, payment=str(payment.pk))
