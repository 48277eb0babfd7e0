"""Entries: a sale once per link, credits with their sign, payments as the money came in."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError

from invoicing.bookkeeping.closing import close_period
from invoicing.bookkeeping.open_days import PeriodClosedError
from invoicing.models import BookedRate, BookEntry, Invoice
from payment_links.models import SYSTEM, Merchant
from tests.builders import NOON, TODAY, make_link, make_merchant, make_payment, make_tenant
from tests.invoicing.bookkeeping.booking import book_credit, book_paid, make_paid_link
from tests.invoicing.issuing import make_invoice, make_receipt

pytestmark = pytest.mark.django_db

YESTERDAY = TODAY - timedelta(days=1)
THREE_RATES = [("Kaffe", 3990, 3, "6"), ("Mugg", 4995, 7, "25"), ("Lunch", 12900, 1, "12")]


def kinds() -> list[str]:
    return list(BookEntry.objects.order_by("pk").values_list("kind", flat=True))


def rates_of(entry: BookEntry | None) -> list[tuple]:
    rates = BookedRate.objects.filter(entry=entry).order_by("-vat")
    return list(rates.values_list("vat", "treatment", "net_amount", "vat_amount"))


def close_yesterday(merchant: Merchant) -> None:
    close_period(merchant, YESTERDAY, actor=SYSTEM, now=NOON)


def test_an_invoice_is_booked_when_it_is_issued() -> None:
    invoice = make_invoice(make_link(items=THREE_RATES))

    entry = BookEntry.objects.get()
    assert (entry.kind, entry.invoice, entry.entry_date) == ("INVOICE", invoice, TODAY)
    assert (entry.gross_amount, entry.currency, entry.is_test) == (59835, "SEK", True)
    assert rates_of(entry) == [
        (Decimal(25), "TAXED", 27972, 6993),
        (Decimal(12), "TAXED", 11518, 1382),
        (Decimal(6), "TAXED", 11292, 678),
    ]


def test_a_receipt_without_invoice_is_the_sale() -> None:
    receipt = make_receipt()

    entry = BookEntry.objects.get()
    assert (entry.kind, entry.receipt, entry.gross_amount) == ("RECEIPT", receipt, 14000)


def test_the_receipt_of_an_invoice_is_not_booked_again() -> None:
    link, _ = make_paid_link()

    make_invoice(link)
    make_receipt(link)

    assert kinds() == ["INVOICE"]


def test_an_invoice_after_the_receipt_is_not_booked_again() -> None:
    link, _ = make_paid_link()

    make_receipt(link)
    make_invoice(link)

    assert kinds() == ["RECEIPT"]


def test_the_database_refuses_a_second_sale_of_a_link() -> None:
    link, _ = make_paid_link()
    receipt, invoice = make_receipt(link), make_invoice(link)
    entry = BookEntry.objects.get(receipt=receipt)

    entry.pk, entry.kind, entry.receipt, entry.invoice = None, "INVOICE", None, invoice

    with pytest.raises(IntegrityError, match=r"book_entry_sale_once|payment_link_id"):
        entry.save(force_insert=True)


def test_the_date_is_that_of_the_merchants_calendar() -> None:
    before_midnight_in_utc = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)

    make_receipt(make_link(status="COMPLETED", completed_at=before_midnight_in_utc))

    assert BookEntry.objects.get().entry_date == date(2026, 11, 23)


def test_a_credit_note_takes_back_its_amounts() -> None:
    entry = book_credit(make_invoice())

    assert entry is not None
    assert (entry.kind, entry.gross_amount) == ("CREDIT_NOTE", -14000)
    assert rates_of(entry) == [(Decimal(12), "TAXED", -12500, -1500)]


def test_a_closed_day_refuses_an_invoice_and_leaves_nothing() -> None:
    link = make_link()
    close_yesterday(link.merchant)

    with pytest.raises(PeriodClosedError, match="closed through 2026-11-21") as refusal:
        make_invoice(link, now=NOON - timedelta(days=1))

    assert (refusal.value.code, refusal.value.http_status) == ("period_closed", 403)
    assert not Invoice.objects.exists()
    assert not BookEntry.objects.exists()


def test_a_closed_day_refuses_a_credit_note() -> None:
    invoice = make_invoice()
    close_yesterday(invoice.merchant)

    with pytest.raises(PeriodClosedError):
        book_credit(invoice, now=NOON - timedelta(days=1))

    assert kinds() == ["INVOICE"]


def test_a_receipt_is_booked_on_the_day_it_was_paid() -> None:
    link = make_link(status="COMPLETED", completed_at=NOON - timedelta(days=3))

    make_receipt(link, now=NOON)

    assert BookEntry.objects.get().entry_date == TODAY - timedelta(days=3)


def test_a_receipt_of_a_closed_day_takes_the_first_open_one() -> None:
    link = make_link(status="COMPLETED", completed_at=NOON - timedelta(days=3))
    close_yesterday(link.merchant)

    make_receipt(link, now=NOON)

    assert BookEntry.objects.get().entry_date == TODAY


def test_a_payment_is_booked_once_at_the_day_it_was_paid() -> None:
    _, payment = make_paid_link()

    entry, again = book_paid(payment), book_paid(payment)

    assert entry is not None
    assert (entry.entry_date, entry.gross_amount, entry.payment) == (TODAY, 14000, payment)
    assert again is None
    assert kinds() == ["PAYMENT"]


def test_what_came_in_since_is_booked_as_a_further_entry() -> None:
    _, payment = make_paid_link()
    book_paid(payment)
    payment.amount = 15000
    payment.save(update_fields=["amount"])

    further = book_paid(payment)

    assert further is not None
    assert further.gross_amount == 1000


def test_a_payment_of_a_closed_day_takes_the_first_open_one() -> None:
    link = make_link()
    close_yesterday(link.merchant)
    payment = make_payment(link, status="COMPLETED", completed_at=NOON - timedelta(days=20))

    entry = book_paid(payment)

    assert entry is not None
    assert entry.entry_date == TODAY


@pytest.mark.parametrize("status", ["PENDING", "UNDERFUNDED", "DECLINED", "FUNDED"])
def test_money_that_is_not_there_is_not_booked(status: str) -> None:
    payment = make_payment(make_link(), status=status)

    assert book_paid(payment) is None
    assert kinds() == []


def test_each_payment_of_a_link_paid_twice_is_booked() -> None:
    link, first = make_paid_link()
    second = make_payment(link, status="OVERFUNDED", provider="ping", method="deposit")

    book_paid(first)
    book_paid(second)

    assert kinds() == ["PAYMENT", "PAYMENT"]


def test_entries_of_a_live_tenant_are_no_test() -> None:
    link = make_link(make_merchant(make_tenant(mode="LIVE")))

    make_invoice(link)

    assert BookEntry.objects.get().is_test is False
