"""The days on which entries may be dated: all after the merchant's last closed one."""

from datetime import date, timedelta
from uuid import UUID

from invoicing.models import Books
from payment_links.clock import day_of as day_of
from payment_links.errors import DomainError


class PeriodClosedError(DomainError):
    code = "period_closed"
    description = "The books are closed for that day."


def lock_books(merchant_id: UUID) -> Books:
    """The merchant's books, their row locked until the transaction ends; made when missing.

    Locked after PaymentLink, Payment and NumberSeries, so that nobody waits for each other.
    """
    locked = Books.objects.select_for_update()
    try:
        return locked.get(merchant_id=merchant_id)
    except Books.DoesNotExist:
        Books.objects.get_or_create(merchant_id=merchant_id)
    return locked.get(merchant_id=merchant_id)


def refuse_closed(books: Books, day: date) -> None:
    """Raise PeriodClosedError when the day is closed. books: as lock_books returned them."""
    if books.closed_through is not None and day <= books.closed_through:
        raise PeriodClosedError("The books are closed through %(day)s.", day=books.closed_through)


def first_open(books: Books, day: date) -> date:
    """The day itself, or the first open one after it. books: as lock_books returned them."""
    if books.closed_through is None:
        return day
    return max(day, books.closed_through + timedelta(days=1))
