"""What documents are called inside a ZIP: safe on every system, unique, and short enough."""

from collections.abc import Mapping
from itertools import count

from invoicing.bookkeeping.voucher import Voucher
from invoicing.download_names import safe_stem
from invoicing.models import BookEntry
from payment_links.models import LinkDocument

# Windows takes 260 characters for the whole path, Linux and macOS 255 bytes for a name.
LONGEST_STEM = 100
MOST_BYTES = 200
DOCUMENT_KINDS = {
    BookEntry.Kind.INVOICE: LinkDocument.Kind.INVOICE,
    BookEntry.Kind.RECEIPT: LinkDocument.Kind.RECEIPT,
    BookEntry.Kind.CREDIT_NOTE: LinkDocument.Kind.CREDIT_NOTE,
}


class FileNamer:
    """Names documents in the order of the books.

    titles: of kinds of documents. The same vouchers in the same order get the same names, so that
    the CSV and Excel files can name the files in the ZIP.
    """

    def __init__(self, titles: Mapping[str, str]) -> None:
        self._titles = titles
        self._folder = ""
        self._taken: set[str] = set()

    def of_voucher(self, voucher: Voucher) -> str:
        """The PDF of what the voucher books; empty for a payment, which has no document."""
        kind = DOCUMENT_KINDS.get(BookEntry.Kind(voucher.kind))
        if kind is None or voucher.link_document_id is None:
            return ""
        return self.pdf_name(kind, voucher.document_number, voucher)

    def pdf_name(self, kind: str, number: str, voucher: Voucher) -> str:
        """ "2026-11/Faktura 20260001 Bertil Jönsson.pdf" for a document filed with the voucher."""
        folder = f"{voucher.entry_date:%Y-%m}"
        if folder != self._folder:
            # Days ascend: names of the months before cannot come again.
            self._folder, self._taken = folder, set()
        stem = _fitting(safe_stem(f"{self._titles[kind]} {number} {voucher.customer}"))
        return f"{folder}/{self._unique(stem)}.pdf"

    def _unique(self, stem: str) -> str:
        """Windows and macOS hold names that differ in case alone for the same."""
        for position in count(start=1):
            name = stem if position == 1 else f"{stem} ({position})"
            if name.casefold() not in self._taken:
                break
        self._taken.add(name.casefold())
        return name


def e_invoice_name(pdf_name: str) -> str:
    """The name of the e-invoice beside its PDF."""
    return f"{pdf_name.removesuffix('.pdf')}.xml"


def _fitting(stem: str) -> str:
    short = " ".join(stem.split())[:LONGEST_STEM]
    while len(short.encode()) > MOST_BYTES:
        short = short[:-1]
    return short.rstrip(" .")
