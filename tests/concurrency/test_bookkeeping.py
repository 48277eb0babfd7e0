"""Races in the books: closing against issuing, and many who book the same."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction

from invoicing.bookkeeping.closing import PeriodAlreadyClosedError, close_period
from invoicing.bookkeeping.missing import book_missing
from invoicing.bookkeeping.open_days import PeriodClosedError
from invoicing.models import BookEntry, Books, Invoice, PeriodClosing
from payment_links.models import SYSTEM
from tests.builders import NOON, TODAY, make_link, make_merchant
from tests.concurrency.test_invoicing import at_once
from tests.invoicing.bookkeeping.booking import make_paid_link
from tests.invoicing.issuing import make_invoice, make_receipt

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]

YESTERDAY = TODAY - timedelta(days=1)
LATE = NOON - timedelta(days=1)


def test_no_entry_gets_a_date_after_that_date_was_closed() -> None:
    merchant = make_merchant()
    Books.objects.create(merchant=merchant)
    link = make_link(merchant)
    is_issued, is_closed = threading.Event(), threading.Event()

    def act(index: int) -> int:
        if index == 0:
            with transaction.atomic():
                make_invoice(link, now=LATE)
                is_issued.set()
                # The lock lets nobody close meanwhile: it is the time that runs out.
                is_closed.wait(1)
            return 0
        Books.objects.get()
        is_issued.wait()
        close_period(merchant, YESTERDAY, actor=SYSTEM, now=NOON)
        count = BookEntry.objects.filter(entry_date__lte=YESTERDAY).count()
        is_closed.set()
        return count

    counts = at_once(2, act)

    assert counts[1] == BookEntry.objects.filter(entry_date__lte=YESTERDAY).count() == 1


def test_issuers_who_meet_a_closing_are_booked_before_it_or_refused() -> None:
    merchant = make_merchant()
    links = [make_link(merchant) for _ in range(12)]

    def act(index: int) -> object:
        if index == 6:
            return close_period(merchant, YESTERDAY, actor=SYSTEM, now=NOON)
        return make_invoice(links[index], now=LATE)

    answers = Counter(type(answer) for answer in at_once(12, act))

    assert answers[PeriodClosing] == 1
    assert answers[Invoice] + answers[PeriodClosedError] == 11
    assert answers[Invoice] == Invoice.objects.count() == BookEntry.objects.count()


def test_a_period_is_closed_once() -> None:
    merchant = make_merchant()

    answers = at_once(6, lambda _: close_period(merchant, YESTERDAY, actor=SYSTEM, now=NOON))

    assert Counter(type(answer) for answer in answers) == {
        PeriodClosing: 1,
        PeriodAlreadyClosedError: 5,
    }


def test_many_who_book_the_same_payment_book_it_once() -> None:
    link, _ = make_paid_link()

    at_once(8, lambda _: book_missing([link.merchant], NOON))

    assert [entry.gross_amount for entry in BookEntry.objects.all()] == [14000]


def test_invoice_and_receipt_of_one_link_make_one_sale() -> None:
    link, _ = make_paid_link()

    at_once(8, lambda index: make_invoice(link) if index % 2 else make_receipt(link))

    assert BookEntry.objects.filter(kind__in=("INVOICE", "RECEIPT")).count() == 1
