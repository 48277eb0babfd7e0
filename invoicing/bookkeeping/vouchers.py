"""The vouchers of a period: its entries with balanced postings, in constant memory.

Read as plain values: as instances, with the eight rows that each refers to, they cost five times
the time and memory.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform

from invoicing.bookkeeping.accounts import Account, Role, accounts_of, sales_role, vat_role
from invoicing.bookkeeping.voucher import Posting, Voucher
from invoicing.models import BookedRate, BookEntry
from invoicing.periods import Period
from payment_links.models import Merchant, Payment
from payment_links.vat import RateTotal, VatTreatment

CHUNK = 500
Kind = BookEntry.Kind
Accounts = dict[Role, Account]
Rates = dict[UUID, list[RateTotal]]
NEEDED_ROWS = (
    "invoice",
    "receipt",
    "credit_note__invoice",
    "payment",
    "payment_link__customer",
    "payment_link__invoice",
    "payment_link__receipt",
)
ENTRY_COLUMNS = (
    *("id", "kind", "entry_date", "currency", "gross_amount", "is_test", "payment_link_id"),
    *("payment_id", "payment__provider", "payment__method"),
    *("payment_link__customer__company_name", "payment_link__customer__first_name"),
    *("payment_link__customer__last_name", "payment_link__invoice__reference"),
    "credit_note__invoice__reference",
)
# Where a voucher's document stands, the entry's own before those of its link.
DOCUMENTS = (
    *("invoice", "receipt", "credit_note"),
    *("payment_link__invoice", "payment_link__receipt"),
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """The columns of an entry, in the order of ENTRY_COLUMNS."""

    id: UUID
    kind: str
    entry_date: date
    currency: str
    gross_amount: int
    is_test: bool
    payment_link_id: UUID
    payment_id: UUID | None
    provider: str | None
    method: str | None
    company_name: str
    first_name: str
    last_name: str
    link_reference: str | None
    credited_reference: str | None


@dataclass(frozen=True, slots=True)
class _Document:
    """What an entry records; of a payment the document it pays."""

    number: str
    link_document_id: UUID
    buyer: str | None


def vouchers(merchant: Merchant, period: Period) -> Iterator[Voucher]:
    """The period's vouchers by date and then in the order in which they were entered.

    Reads the rows in chunks: a month of ten thousand documents needs no more memory than a day.
    """
    entries = BookEntry.objects.of([merchant]).filter(
        entry_date__range=(period.from_date, period.to_date)
    )
    yield from _vouchers(entries, accounts_of(merchant))


def voucher_of(entry: BookEntry, accounts: Accounts) -> Voucher:
    """The entry as accountants read it, on these accounts."""
    return next(_vouchers(BookEntry.objects.filter(pk=entry.pk), accounts))


def _vouchers(entries: QuerySet[BookEntry], accounts: Accounts) -> Iterator[Voucher]:
    columns = [
        column
        for path in DOCUMENTS
        for column in (
            f"{path}__number",
            f"{path}__link_document_id",
            KeyTextTransform("name", f"{path}__buyer"),
        )
    ]
    rows = entries.order_by("entry_date", "id").values_list(*ENTRY_COLUMNS, *columns)
    remaining = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(remaining, CHUNK)):
        rates = _rates_of([row[0] for row in chunk])
        for row in chunk:
            entry = _Entry(*row[: len(ENTRY_COLUMNS)])
            document = _document_of(row[len(ENTRY_COLUMNS) :])
            yield _voucher(entry, document, tuple(rates.get(entry.id, ())), accounts)


def _rates_of(entries: list[UUID]) -> Rates:
    """The rates of entries, the highest first."""
    found: Rates = {}
    rows = BookedRate.objects.filter(entry__in=entries).order_by("-vat", "treatment")
    names = ("entry_id", "vat", "net_amount", "vat_amount", "treatment")
    for entry_id, vat, net, tax, treatment in rows.values_list(*names):
        total = RateTotal(Decimal(vat), net + tax, tax, VatTreatment(treatment))
        found.setdefault(entry_id, []).append(total)
    return found


def _voucher(
    entry: _Entry, document: _Document | None, rates: tuple[RateTotal, ...], accounts: Accounts
) -> Voucher:
    is_payment = entry.payment_id is not None
    is_deposit = entry.provider == Payment.DEPOSIT[0]
    return Voucher(
        id=entry.id,
        kind=entry.kind,
        entry_date=entry.entry_date,
        document_number=document.number if document else "",
        reference=_reference_of(entry),
        customer=_customer_of(entry, document),
        payment_link_id=entry.payment_link_id,
        payment_method=f"{entry.provider}/{entry.method}" if is_payment else "",
        payment_id=entry.payment_id,
        link_document_id=document.link_document_id if document and not is_payment else None,
        currency=entry.currency,
        gross_amount=entry.gross_amount,
        rates=rates,
        postings=payment_postings(entry.gross_amount, is_deposit=is_deposit, accounts=accounts)
        if is_payment
        else sale_postings(rates, entry.gross_amount, accounts),
        is_test=entry.is_test,
    )


def sale_postings(
    rates: Iterable[RateTotal], gross_amount: int, accounts: Accounts
) -> tuple[Posting, ...]:
    """Receivables in debit, sales and VAT per account in credit; a credit note comes negative.

    Amounts in minor units; they add up to zero.
    """
    sums: dict[Role, int] = {Role.RECEIVABLES: gross_amount}
    totals = list(rates)
    for total in totals:
        role = sales_role(total.vat, total.treatment)
        sums[role] = sums.get(role, 0) - total.net_amount
    for total in totals:
        role = vat_role(total.vat)
        sums[role] = sums.get(role, 0) - total.vat_amount
    return _postings(sums, accounts)


def payment_postings(amount: int, *, is_deposit: bool, accounts: Accounts) -> tuple[Posting, ...]:
    """The bank, or the payment service until it pays out, in debit; receivables in credit."""
    received = Role.BANK if is_deposit else Role.PAYMENT_SERVICE
    return _postings({received: amount, Role.RECEIVABLES: -amount}, accounts)


def _postings(sums: dict[Role, int], accounts: Accounts) -> tuple[Posting, ...]:
    return tuple(
        Posting(accounts[role].number, accounts[role].name, amount)
        for role, amount in sums.items()
        if amount
    )


def _document_of(values: tuple[Any, ...]) -> _Document | None:
    """The first document there is, in the order of DOCUMENTS."""
    for position in range(0, len(values), 3):
        if values[position] is not None:
            return _Document(*values[position : position + 3])
    return None


def _reference_of(entry: _Entry) -> str:
    """The OCR or KID that the customer pays with; an invoice that came after the sale has one."""
    if entry.kind == Kind.RECEIPT:
        return ""
    is_credit = entry.kind == Kind.CREDIT_NOTE
    return (entry.credited_reference if is_credit else entry.link_reference) or ""


def _customer_of(entry: _Entry, document: _Document | None) -> str:
    if document is not None:
        return document.buyer or ""
    return entry.company_name or f"{entry.first_name} {entry.last_name}".strip()
