"""Entries of the books: sales, credits and payments, each booked once and never changed.

Callers hold the lock of the payment link. Documents are booked in the transaction that issues
them, payments by a sweep (missing.py).
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from invoicing.bookkeeping.open_days import day_of, first_open, lock_books, refuse_closed
from invoicing.models import BookedRate, BookEntry, CreditNote, Invoice, Receipt
from payment_links.models import Payment, PaymentLink, Tenant
from payment_links.vat import RateTotal, VatTreatment

Kind = BookEntry.Kind
SALES = (Kind.INVOICE, Kind.RECEIPT)
AnyDocument = Invoice | Receipt | CreditNote


def book_invoice(invoice: Invoice, *, now: datetime) -> BookEntry | None:
    """Book the sale at the date of the invoice, unless a receipt has booked it before.

    Raises PeriodClosedError when that date is closed: the invoice must not be issued then.
    """
    return _book_when_issued(Kind.INVOICE, invoice, now)


def book_receipt(receipt: Receipt, *, now: datetime) -> BookEntry | None:
    """Book the sale at the day it was paid or the first open one, unless it is booked before.

    The sale of a link with an invoice is the invoice, also when it was issued before the books.
    """
    return book_issued_earlier(receipt, now=now)


def book_credit_note(note: CreditNote, *, now: datetime) -> BookEntry | None:
    """Book what the note takes back, at its date.

    Raises PeriodClosedError when that date is closed: the note must not be issued then.
    """
    return _book_when_issued(Kind.CREDIT_NOTE, note, now)


def book_issued_earlier(document: AnyDocument, *, now: datetime) -> BookEntry | None:
    """Book a document that was issued without an entry: at its date, or the first open day.

    In place of a receipt the invoice of its link is booked, where there is one.
    """
    if isinstance(document, Receipt):
        document = _invoice_of(document) or document
    kind = _kind_of(document)
    if is_booked(kind, document):
        return None
    books = lock_books(document.merchant_id)
    return _enter(kind, document, first_open(books, _issue_date(document)), now)


def book_payment(payment: Payment, link: PaymentLink, *, now: datetime) -> BookEntry | None:
    """Book what was paid and is not booked yet, at the day it was paid or the first open one.

    payment, link: as locked, link selected with its merchant and tenant. Returns None when there
    is nothing to book.
    """
    booked = BookEntry.objects.filter(payment=payment).aggregate(sum=Sum("gross_amount"))["sum"]
    missing = paid_amount(payment) - (booked or 0)
    if not missing or payment.completed_at is None:
        return None
    books = lock_books(link.merchant_id)
    paid_on = day_of(payment.completed_at, link.merchant.time_zone)
    return BookEntry.objects.create(
        merchant_id=link.merchant_id,
        kind=Kind.PAYMENT,
        entry_date=first_open(books, paid_on),
        payment_link=link,
        payment=payment,
        currency=payment.currency,
        gross_amount=missing,
        is_test=link.tenant.mode == Tenant.Mode.SANDBOX,
        recorded_at=now,
    )


def paid_amount(payment: Payment) -> int:
    """The money known to have come in, minor units.

    The payments service tells of a deposit's parts and surplus that they exist and not how much
    they are: a part counts once the whole is there, a surplus is for a person to look up.
    """
    return payment.amount if payment.status in Payment.PAID_STATUSES else 0


def rates_of(document: AnyDocument) -> Iterator[RateTotal]:
    """The document's amounts per rate and treatment, as frozen on it."""
    for total in document.vat_totals:
        yield RateTotal(
            vat=Decimal(str(total["vat"])),
            gross_amount=int(total["gross_amount"]),
            vat_amount=int(total["vat_amount"]),
            treatment=VatTreatment(total.get("vat_treatment", VatTreatment.TAXED)),
        )


def is_booked(kind: Kind, document: AnyDocument) -> bool:
    """Whether the sale of the document's link, or the credit note itself, has its entry."""
    if kind == Kind.CREDIT_NOTE:
        return BookEntry.objects.filter(kind=kind, credit_note_id=document.pk).exists()
    return BookEntry.objects.filter(
        kind__in=SALES, payment_link_id=document.payment_link_id
    ).exists()


def _book_when_issued(kind: Kind, document: AnyDocument, now: datetime) -> BookEntry | None:
    if is_booked(kind, document):
        return None
    issue_date = _issue_date(document)
    refuse_closed(lock_books(document.merchant_id), issue_date)
    return _enter(kind, document, issue_date, now)


def _enter(kind: Kind, document: AnyDocument, entry_date: date, now: datetime) -> BookEntry:
    sign = -1 if kind == Kind.CREDIT_NOTE else 1
    source: dict[str, Any] = {kind.lower(): document}
    entry = BookEntry.objects.create(
        merchant_id=document.merchant_id,
        kind=kind,
        entry_date=entry_date,
        payment_link_id=document.payment_link_id,
        currency=document.currency,
        gross_amount=sign * document.total_amount,
        is_test=document.is_test,
        recorded_at=now,
        **source,
    )
    BookedRate.objects.bulk_create(
        BookedRate(
            entry=entry,
            vat=total.vat,
            treatment=total.treatment,
            net_amount=sign * total.net_amount,
            vat_amount=sign * total.vat_amount,
        )
        for total in rates_of(document)
    )
    return entry


def _invoice_of(receipt: Receipt) -> Invoice | None:
    invoices = Invoice.objects.select_related("merchant")
    return invoices.filter(payment_link=receipt.payment_link_id).first()


def _kind_of(document: AnyDocument) -> Kind:
    if isinstance(document, Invoice):
        return Kind.INVOICE
    return Kind.RECEIPT if isinstance(document, Receipt) else Kind.CREDIT_NOTE


def _issue_date(document: AnyDocument) -> date:
    """The date that the document bears; a receipt bears the day it was paid."""
    if isinstance(document, Receipt):
        return day_of(document.paid_at, document.merchant.time_zone)
    return document.issue_date
