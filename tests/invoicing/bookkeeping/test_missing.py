"""What has no entry is found and booked: payments by the sweep, older documents on demand."""

from datetime import timedelta

import pytest

from invoicing.bookkeeping import missing
from invoicing.bookkeeping.closing import close_period
from invoicing.bookkeeping.missing import book_everything_missing, book_missing, book_payments
from invoicing.models import BookedRate, BookEntry, Invoice
from payment_links import clock
from payment_links.models import SYSTEM, LinkException
from tests.builders import NOON, TODAY, make_link, make_merchant, make_payment
from tests.invoicing.bookkeeping.booking import make_credit_note, make_paid_link
from tests.invoicing.issuing import make_invoice, make_receipt
from tests.unprotected import unprotected

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def booked() -> list[tuple[str, int]]:
    return list(BookEntry.objects.order_by("pk").values_list("kind", "gross_amount"))


def forget_entries() -> None:
    with unprotected("invoicing_bookentry", "invoicing_bookedrate"):
        BookedRate.objects.all().delete()
        BookEntry.objects.all().delete()


def spoil(invoice: Invoice) -> None:
    """Let nobody book the invoice any more."""
    with unprotected("invoicing_invoice"):
        Invoice.objects.filter(pk=invoice.pk).update(vat_totals=[{"vat": "none"}])


def test_the_sweep_books_what_was_paid_lately_once() -> None:
    make_paid_link()

    book_payments()
    book_payments()

    assert booked() == [("PAYMENT", 14000)]


def test_the_sweep_books_money_that_did_not_complete_its_link() -> None:
    payment = make_payment(make_link(), status="COMPLETED", amount=100)
    LinkException.objects.create(
        payment_link=payment.payment_link,
        payment=payment,
        kind="AMOUNT_MISMATCH",
        created_at=NOON,
    )

    book_payments()

    assert booked() == [("PAYMENT", 100)]


def test_the_hourly_sweep_finds_what_is_older() -> None:
    link = make_link(status="COMPLETED", completed_at=NOON - timedelta(days=3))
    make_payment(link, status="COMPLETED", completed_at=NOON - timedelta(days=3))

    book_payments()
    early = booked()
    book_everything_missing()

    assert early == []
    assert booked() == [("PAYMENT", 14000)]


def test_a_run_of_the_hourly_sweep_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "BATCH", 1)
    monkeypatch.setattr(missing, "BATCHES_PER_RUN", 2)
    merchant = make_merchant()
    for _ in range(3):
        make_paid_link(merchant)

    book_everything_missing()
    first_run = len(booked())
    book_everything_missing()

    assert (first_run, len(booked())) == (2, 3)


def test_each_batch_is_recorded_at_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([NOON, NOON + timedelta(seconds=30), NOON + timedelta(seconds=60)])
    monkeypatch.setattr(clock, "now", lambda: next(times))
    monkeypatch.setattr(missing, "BATCH", 1)
    merchant = make_merchant()
    for _ in range(2):
        make_paid_link(merchant)

    book_everything_missing()

    recorded = BookEntry.objects.order_by("pk").values_list("recorded_at", flat=True)
    assert list(recorded) == [NOON, NOON + timedelta(seconds=30)]


def test_documents_of_the_time_before_the_books_are_booked_at_their_dates() -> None:
    invoice = make_invoice(now=NOON - timedelta(days=40))
    make_credit_note(invoice)
    make_receipt()
    forget_entries()

    book_missing([invoice.merchant], NOON)
    of_the_merchant = booked()
    book_everything_missing()

    assert of_the_merchant == [("INVOICE", 14000), ("CREDIT_NOTE", -14000)]
    assert booked() == [
        ("INVOICE", 14000),
        ("CREDIT_NOTE", -14000),
        ("RECEIPT", 14000),
        ("PAYMENT", 14000),
    ]
    assert BookEntry.objects.order_by("pk")[0].entry_date == TODAY - timedelta(days=40)
    assert BookedRate.objects.count() == 3


def test_a_document_whose_date_was_closed_without_it_takes_the_first_open_day() -> None:
    invoice = make_invoice(now=NOON - timedelta(days=40))
    close_period(invoice.merchant, TODAY - timedelta(days=10), actor=SYSTEM, now=NOON)
    forget_entries()

    book_missing([invoice.merchant], NOON)

    assert BookEntry.objects.get().entry_date == TODAY - timedelta(days=9)


def test_only_the_asked_merchants_are_booked() -> None:
    link, _ = make_paid_link()
    make_paid_link(make_merchant(link.tenant))

    book_missing([link.merchant], NOON)

    assert [entry.merchant for entry in BookEntry.objects.all()] == [link.merchant]


def test_a_call_is_bounded_and_the_next_one_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "BATCH", 2)
    merchant = make_merchant()
    for _ in range(3):
        make_paid_link(merchant)

    is_more = [book_missing([merchant], NOON, most=2) for _ in range(2)]

    assert is_more == [True, False]
    assert len(booked()) == 3


def test_one_that_cannot_be_booked_does_not_keep_the_others_out() -> None:
    broken, whole = make_invoice(), make_invoice()
    forget_entries()
    spoil(broken)

    book_missing([broken.merchant, whole.merchant], NOON)

    assert [entry.invoice for entry in BookEntry.objects.all()] == [whole]


def test_pages_that_fail_as_a_whole_end_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing, "BATCH", 1)
    merchant = make_merchant()
    broken, whole = make_invoice(make_link(merchant)), make_invoice(make_link(merchant))
    receipt = make_receipt(make_paid_link(merchant)[0])
    forget_entries()
    spoil(broken)

    is_more = book_missing([merchant], NOON)

    assert not is_more
    assert [(e.kind, e.invoice, e.receipt) for e in BookEntry.objects.order_by("pk")] == [
        ("INVOICE", whole, None),
        ("RECEIPT", None, receipt),
        ("PAYMENT", None, None),
    ]


def test_a_receipt_does_not_take_the_sale_of_an_invoice_that_waits() -> None:
    link, _ = make_paid_link()
    invoice = make_invoice(link, now=NOON - timedelta(days=3))
    forget_entries()

    make_receipt(link)

    entry = BookEntry.objects.get()
    assert (entry.kind, entry.invoice, entry.receipt) == ("INVOICE", invoice, None)
    assert entry.entry_date == TODAY - timedelta(days=3)


def test_a_receipt_waits_for_an_invoice_that_cannot_be_booked() -> None:
    link, _ = make_paid_link()
    invoice = make_invoice(link)
    make_receipt(link)
    forget_entries()
    spoil(invoice)

    book_missing([link.merchant], NOON)

    assert booked() == [("PAYMENT", 14000)]
