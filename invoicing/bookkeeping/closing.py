"""Closing the books through a day: nothing is ever entered there again."""

from datetime import date, datetime

from django.db import transaction

from invoicing.bookkeeping.missing import BATCH, book_missing, documents_without_entry
from invoicing.bookkeeping.open_days import day_of, lock_books
from invoicing.models import PeriodClosing
from payment_links.errors import DomainError
from payment_links.models import Actor, Merchant


class PeriodNotOverError(DomainError):
    description = "Only days that are over can be closed."


class PeriodAlreadyClosedError(DomainError):
    code = "period_closed"
    description = "The books are closed through that day already."


class EntriesMissingError(DomainError):
    description = "There are documents that could not be entered; the books cannot be closed."


def close_period(
    merchant: Merchant, through_date: date, *, actor: Actor, now: datetime
) -> PeriodClosing:
    """Close the merchant's books through a day, for good; enters first what was missing.

    Documents dated there are refused from then on, later payments get the first open day, and
    corrections are new documents. Call it outside transactions. Raises PeriodNotOverError for
    today and later, PeriodAlreadyClosedError, and EntriesMissingError; nothing is closed then.
    """
    if through_date >= day_of(now, merchant.time_zone):
        raise PeriodNotOverError
    while book_missing([merchant], now) == BATCH:
        pass
    with transaction.atomic():
        books = lock_books(merchant.pk)
        if books.closed_through is not None and through_date <= books.closed_through:
            raise PeriodAlreadyClosedError
        if any(documents.exists() for documents in documents_without_entry([merchant])):
            raise EntriesMissingError
        books.closed_through = through_date
        books.save(update_fields=["closed_through"])
        return PeriodClosing.objects.create(
            merchant=merchant, through_date=through_date, closed_at=now, closed_by=actor.user
        )
