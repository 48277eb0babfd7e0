"""The documents of chosen links as a ZIP, named and listed like those of a period."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from invoicing.bookkeeping.voucher import Voucher
from invoicing.download_names import safe_stem
from invoicing.exports.archive import Archive
from invoicing.exports.export import LONGEST_STEM, Export
from invoicing.exports.file_names import FileNamer
from invoicing.exports.filing import filed_entries
from invoicing.exports.index import Cover
from invoicing.exports.words import Words
from invoicing.models import BookEntry, CreditNote, Invoice, Receipt
from payment_links.clock import day_of
from payment_links.models import PaymentLink

Kind = BookEntry.Kind


def export_documents(ids: Iterable[UUID], words: Words, *, title: str) -> Export:
    """The invoices, receipts and credit notes of these links, with e-invoices and an index.

    title: what the file is called when the links are of several merchants.
    """
    links = PaymentLink.objects.filter(pk__in=list(ids))
    names = list(links.order_by().values_list("merchant__name", flat=True).distinct()[:2])
    name = names[0] if len(names) == 1 else title
    vouchers = sorted(_vouchers(links.values("pk")), key=_by_day)
    days = [voucher.entry_date.isoformat() for voucher in vouchers]
    period = " – ".join(dict.fromkeys([days[0], days[-1]])) if days else ""
    archive = Archive(
        filed_entries(vouchers, FileNamer(words.documents)), Cover(name, period, words)
    )
    stem = safe_stem(f"{title} {name}" if name != title else title)
    return Export(
        file_name=f"{stem[:LONGEST_STEM].rstrip(' .')}.zip",
        content_type="application/zip",
        pieces=archive,
        size=archive.size,
        damaged=archive.damaged,
    )


def _by_day(voucher: Voucher) -> tuple[str, str, str]:
    return voucher.entry_date.isoformat(), voucher.kind, voucher.document_number


def _vouchers(links: Any) -> Iterator[Voucher]:
    """A voucher per document. The receipt of an invoice is its payment, and no other sale."""
    of_links = {"payment_link__in": links}
    for invoice in Invoice.objects.filter(**of_links).order_by("pk"):
        yield _voucher(invoice, Kind.INVOICE)
    for note in CreditNote.objects.filter(**of_links).order_by("pk"):
        yield _voucher(note, Kind.CREDIT_NOTE)
    receipts = Receipt.objects.filter(**of_links).select_related("merchant").order_by("pk")
    for receipt in receipts:
        yield _voucher(receipt, Kind.PAYMENT if receipt.invoice_id else Kind.RECEIPT)


def _voucher(document: Invoice | CreditNote | Receipt, kind: str) -> Voucher:
    if isinstance(document, Receipt):
        day = day_of(document.paid_at, document.merchant.time_zone)
    else:
        day = document.issue_date
    sign = -1 if kind == Kind.CREDIT_NOTE else 1
    return Voucher(
        id=document.pk,
        kind=kind,
        entry_date=day,
        document_number=document.number,
        reference="",
        customer=document.buyer.get("name", ""),
        payment_link_id=document.payment_link_id,
        payment_method="",
        payment_id=None,
        link_document_id=document.link_document_id,
        currency=document.currency,
        gross_amount=sign * document.total_amount,
        rates=(),
        postings=(),
        is_test=document.is_test,
    )
