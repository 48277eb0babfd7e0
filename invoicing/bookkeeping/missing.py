"""Booking what has no entry yet: payments, and documents that were issued before the books.

Entries of documents are written when they are issued; a payment is told to us by the payments
service, and is booked here: every few seconds, and whenever somebody wants to see the figures.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
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
# A run of the hourly sweep ends long before the time limit of tasks; the next one goes on.
BATCHES_PER_RUN = 10
# The sweep looks at what was paid lately; what it missed is found by the hourly one.
RECENTLY = timedelta(hours=6)
Kind = BookEntry.Kind
Merchants = Collection[Merchant] | QuerySet[Merchant]
# A row to be booked, and what books it.
Waiting = tuple[Callable[[UUID, datetime], bool], UUID]
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
    _book_batches((_book_payment, pk) for pk in _recent_payments(clock.now() - RECENTLY))


@shared_task(name="invoicing.bookkeeping.book_everything_missing")
def book_everything_missing() -> None:
    """Book what has no entry, of all merchants and all times; a large rest in the next run."""
    _book_batches(_all_waiting(None))


def book_missing(merchants: Merchants, now: datetime, *, most: int | None = None) -> bool:
    """Book what these merchants' books lack: documents first, then payments, oldest first.

    Call it outside transactions, before figures are read. One that cannot be booked stays as it
    is, and the others follow. most: how many are tried. Returns whether others wait behind those.
    """
    waiting = _all_waiting(merchants)
    _book_each(islice(waiting, most), now)
    return next(waiting, None) is not None


def documents_without_entry(merchants: Merchants | None) -> Iterator[QuerySet[Any]]:
    """Invoices, receipts and credit notes that no entry speaks of, one queryset per kind."""
    for model in (Invoice, Receipt, CreditNote):
        entries = ENTRY_OF_THE_NOTE if model is CreditNote else SALE_OF_THE_LINK
        documents: QuerySet[Any] = model._default_manager.filter(~entries)
        yield documents if merchants is None else documents.filter(merchant__in=merchants)


def payments_without_entry(merchants: Merchants | None) -> QuerySet[Payment]:
    """Payments that money came in by and that no entry speaks of."""
    paid = Payment.objects.filter(
        ~ENTRIES_OF_THE_PAYMENT, status__in=Payment.PAID_STATUSES, completed_at__isnull=False
    )
    return paid if merchants is None else paid.filter(payment_link__merchant__in=merchants)


def _all_waiting(merchants: Merchants | None) -> Iterator[Waiting]:
    """Everything without an entry, one kind after the other: a receipt comes after all invoices.

    Rows are looked up page by page while they are booked, each once, whatever became of it.
    """
    for documents in documents_without_entry(merchants):
        book = _document_booker(documents.model)
        for pk in _pks(documents):
            yield book, pk
    for pk in _pks(payments_without_entry(merchants)):
        yield _book_payment, pk


def _pks(rows: QuerySet[Any]) -> Iterator[Any]:
    page = rows.order_by("pk").values_list("pk", flat=True)
    found = list(page[:BATCH])
    while found:
        yield from found
        found = list(page.filter(pk__gt=found[-1])[:BATCH])


def _recent_payments(since: datetime) -> list[UUID]:
    """Paid lately: the payments of links that were, and those that raised an exception.

    A payment that does not complete its link always raises one; both sides have an index.
    """
    unbooked = payments_without_entry(None)
    of_paid_links = unbooked.filter(
        payment_link__status=PaymentLink.Status.COMPLETED, payment_link__completed_at__gte=since
    )
    raising = LinkException.objects.filter(created_at__gte=since).values("payment")
    found = [
        *of_paid_links.order_by("pk").values_list("pk", flat=True)[:BATCH],
        *unbooked.filter(pk__in=raising).order_by("pk").values_list("pk", flat=True)[:BATCH],
    ]
    return list(dict.fromkeys(found))


def _book_batches(waiting: Iterator[Waiting]) -> None:
    """Book at most BATCHES_PER_RUN batches, each recorded at a time of its own."""
    for _number in range(BATCHES_PER_RUN):
        if _book_each(islice(waiting, BATCH), clock.now()) < BATCH:
            return


def _book_each(waiting: Iterable[Waiting], now: datetime) -> int:
    """Book one after the other; one that cannot be booked must not keep the others out.

    Returns how many were tried.
    """
    tried = 0
    for book, pk in waiting:
        tried += 1
        try:
            book(pk, now)
        except (DomainError, DatabaseError, ValueError, LookupError, ArithmeticError):
            logger.exception("no book entry for %s", pk)
    return tried


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
