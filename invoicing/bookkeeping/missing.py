"""Booking what has no entry yet: payments, and documents that were issued before the books.

Entries of documents are written when they are issued; a payment is told to us by the payments
service, and is booked here: every few seconds, and whenever somebody wants to see the figures.
"""

import logging
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from celery import shared_task
from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from invoicing.bookkeeping.entries import SALES, AnyDocument, book_issued_earlier, book_payment
from invoicing.models import BookEntry, CreditNote, Invoice, Receipt
from payment_links import clock
from payment_links.errors import DomainError
from payment_links.models import LinkException, Merchant, Payment, PaymentLink

logger = logging.getLogger(__name__)

BATCH = 500
# The sweep looks at what was paid lately; what it missed is found by the hourly one.
RECENTLY = timedelta(hours=6)
Kind = BookEntry.Kind
Merchants = Collection[Merchant] | QuerySet[Merchant]
ENTRIES_OF_THE_PAYMENT = Exists(BookEntry.objects.filter(payment=OuterRef("pk")))
SALE_OF_THE_LINK = Exists(
    BookEntry.objects.filter(payment_link=OuterRef("payment_link"), kind__in=SALES)
)
ENTRY_OF_THE_NOTE = Exists(
    BookEntry.objects.filter(credit_note=OuterRef("pk"), kind=Kind.CREDIT_NOTE)
)


@shared_task(name="invoicing.bookkeeping.book_payments")
def book_payments() -> None:
    """Book the payments of the last hours that are not booked; safe to run twice at once."""
    now = clock.now()
    _book_each(_recent_payments(now - RECENTLY), _book_payment, now)


@shared_task(name="invoicing.bookkeeping.book_everything_missing")
def book_everything_missing() -> None:
    """Book whatever has no entry, of all merchants and all times, in batches."""
    now = clock.now()
    while _book_some(None, now) == BATCH:
        pass


def book_missing(merchants: Merchants, now: datetime) -> int:
    """Book what these merchants' books lack: documents first, then payments, oldest first.

    Call it outside transactions, before figures are read. Returns how many were booked: BATCH
    says that there may be more, and a repeated call goes on.
    """
    return _book_some(merchants, now)


def documents_without_entry(merchants: Merchants | None) -> Iterator[QuerySet[Any]]:
    """Invoices, receipts and credit notes that no entry speaks of, one queryset per kind."""
    for model in (Invoice, Receipt, CreditNote):
        entries = ENTRY_OF_THE_NOTE if model is CreditNote else SALE_OF_THE_LINK
        documents: QuerySet[Any] = model._default_manager.filter(~entries)
        yield documents if merchants is None else documents.filter(merchant__in=merchants)


def _book_some(merchants: Merchants | None, now: datetime) -> int:
    booked = 0
    for documents in documents_without_entry(merchants):
        waiting = documents.order_by("pk")[: BATCH - booked]
        book: Callable[[Any, datetime], bool] = _document_booker(documents.model)
        booked += _book_each(list(waiting.values_list("pk", flat=True)), book, now)
    payments = Payment.objects.filter(~ENTRIES_OF_THE_PAYMENT, status__in=Payment.PAID_STATUSES)
    if merchants is not None:
        payments = payments.filter(payment_link__merchant__in=merchants)
    waiting_payments = payments.order_by("pk").values_list("pk", flat=True)[: BATCH - booked]
    return booked + _book_each(list(waiting_payments), _book_payment, now)


def _recent_payments(since: datetime) -> list[UUID]:
    """Paid lately: the payments of links that were, and those that raised an exception.

    A payment that does not complete its link always raises one; both sides have an index.
    """
    unbooked = Payment.objects.filter(~ENTRIES_OF_THE_PAYMENT, status__in=Payment.PAID_STATUSES)
    of_paid_links = unbooked.filter(
        payment_link__status=PaymentLink.Status.COMPLETED, payment_link__completed_at__gte=since
    )
    raising = LinkException.objects.filter(created_at__gte=since).values("payment")
    found = [
        *of_paid_links.order_by("pk").values_list("pk", flat=True)[:BATCH],
        *unbooked.filter(pk__in=raising).order_by("pk").values_list("pk", flat=True)[:BATCH],
    ]
    return list(dict.fromkeys(found))


def _book_each(pks: list[UUID], book: Callable[[UUID, datetime], bool], now: datetime) -> int:
    """Book one after the other; one that cannot be booked must not keep the others out."""
    booked = 0
    for pk in pks:
        try:
            booked += book(pk, now)
        except (DomainError, DatabaseError, ValueError, LookupError, ArithmeticError):
            logger.exception("no book entry for %s", pk)
    return booked


def _book_payment(payment_pk: UUID, now: datetime) -> bool:
    link_id = Payment.objects.values_list("payment_link_id", flat=True).get(pk=payment_pk)
    with transaction.atomic():
        link = PaymentLink.objects.select_related("merchant", "tenant").lock(link_id)
        payment = Payment.objects.select_for_update().get(pk=payment_pk)
        return book_payment(payment, link, now=now) is not None


def _document_booker(model: type[Any]) -> Callable[[UUID, datetime], bool]:
    def book(pk: UUID, now: datetime) -> bool:
        with transaction.atomic():
            document: AnyDocument = model.objects.select_related("merchant").get(pk=pk)
            PaymentLink.objects.lock(document.payment_link_id)
            return book_issued_earlier(document, now=now) is not None

    return book
