"""Closing the books through a day: nothing is ever entered there again."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from invoicing.bookkeeping.missing import (
    book_missing,
    documents_without_entry,
    payments_without_entry,
)
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
    description = "Something could not be entered; the books cannot be closed."


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
    book_missing([merchant], now)
    with transaction.atomic():
        books = lock_books(merchant.pk)
        if books.closed_through is not None and through_date <= books.closed_through:
            raise PeriodAlreadyClosedError
        if _lacks_something(merchant, through_date):
            raise EntriesMissingError
        books.closed_through = through_date
        books.save(update_fields=["closed_through"])
        return PeriodClosing.objects.create(
            merchant=merchant, through_date=through_date, closed_at=now, closed_by=actor.user
        )


def _lacks_something(merchant: Merchant, through_date: date) -> bool:
    """Whether a document, or a payment of those days, has no entry."""
    day_after = datetime.combine(through_date + timedelta(days=1), time.min)
    midnight = day_after.replace(tzinfo=ZoneInfo(merchant.time_zone))
    return (
        any(documents.exists() for documents in documents_without_entry([merchant]))
        or payments_without_entry([merchant]).filter(completed_at__lt=midnight).exists()
    )
