"""Booked sales, credits and payments for the tests of the books."""

from datetime import datetime
from typing import Any

from django.db import transaction

from invoicing.bookkeeping.entries import book_credit_note, book_payment
from invoicing.models import BookEntry, CreditNote, Invoice, NumberSeries
from payment_links.models import LinkDocument, Payment, PaymentLink
from tests.builders import NOON, make_link, make_payment


def make_credit_note(
    invoice: Invoice, *, totals: list[dict[str, Any]] | None = None, now: datetime = NOON
) -> CreditNote:
    """A credit note over the invoice, or over those totals per rate; not yet booked."""
    kind = LinkDocument.Kind.CREDIT_NOTE
    link, vat_totals = invoice.payment_link, totals or invoice.vat_totals
    series, _ = NumberSeries.objects.get_or_create(
        merchant=invoice.merchant, kind=kind, fiscal_year=now.year, prefix="K"
    )
    sequence = CreditNote.objects.count() + 1
    document = LinkDocument.objects.create(
        payment_link=link,
        kind=kind,
        number=f"K{sequence}",
        file_name=f"K{sequence}.pdf",
        issued_at=now,
        not_before=now,
    )
    return CreditNote.objects.create(
        series=series,
        sequence=sequence,
        number=f"K{sequence}",
        link_document=document,
        seller=invoice.seller,
        buyer=invoice.buyer,
        locale=invoice.locale,
        currency=invoice.currency,
        total_amount=sum(total["gross_amount"] for total in vat_totals),
        vat_totals=vat_totals,
        is_test=invoice.is_test,
        issued_at=now,
        payment_link=link,
        merchant=invoice.merchant,
        invoice=invoice,
        lines=[],
        reason="Returned",
        issue_date=now.date(),
    )


def book_credit(
    invoice: Invoice, *, totals: list[dict[str, Any]] | None = None, now: datetime = NOON
) -> BookEntry | None:
    """A credit note over the invoice, booked as when it is issued."""
    note = make_credit_note(invoice, totals=totals, now=now)
    with transaction.atomic():
        return book_credit_note(note, now=now)


def book_paid(payment: Payment, *, now: datetime = NOON) -> BookEntry | None:
    """Book the payment under the locks that it is booked under."""
    with transaction.atomic():
        link = PaymentLink.objects.lock(payment.payment_link_id)
        locked = Payment.objects.select_for_update().get(pk=payment.pk)
        return book_payment(locked, link, now=now)


def make_paid_link(*args: Any, **values: Any) -> tuple[PaymentLink, Payment]:
    """A link that was paid in full by Swish, and its payment."""
    link = make_link(*args, **{"status": PaymentLink.Status.COMPLETED, **values})
    return link, make_payment(link, status=Payment.Status.COMPLETED)
