"""Vouchers made by hand, so that writers are tried without a database."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from invoicing.bookkeeping.voucher import Posting, Voucher
from invoicing.exports.words import Words, words_now
from invoicing.models import BookEntry
from payment_links.models import Merchant
from payment_links.vat import RateTotal, VatLine, VatTreatment, totals_per_rate

Kind = BookEntry.Kind
# Rate → (account of sales, account of VAT). Source: BAS 2026.
ACCOUNTS = {
    "25": ("3001", "2611"),
    "12": ("3002", "2621"),
    "6": ("3003", "2631"),
    "0": ("3004", ""),
}
NAMES = {
    "1510": "Kundfordringar",
    "1930": "Företagskonto",
    "3001": "Försäljning 25 %",
    "3002": "Försäljning 12 %",
    "3003": "Försäljning 6 %",
    "3004": "Försäljning momsfri",
    "2611": "Utgående moms 25 %",
    "2621": "Utgående moms 12 %",
    "2631": "Utgående moms 6 %",
}
# The worked example of the documents: 598.42 in all, 90.54 of it VAT.
EXAMPLE_LINES = (
    VatLine(3 * 3990, Decimal(6)),
    VatLine(7 * 4995, Decimal(25)),
    VatLine(12900, Decimal(12)),
    VatLine(7, Decimal(25)),
)


def make_voucher(
    lines: Sequence[VatLine] = EXAMPLE_LINES, *, kind: str = Kind.INVOICE, **values: Any
) -> Voucher:
    """An invoice over the worked example; a credit note comes with its amounts negative."""
    sign = -1 if kind == Kind.CREDIT_NOTE else 1
    rates = tuple(
        RateTotal(t.vat, sign * t.gross_amount, sign * t.vat_amount, t.treatment)
        for t in totals_per_rate(lines)
    )
    gross = sum(total.gross_amount for total in rates)
    defaults: dict[str, Any] = {
        "id": UUID(int=1),
        "kind": kind,
        "entry_date": date(2026, 11, 22),
        "document_number": "10234",
        "reference": "102343",
        "customer": "Jönsson, Bertil",
        "payment_link_id": UUID(int=2),
        "payment_method": "",
        "payment_id": None,
        "link_document_id": UUID(int=3),
        "currency": "SEK",
        "gross_amount": gross,
        "rates": rates,
        "postings": sale_postings(gross, rates),
        "is_test": False,
    }
    return Voucher(**{**defaults, **values})


def make_payment_voucher(amount: int = 59842, **values: Any) -> Voucher:
    """The payment of the invoice, into the bank."""
    defaults: dict[str, Any] = {
        "kind": Kind.PAYMENT,
        "entry_date": date(2026, 12, 5),
        "payment_method": "ping/deposit",
        "payment_id": UUID(int=4),
        "link_document_id": None,
        "gross_amount": amount,
        "rates": (),
        "postings": (posting("1930", amount), posting("1510", -amount)),
    }
    return make_voucher((), **{**defaults, **values})


def make_later_invoice(**values: Any) -> Voucher:
    """An invoice whose sale a receipt has booked before."""
    nothing: dict[str, Any] = {"gross_amount": 0, "postings": (), "booked_by": "K20260001"}
    return make_voucher((), **{**nothing, **values})


def sale_postings(gross: int, rates: Sequence[RateTotal]) -> tuple[Posting, ...]:
    """Receivables against sales and VAT per rate."""
    postings = [posting("1510", gross)]
    for total in rates:
        sales, _ = ACCOUNTS[f"{total.vat.normalize():f}"]
        postings.append(posting(sales, -total.net_amount))
    for total in rates:
        _, vat = ACCOUNTS[f"{total.vat.normalize():f}"]
        if vat:
            postings.append(posting(vat, -total.vat_amount))
    return tuple(postings)


def posting(account: str, amount: int) -> Posting:
    """A posting on one of NAMES."""
    return Posting(account, NAMES[account], amount)


def vat_free(amount: int) -> VatLine:
    """A line that is exempt from VAT."""
    return VatLine(amount, Decimal(0), VatTreatment.EXEMPT)


def seller(**values: Any) -> Merchant:
    """A merchant that is not stored."""
    defaults = {"name": 'Räksmörgås "Bästa" AB', "organization_number": "556703-7485"}
    return Merchant(**{**defaults, **values})


def english() -> Words:
    """The words that tests compare with."""
    return words_now()


def no_file(_voucher: Voucher) -> str:
    """No voucher has a file."""
    return ""
