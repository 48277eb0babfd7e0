"""The verb that issues the receipt of a paid link, and the jobs that call it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from celery import shared_task
from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from invoicing import numbering, snapshot
from invoicing.bookkeeping.entries import book_receipt
from invoicing.download_names import receipt_file_name
from invoicing.issuing import frozen_columns
from invoicing.models import Invoice, Receipt
from payment_links import clock
from payment_links.errors import DomainError
from payment_links.models import (
    SYSTEM,
    LinkDocument,
    Payment,
    PaymentLink,
    TimelineEntry,
)
from payment_links.models.links import PaymentLinkQuerySet

logger = logging.getLogger(__name__)

# Links paid longer ago were handled by an earlier run, or are by the one of missing receipts.
NEWLY_PAID = timedelta(days=1)
BATCH = 200
MISSING_BATCH = 2000


class LinkNotCompletedError(DomainError):
    code = "payment_link_not_completed"
    description = "The payment link is not paid."


def issue_receipt(link_id: UUID, *, now: datetime) -> Receipt:
    """The link's one receipt; issued with the first call after the link was paid.

    Refers to the link's invoice when there is one. However late it is issued, it is booked on the
    day of the payment and numbered in that day's fiscal year. The PDF follows by a job of its own.
    Raises LinkNotCompletedError when the link is not COMPLETED.
    """
    issued = Receipt.objects.filter(payment_link=link_id).first()
    if issued is not None:
        return issued
    with transaction.atomic():
        parties = ("tenant", "merchant", "customer", "invoice_address", "delivery_address")
        link = PaymentLink.objects.select_related(*parties).lock(link_id)
        issued = Receipt.objects.filter(payment_link=link).first()
        if issued is not None:
            return issued
        if link.status != PaymentLink.Status.COMPLETED:
            raise LinkNotCompletedError("The payment link is %(status)s.", status=link.status)
        return _write(link, now)


def _write(link: PaymentLink, now: datetime) -> Receipt:
    payment = Payment.objects.paid_for(link)
    paid_at = (payment and payment.completed_at) or link.completed_at or now
    paid_on = clock.day_of(paid_at, link.merchant.time_zone)
    number = numbering.next_number(link.merchant, LinkDocument.Kind.RECEIPT, paid_on)
    lines = snapshot.lines_of(link)
    receipt = Receipt.objects.create(
        payment_link=link,
        **frozen_columns(link, number, lines, now=now),
        link_document=_document(link, number.text, now),
        payment=payment,
        invoice=Invoice.objects.filter(payment_link=link).first(),
        lines=[snapshot.frozen_line(line) for line in lines],
        payment_method=f"{payment.provider}/{payment.method}" if payment else "",
        paid_at=paid_at,
    )
    book_receipt(receipt, now=now)
    TimelineEntry.objects.record(
        link,
        TimelineEntry.Event.RECEIPT_ISSUED,
        actor=SYSTEM,
        now=now,
        number=receipt.number,
    )
    return receipt


def _document(link: PaymentLink, number: str, now: datetime) -> LinkDocument:
    return LinkDocument.objects.create(
        payment_link=link,
        kind=LinkDocument.Kind.RECEIPT,
        number=number,
        file_name=receipt_file_name(number, locale=link.locale),
        issued_at=now,
        not_before=now,
    )


@shared_task
def issue_new_receipts() -> None:
    """Issue the receipts of newly paid links, for which their e-mails wait."""
    now = clock.now()
    for link_id in list(_without_receipt(_newly_paid(now))[:BATCH]):
        _try(issue_receipt, link_id, now)


@shared_task
def issue_missing_receipts() -> None:
    """Issue the receipts of links paid while no worker ran: their sales have to be booked."""
    now = clock.now()
    paid = PaymentLink.objects.filter(status=PaymentLink.Status.COMPLETED)
    waiting = _without_receipt(paid.order_by("completed_at", "pk"))
    for link_id in list(waiting[:MISSING_BATCH]):
        _try(issue_receipt, link_id, now)


def _try(verb: Callable[..., Any], link_id: UUID, now: datetime) -> None:
    """One link that cannot have its receipt must not keep all others from theirs."""
    try:
        verb(link_id, now=now)
    except (DomainError, DatabaseError, ValueError, LookupError):
        logger.exception("no receipt for payment link %s", link_id)


def _newly_paid(now: datetime) -> PaymentLinkQuerySet:
    return PaymentLink.objects.filter(
        status=PaymentLink.Status.COMPLETED, completed_at__gte=now - NEWLY_PAID
    ).order_by("completed_at", "pk")


def _without_receipt(links: PaymentLinkQuerySet) -> QuerySet[PaymentLink, UUID]:
    return links.filter(receipt__isnull=True).values_list("pk", flat=True)
