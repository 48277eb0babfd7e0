"""A book entry as accountants read it: frozen values with balanced postings."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from payment_links.vat import RateTotal


@dataclass(frozen=True, slots=True)
class Posting:
    """One row of a voucher. account: its number; amount: minor units, debit positive."""

    account: str
    account_name: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """One entry. gross_amount: minor units, negative for a credit note; postings add up to zero.

    kind: of BookEntry. document_number: of the invoice, receipt or credit note; a payment has that
    of the document it pays. reference: the OCR or KID, or empty. rates: of sales and credits, with
    the sign of the entry. payment_method: "provider/method" of payments. link_document_id: the
    stored PDF, None for payments. booked_by: the number of the receipt that booked the sale when
    this is no entry but an invoice that came after it, with neither amounts nor postings.
    """

    id: UUID
    kind: str
    entry_date: date
    document_number: str
    reference: str
    customer: str
    payment_link_id: UUID
    payment_method: str
    payment_id: UUID | None
    link_document_id: UUID | None
    currency: str
    gross_amount: int
    rates: tuple[RateTotal, ...]
    postings: tuple[Posting, ...]
    is_test: bool
    booked_by: str = ""

    @property
    def vat_amount(self) -> int:
        return sum(total.vat_amount for total in self.rates)

    @property
    def net_amount(self) -> int:
        return self.gross_amount - self.vat_amount
