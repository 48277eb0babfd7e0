"""The vouchers of a period: its entries with balanced postings, in constant memory."""

from collections.abc import Iterable, Iterator

from invoicing.bookkeeping.accounts import Account, Role, accounts_of, sales_role, vat_role
from invoicing.bookkeeping.voucher import Posting, Voucher
from invoicing.models import BookEntry, CreditNote, Invoice, Receipt
from invoicing.periods import Period
from payment_links.models import Merchant, PaymentLink
from payment_links.vat import RateTotal, VatTreatment

CHUNK = 500
Kind = BookEntry.Kind
Accounts = dict[Role, Account]
NEEDED_ROWS = (
    "invoice",
    "receipt",
    "credit_note__invoice",
    "payment",
    "payment_link__customer",
    "payment_link__invoice",
    "payment_link__receipt",
)


def vouchers(merchant: Merchant, period: Period, *, currency: str = "") -> Iterator[Voucher]:
    """The period's vouchers by date and then in the order in which they were entered.

    currency: only entries in it; without it all. Reads the rows in chunks: a month of ten thousand
    documents needs no more memory than a day.
    """
    entries = BookEntry.objects.filter(
        merchant=merchant, entry_date__range=(period.from_date, period.to_date)
    )
    if currency:
        entries = entries.filter(currency=currency)
    accounts = accounts_of(merchant)
    rows = entries.select_related(*NEEDED_ROWS).prefetch_related("rates")
    for entry in rows.order_by("entry_date", "id").iterator(chunk_size=CHUNK):
        yield voucher_of(entry, accounts)


def voucher_of(entry: BookEntry, accounts: Accounts) -> Voucher:
    """The entry as accountants read it, on these accounts; cheap when NEEDED_ROWS are there."""
    rates = tuple(
        RateTotal(
            vat=rate.vat,
            gross_amount=rate.net_amount + rate.vat_amount,
            vat_amount=rate.vat_amount,
            treatment=VatTreatment(rate.treatment),
        )
        for rate in sorted(entry.rates.all(), key=lambda rate: (-rate.vat, rate.treatment))
    )
    payment = entry.payment
    document = _document_of(entry)
    return Voucher(
        id=entry.pk,
        kind=entry.kind,
        entry_date=entry.entry_date,
        document_number=document.number if document else "",
        reference=_reference_of(entry),
        customer=_customer_of(document, entry.payment_link),
        payment_link_id=entry.payment_link_id,
        payment_method=f"{payment.provider}/{payment.method}" if payment else "",
        payment_id=payment.pk if payment else None,
        link_document_id=document.link_document_id if document and not payment else None,
        currency=entry.currency,
        gross_amount=entry.gross_amount,
        rates=rates,
        postings=payment_postings(
            entry.gross_amount, is_deposit=payment.is_deposit, accounts=accounts
        )
        if payment
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


def _document_of(entry: BookEntry) -> Invoice | Receipt | CreditNote | None:
    """What the entry records; of a payment the document it pays, None while there is none."""
    own = entry.invoice or entry.receipt or entry.credit_note
    return own or _invoice_of(entry.payment_link) or getattr(entry.payment_link, "receipt", None)


def _invoice_of(link: PaymentLink) -> Invoice | None:
    return getattr(link, "invoice", None)


def _reference_of(entry: BookEntry) -> str:
    """The OCR or KID that the customer pays with; an invoice that came after the sale has one."""
    if entry.kind == Kind.RECEIPT:
        return ""
    invoice = entry.credit_note.invoice if entry.credit_note else _invoice_of(entry.payment_link)
    return invoice.reference if invoice else ""


def _customer_of(document: Invoice | Receipt | CreditNote | None, link: PaymentLink) -> str:
    if document is not None:
        return str(document.buyer.get("name", ""))
    return link.customer.company_name or link.customer.full_name
