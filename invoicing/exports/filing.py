"""Which files belong to which voucher: what it books, the e-invoice of it, and what tells of it.

A sale is booked by one document. Its other one is filed as well: the receipt of an invoice with
the payment, the invoice of a sale that a receipt had booked before with that receipt.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from invoicing.bookkeeping.voucher import Voucher
from invoicing.exports.file_names import FileNamer, e_invoice_name
from invoicing.models import BookEntry, CreditNote, Invoice, Receipt
from payment_links.models import LinkDocument

BATCH = 500


@dataclass(frozen=True, slots=True)
class FiledFile:
    """A document and its name in the ZIP. stored_file: empty while it is not rendered."""

    name: str
    id: str
    kind: str
    number: str
    stored_file: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FiledRate:
    """One rate of an entry. vat: percent as text; amounts: minor units."""

    vat: str
    treatment: str
    net_amount: int
    vat_amount: int
    gross_amount: int


@dataclass(frozen=True, slots=True)
class FiledEntry:
    """A voucher and its files, in plain values that can wait in a file. Amounts: minor units."""

    entry_date: str
    kind: str
    number: str
    customer: str
    currency: str
    gross_amount: int
    is_test: bool
    rates: tuple[FiledRate, ...]
    files: tuple[FiledFile, ...]

    @property
    def net_amount(self) -> int:
        return sum(rate.net_amount for rate in self.rates)

    @property
    def vat_amount(self) -> int:
        return sum(rate.vat_amount for rate in self.rates)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "FiledEntry":
        rates = tuple(FiledRate(**rate) for rate in values["rates"])
        files = tuple(FiledFile(**file) for file in values["files"])
        return cls(**{**values, "rates": rates, "files": files})


@dataclass(frozen=True, slots=True)
class _Papers:
    """The documents of some vouchers, by the id by which each is found."""

    documents: dict[UUID, LinkDocument]
    e_invoices: dict[UUID, LinkDocument]
    receipts: dict[UUID, LinkDocument]
    invoices: dict[UUID, LinkDocument]


def filed_entries(vouchers: Iterable[Voucher], namer: FileNamer) -> Iterator[FiledEntry]:
    """The vouchers in their order, each with its files; documents are looked up in batches."""
    remaining = iter(vouchers)
    while batch := list(islice(remaining, BATCH)):
        papers = _papers_of(batch)
        for voucher in batch:
            yield FiledEntry(
                entry_date=voucher.entry_date.isoformat(),
                kind=voucher.kind,
                number=voucher.document_number,
                customer=voucher.customer,
                currency=voucher.currency,
                gross_amount=voucher.gross_amount,
                is_test=voucher.is_test,
                rates=tuple(
                    FiledRate(
                        str(total.vat),
                        total.treatment.value,
                        total.net_amount,
                        total.vat_amount,
                        total.gross_amount,
                    )
                    for total in voucher.rates
                ),
                files=tuple(_files_of(voucher, papers, namer)),
            )


def _files_of(voucher: Voucher, papers: _Papers, namer: FileNamer) -> Iterator[FiledFile]:
    for document in _documents_of(voucher, papers):
        name = namer.pdf_name(document.kind, document.number, voucher)
        yield _filed(document, name)
        if document.pk in papers.e_invoices:
            yield _filed(papers.e_invoices[document.pk], e_invoice_name(name))


def _documents_of(voucher: Voucher, papers: _Papers) -> Iterator[LinkDocument]:
    """What the voucher books, then what else is filed with it."""
    if voucher.link_document_id is not None:
        yield papers.documents[voucher.link_document_id]
    if voucher.kind == BookEntry.Kind.RECEIPT and voucher.payment_link_id in papers.invoices:
        yield papers.invoices[voucher.payment_link_id]
    if voucher.payment_id in papers.receipts:
        yield papers.receipts[voucher.payment_id]


def _papers_of(vouchers: list[Voucher]) -> _Papers:
    own = [v.link_document_id for v in vouchers if v.link_document_id is not None]
    receipts = _receipts_of([v.payment_id for v in vouchers if v.payment_id is not None])
    invoices = _later_invoices(
        [v.payment_link_id for v in vouchers if v.kind == BookEntry.Kind.RECEIPT]
    )
    return _Papers(
        documents=LinkDocument.objects.in_bulk(own),
        e_invoices=_e_invoices([*own, *(document.pk for document in invoices.values())]),
        receipts=receipts,
        invoices=invoices,
    )


def _receipts_of(payments: list[UUID]) -> dict[UUID, LinkDocument]:
    """The receipts of payments, but those that were booked as a sale themselves."""
    booked = BookEntry.objects.filter(receipt=OuterRef("pk"))
    found = Receipt.objects.filter(~Exists(booked), payment__in=payments)
    return {
        receipt.payment_id: receipt.link_document
        for receipt in found.select_related("link_document")
        if receipt.payment_id is not None
    }


def _later_invoices(links: list[UUID]) -> dict[UUID, LinkDocument]:
    """The invoices of links, which were issued after the receipts that booked the sales."""
    found = Invoice.objects.filter(payment_link__in=links).select_related("link_document")
    return {invoice.payment_link_id: invoice.link_document for invoice in found}


def _e_invoices(documents: list[UUID]) -> dict[UUID, LinkDocument]:
    """The e-invoices of documents, by the PDF they go with."""
    found: dict[UUID, LinkDocument] = {}
    for model in (Invoice, CreditNote):
        rows = model.objects.filter(link_document__in=documents, e_invoice__isnull=False)
        for row in rows.select_related("e_invoice"):
            if row.e_invoice is not None:
                found[row.link_document_id] = row.e_invoice
    return found


def _filed(document: LinkDocument, name: str) -> FiledFile:
    return FiledFile(
        name=name,
        id=str(document.pk),
        kind=document.kind,
        number=document.number,
        stored_file=document.stored_file if document.stored_at else "",
        sha256=document.sha256,
        size=document.size,
    )
