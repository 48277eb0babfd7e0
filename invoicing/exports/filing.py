"""Which files belong to which voucher: what it books, the e-invoice of it, and what tells of it.

A sale is booked by one document. Its other one is filed as well: the receipt of an invoice with
the payment, the invoice of a sale that a receipt had booked before on a day of its own.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from invoicing.bookkeeping.voucher import Voucher
from invoicing.exports.file_names import FileNamer, e_invoice_name
from invoicing.models import BookEntry, CreditNote, Invoice, Receipt
from payment_links.models import LinkDocument

BATCH = 500
PAPER_COLUMNS = ("id", "kind", "number", "stored_file", "sha256", "size", "stored_at")


class FiledFile(NamedTuple):
    """A document and its name in the ZIP. stored_file: empty while it is not rendered."""

    name: str
    id: str
    kind: str
    number: str
    stored_file: str
    sha256: str
    size: int


class FiledRate(NamedTuple):
    """One rate of an entry. vat: percent as text; amounts: minor units."""

    vat: str
    treatment: str
    net_amount: int
    vat_amount: int
    gross_amount: int


class FiledEntry(NamedTuple):
    """A voucher and its files, in plain values that can wait in a file. Amounts: minor units.

    booked_by: as of vouchers; what has it has no amounts.
    """

    entry_date: str
    kind: str
    number: str
    customer: str
    currency: str
    gross_amount: int
    is_test: bool
    booked_by: str
    rates: Sequence[FiledRate]
    files: Sequence[FiledFile]

    @property
    def net_amount(self) -> int:
        return sum(rate.net_amount for rate in self.rates)

    @property
    def vat_amount(self) -> int:
        return sum(rate.vat_amount for rate in self.rates)

    def as_json(self) -> str:
        """The entry on one line."""
        return json.dumps(self)

    @classmethod
    def from_json(cls, line: bytes) -> "FiledEntry":
        *values, rates, files = json.loads(line)
        rates = [FiledRate(*rate) for rate in rates]
        return cls._make([*values, rates, [FiledFile(*file) for file in files]])


class _Paper(NamedTuple):
    """The columns of a document, in the order of PAPER_COLUMNS."""

    id: UUID
    kind: str
    number: str
    stored_file: str
    sha256: str
    size: int
    stored_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Papers:
    """The documents of some vouchers, by the id by which each is found."""

    documents: dict[UUID, _Paper]
    e_invoices: dict[UUID, _Paper]
    receipts: dict[UUID, _Paper]


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
                booked_by=voucher.booked_by,
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
        if document.id in papers.e_invoices:
            yield _filed(papers.e_invoices[document.id], e_invoice_name(name))


def _documents_of(voucher: Voucher, papers: _Papers) -> Iterator[_Paper]:
    """What the voucher books, then what else is filed with it."""
    if voucher.link_document_id is not None:
        yield papers.documents[voucher.link_document_id]
    if voucher.payment_id in papers.receipts:
        yield papers.receipts[voucher.payment_id]


def _papers_of(vouchers: list[Voucher]) -> _Papers:
    own = [v.link_document_id for v in vouchers if v.link_document_id is not None]
    receipts = _receipts_of([v.payment_id for v in vouchers if v.payment_id is not None])
    return _Papers(
        documents=_papers(LinkDocument.objects.filter(pk__in=own), key="id"),
        e_invoices=_e_invoices(own),
        receipts=receipts,
    )


def _receipts_of(payments: list[UUID]) -> dict[UUID, _Paper]:
    """The receipts of payments, but those that were booked as a sale themselves."""
    if not payments:
        return {}
    booked = BookEntry.objects.filter(receipt=OuterRef("pk"))
    found = Receipt.objects.filter(~Exists(booked), payment__in=payments)
    return _papers(found, key="payment_id", path="link_document__")


def _e_invoices(documents: list[UUID]) -> dict[UUID, _Paper]:
    """The e-invoices of documents, by the PDF they go with."""
    invoices = Invoice.objects.filter(link_document__in=documents, e_invoice__isnull=False)
    notes = CreditNote.objects.filter(link_document__in=documents, e_invoice__isnull=False)
    return {
        **_papers(invoices, key="link_document_id", path="e_invoice__"),
        **_papers(notes, key="link_document_id", path="e_invoice__"),
    }


def _papers(found: QuerySet[Any], *, key: str, path: str = "") -> dict[UUID, _Paper]:
    """The documents at the end of a path, by the key of the rows it begins at."""
    columns = [f"{path}{name}" for name in PAPER_COLUMNS]
    return {row[0]: _Paper(*row[1:]) for row in found.values_list(key, *columns)}


def _filed(document: _Paper, name: str) -> FiledFile:
    return FiledFile(
        name=name,
        id=str(document.id),
        kind=document.kind,
        number=document.number,
        stored_file=document.stored_file if document.stored_at else "",
        sha256=document.sha256,
        size=document.size,
    )
