"""The books as an SIE 4I file, which Swedish ledgers import.

Source: SIE-Gruppen, SIE filformat, edition 4B (2008-09-30). One file holds one currency: entries
in others than SEK are left out, and the file says how many. The ledger numbers the vouchers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import IO

from invoicing.bookkeeping.voucher import Posting, Voucher
from invoicing.exports.sie_text import ENCODING, sie_date, sie_text
from invoicing.exports.streams import file_pieces, scratch_file
from invoicing.models import BookEntry
from invoicing.periods import Period, fiscal_year_of
from payment_links.check_digits import formatted_organization_number
from payment_links.models import Merchant
from payment_links.money import plain_amount

CURRENCY = "SEK"
PROGRAM = '"Payment Links" 1.0'
SIGNATURE = '"PL"'
# The voucher series, which the ledger numbers. Source: the usual letters of Swedish ledgers.
SERIES = {
    BookEntry.Kind.INVOICE: "F",
    BookEntry.Kind.RECEIPT: "K",
    BookEntry.Kind.CREDIT_NOTE: "C",
    BookEntry.Kind.PAYMENT: "I",
}
TITLES = {
    BookEntry.Kind.INVOICE: "Faktura",
    BookEntry.Kind.RECEIPT: "Kvitto",
    BookEntry.Kind.CREDIT_NOTE: "Kreditfaktura",
    BookEntry.Kind.PAYMENT: "Inbetalning",
}


class UnbalancedVoucherError(Exception):
    """The postings of a voucher do not add up to zero; no ledger would take the file."""


@dataclass(slots=True)
class _Content:
    """What the vouchers of a file have shown so far."""

    accounts: dict[str, str] = field(default_factory=dict)
    left_out: int = 0
    is_test: bool = False


def write_sie(
    vouchers: Iterable[Voucher], merchant: Merchant, period: Period, *, today: date
) -> IO[bytes]:
    """The file, small ones in memory and large ones on the disk.

    Vouchers are written first, to a place of their own: the accounts they use come before them in
    the file. Raises UnbalancedVoucherError.
    """
    content = _Content()
    with scratch_file() as body:
        for voucher in vouchers:
            if voucher.currency != CURRENCY:
                content.left_out += 1
                continue
            _note(voucher, content)
            body.write(_encoded(_voucher_lines(voucher)))
        file = scratch_file()
        file.write(_encoded(_head(merchant, period, content, today)))
        for piece in file_pieces(body):
            file.write(piece)
    return file


def _note(voucher: Voucher, content: _Content) -> None:
    if sum(posting.amount for posting in voucher.postings):
        raise UnbalancedVoucherError(f"The postings of {voucher.id} do not add up to zero.")
    content.is_test = content.is_test or voucher.is_test
    for posting in voucher.postings:
        content.accounts[posting.account] = posting.account_name


def _head(merchant: Merchant, period: Period, content: _Content, today: date) -> Iterator[str]:
    yield "#FLAGGA 0"
    yield f"#PROGRAM {PROGRAM}"
    yield "#FORMAT PC8"
    yield f"#GEN {sie_date(today)} {SIGNATURE}"
    yield "#SIETYP 4"
    for note in _notes(content):
        yield f"#PROSA {sie_text(note)}"
    if merchant.organization_number:
        number = formatted_organization_number(merchant.organization_number, merchant.country)
        is_plain = number.replace("-", "").isdecimal()
        yield f"#ORGNR {number if is_plain and number.isascii() else sie_text(number)}"
    yield f"#FNAMN {sie_text(merchant.name)}"
    yield from _fiscal_years(merchant, period)
    yield "#KPTYP BAS2014"
    yield f"#VALUTA {CURRENCY}"
    for account in sorted(content.accounts):
        yield f"#KONTO {account} {sie_text(content.accounts[account])}"


def _notes(content: _Content) -> Iterator[str]:
    if content.is_test:
        yield "TEST: inget i filen har sålts. Bokför den inte."
    if content.left_out:
        yield f"{content.left_out} poster i annan valuta än {CURRENCY} är inte med."


def _fiscal_years(merchant: Merchant, period: Period) -> Iterator[str]:
    """The years that the period touches; that of its last day is 0, those before -1, -2 …"""
    day, position = period.to_date, 0
    while True:
        year = fiscal_year_of(merchant, day)
        yield f"#RAR {position} {sie_date(year.from_date)} {sie_date(year.to_date)}"
        if year.from_date <= period.from_date:
            return
        day = date.fromordinal(year.from_date.toordinal() - 1)
        position -= 1


def _voucher_lines(voucher: Voucher) -> Iterator[str]:
    """The voucher, its number left to the ledger."""
    kind = BookEntry.Kind(voucher.kind)
    day = sie_date(voucher.entry_date)
    yield f'#VER {SERIES[kind]} "" {day} {sie_text(_title(voucher, kind))} {day}'
    yield "{"
    for posting in voucher.postings:
        if posting.amount:
            yield _posting_line(posting, voucher)
    yield "}"


def _title(voucher: Voucher, kind: BookEntry.Kind) -> str:
    """ "Faktura 10234 Jönsson, Bertil"; of a payment what it was paid with."""
    test = "TEST " if voucher.is_test else ""
    if kind == BookEntry.Kind.PAYMENT and voucher.reference:
        return f"{test}{TITLES[kind]} OCR {voucher.reference}"
    return f"{test}{TITLES[kind]} {voucher.document_number} {voucher.customer}"


def _posting_line(posting: Posting, voucher: Voucher) -> str:
    """The receivable of a sale carries the payment reference, by which the ledger can match."""
    is_payment = voucher.kind == BookEntry.Kind.PAYMENT
    line = f"#TRANS {posting.account} {{}} {plain_amount(posting.amount, CURRENCY)}"
    if posting is voucher.postings[0] and voucher.reference and not is_payment:
        return f'{line} "" {sie_text(f"OCR {voucher.reference}")}'
    return line


def _encoded(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode(ENCODING)
