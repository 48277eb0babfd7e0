"""Invoices that were issued after the receipt which booked the sale: they belong to no entry.

They are listed on their own days, so that no number is missing in the files of a period.
"""

from collections.abc import Iterator

from django.db.models import OuterRef, Subquery

from invoicing.bookkeeping.voucher import Voucher
from invoicing.models import BookEntry, Invoice
from invoicing.periods import Period
from payment_links.models import Merchant, Tenant

CHUNK = 500


def later_invoices(merchant: Merchant, period: Period) -> Iterator[Voucher]:
    """Those of the period by date and number, as vouchers without amounts and postings."""
    # By the link alone: with the merchant in it, a database may read all entries for every invoice.
    sales = BookEntry.objects.filter(kind=BookEntry.Kind.RECEIPT)
    receipt = sales.filter(payment_link=OuterRef("payment_link")).values("receipt__number")[:1]
    invoices = Invoice.objects.filter(
        merchant=merchant,
        issue_date__range=(period.from_date, period.to_date),
        is_test=merchant.tenant.mode == Tenant.Mode.SANDBOX,
    )
    later = invoices.annotate(booked_by=Subquery(receipt)).filter(booked_by__isnull=False)
    for invoice in later.order_by("issue_date", "id").iterator(chunk_size=CHUNK):
        yield Voucher(
            id=invoice.pk,
            kind=BookEntry.Kind.INVOICE,
            entry_date=invoice.issue_date,
            document_number=invoice.number,
            reference=invoice.reference,
            customer=invoice.buyer.get("name", ""),
            payment_link_id=invoice.payment_link_id,
            payment_method="",
            payment_id=None,
            link_document_id=invoice.link_document_id,
            currency=invoice.currency,
            gross_amount=0,
            rates=(),
            postings=(),
            is_test=invoice.is_test,
            booked_by=invoice.booked_by,
        )
