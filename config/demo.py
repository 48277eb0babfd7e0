"""The demo's data put together: rows, their documents, and the outside world's half of it."""

import importlib
import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from invoicing.bookkeeping.missing import book_missing
from invoicing.credit_notes import CreditedQuantity, WantedLine, credit_invoice
from invoicing.invoices import issue_invoice
from invoicing.models import Invoice
from invoicing.receipts import issue_receipt
from payment_links.demo import accounts, fixed_links, messages, stories
from payment_links.demo.batch import Batch
from payment_links.demo.history import History
from payment_links.demo.new_links import make_links
from payment_links.demo.shops import SHOPS
from payment_links.models import TENANT, LinkDocument, Merchant, PaymentLink

SEED = 20261122
FIRST_RENDERING = timedelta(minutes=2)
RENDERING_INTERVAL = timedelta(seconds=3)
CREDITED_EVERY = 15
CREDITED_AFTER = timedelta(days=3, hours=2)
# What is credited, and why; None is the whole invoice.
CREDITS: tuple[tuple[str, list[WantedLine] | None], ...] = (
    ("Köpet är ångrat", None),
    ("En vara saknades i leveransen", [CreditedQuantity(1, 1)]),
)


def seed(now: datetime, *, links: int = stories.LINKS) -> list[str]:
    """Make the demo's data where it is missing; returns what a visitor needs to know, in lines.

    links: about how many there will be.
    A second run changes nothing. Everything is written in one transaction, so an interrupted run
    leaves nothing behind.
    """
    accounts.make_accounts(_payments_api_secret(), now)
    told = _all_stories(now, links)
    # The last of them to be written says that all of them are there.
    if not PaymentLink.objects.filter(pk=fixed_links.UNPAID_LINK_ID).exists():
        _register_outside(told)
        with transaction.atomic():
            _write(told, now)
    return [
        f"Demo data: {PaymentLink.objects.count()} payment links.",
        f"API secret of the live tenant: {accounts.LIVE_API_SECRET}",
    ]


def _all_stories(now: datetime, count: int) -> list[stories.Story]:
    fixed = [fixed_links.paid_link(now), fixed_links.unpaid_link(now)]
    return sorted(
        [*stories.tell(SEED, now, count=count), *fixed], key=lambda story: story.created_at
    )


def _write(told: list[stories.Story], now: datetime) -> None:
    random_source = random.Random(SEED)  # noqa: S311
    batch = Batch()
    merchants = {merchant.pk: merchant for merchant in Merchant.objects.select_related("tenant")}
    for story, link in zip(told, make_links(told, merchants), strict=True):
        History(story, link, batch, random_source).tell(_issue_invoice, now=now)
    batch.write()
    paid = PaymentLink.objects.filter(status=PaymentLink.Status.COMPLETED)
    for link in paid.select_related("merchant", "customer").order_by("completed_at", "pk"):
        if link.completed_at is None:
            continue
        batch.write()
        issue_receipt(link.pk, now=link.completed_at + timedelta(seconds=5))
        mailed_at = link.completed_at + timedelta(seconds=10)
        messages.send_receipt(link, mailed_at, batch=batch, random_source=random_source)
    batch.write()
    _credit_some(now)
    book_missing(list(merchants.values()), now)
    _spread_rendering(now)


def _credit_some(now: datetime) -> None:
    """Every fifteenth invoice of a closed link is credited, in turn whole and one unit of it.

    One of a link that was not paid is credited whole.
    """
    closed = Invoice.objects.exclude(payment_link__status=PaymentLink.Status.CREATED)
    chosen = closed.select_related("payment_link").order_by("issued_at", "pk")[::CREDITED_EVERY]
    told = sorted(
        (_closed_at(invoice.payment_link) + CREDITED_AFTER, position, invoice.payment_link_id)
        for position, invoice in enumerate(chosen)
    )
    paid = {i.payment_link_id for i in chosen if i.payment_link.completed_at is not None}
    for credited_at, position, link_id in told:
        reason, wanted = CREDITS[position % len(CREDITS)]
        if credited_at < now:
            part = wanted if link_id in paid else None
            credit_invoice(link_id, part, reason=reason, actor=TENANT, now=credited_at)


def _closed_at(link: PaymentLink) -> datetime:
    return link.completed_at or link.cancelled_at or link.expires_at


def _spread_rendering(now: datetime) -> None:
    """Let the worker render old documents one by one: a machine that starts has better to do.

    Whoever opens one before its turn gets it at once.
    """
    waiting = LinkDocument.objects.filter(state=LinkDocument.State.PENDING).order_by("-issued_at")
    for position, document in enumerate(waiting):
        document.not_before = now + FIRST_RENDERING + position * RENDERING_INTERVAL
    LinkDocument.objects.bulk_update(waiting, ["not_before"], batch_size=100)


def _issue_invoice(link_id: UUID, *, now: datetime) -> None:
    issue_invoice(link_id, Invoice.ReferenceType.OCR, "", actor=TENANT, now=now)


def _outside() -> Any:
    """The sandbox's own demo data; it cannot be imported where the sandbox is not installed."""
    return importlib.import_module("payment_links.sandbox.demo_data")


def _payments_api_secret() -> str:
    return str(_outside().LIVE_TENANT_SECRET) if settings.SANDBOX else ""


def _register_outside(told: list[stories.Story]) -> None:
    """Let the sandbox know the past payments, and the orders so that open links can be paid."""
    if not settings.SANDBOX:
        return
    outside = _outside()
    with transaction.atomic(using="sandbox"):
        outside.seed()
        for shop in SHOPS:
            outside.register_merchant(
                str(shop.tenant_id),
                str(shop.id),
                shop.record["name"],
                shop.record["organization_number"].replace("-", ""),
            )
        outside.register_orders(
            outside.PastOrder(tenant_id=str(story.shop.tenant_id), order_id=str(story.order_id))
            for story in told
        )
        outside.register_payments(
            outside.PastPayment(
                order_id=str(story.order_id),
                payment_id=str(attempt.payment_id),
                provider=attempt.provider,
                method=attempt.method,
                status=attempt.status,
                amount=attempt.amount,
                currency="SEK",
                occurred_at=story.created_at + attempt.after,
                merchant_id=str(story.shop.id),
            )
            for story in told
            for attempt in story.attempts
        )
