"""Whatever is sold: CSV, Excel, SIE and the index of the ZIP add up to what the vouchers say."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from invoicing.bookkeeping.voucher import Voucher
from invoicing.exports.csv_file import csv_pieces
from invoicing.exports.filing import FiledEntry, FiledRate
from invoicing.exports.index import Cover, Index
from invoicing.exports.sie_file import write_sie
from invoicing.exports.xlsx_file import write_xlsx
from invoicing.periods import Period
from payment_links.vat import VatLine, VatTreatment
from tests.invoicing.exports.hand_made import (
    ACCOUNTS,
    Kind,
    english,
    make_payment_voucher,
    make_voucher,
    no_file,
    seller,
)
from tests.invoicing.exports.sie_reader import read_sie

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
RATES = st.sampled_from([Decimal(25), Decimal(12), Decimal(6), Decimal(0)])
LINES = st.lists(
    st.builds(
        lambda amount, vat: VatLine(
            amount, vat, VatTreatment.TAXED if vat else VatTreatment.EXEMPT
        ),
        st.integers(-5_000_000, 99_999_999),
        RATES,
    ),
    min_size=1,
    max_size=25,
)
VOUCHERS = st.lists(
    st.builds(
        lambda lines, kind: make_voucher(lines, kind=kind),
        LINES,
        st.sampled_from([Kind.INVOICE, Kind.RECEIPT, Kind.CREDIT_NOTE]),
    ),
    max_size=5,
)
# Rate in percent → (net, VAT, gross); the payments stand under None.
Sums = dict[Decimal | None, tuple[Decimal, Decimal, Decimal]]


def added_up(rows: Iterable[tuple[Any, ...]]) -> Sums:
    sums: dict[Decimal | None, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
    for vat, *amounts in rows:
        before = sums[vat]
        sums[vat] = [old + number(new) for old, new in zip(before, amounts, strict=True)]
    return {vat: (net, tax, gross) for vat, (net, tax, gross) in sums.items()}


def number(cell: Any) -> Decimal:
    return Decimal(str(cell or 0).replace(",", ".")).quantize(Decimal("0.01"))


def of_vouchers(vouchers: Sequence[Voucher]) -> Sums:
    rows: list[tuple[Any, ...]] = []
    for voucher in vouchers:
        if not voucher.rates:
            rows.append((None, 0, 0, Decimal(voucher.gross_amount) / 100))
        for total in voucher.rates:
            amounts = (total.net_amount, total.vat_amount, total.gross_amount)
            rows.append((total.vat, *(Decimal(amount) / 100 for amount in amounts)))
    return added_up(rows)


def of_csv(vouchers: Sequence[Voucher]) -> Sums:
    text = b"".join(csv_pieces(vouchers, english(), no_file)).decode("utf-8-sig")
    _heads, *rows = csv.reader(StringIO(text, newline=""), delimiter=";")
    return added_up((Decimal(row[5]) if row[5] else None, *row[7:10]) for row in rows)


def of_xlsx(vouchers: Sequence[Voucher]) -> tuple[Sums, Sums]:
    """The rows of the books, and the sheet of totals."""
    with write_xlsx(vouchers, english(), no_file) as file:
        workbook = load_workbook(file)
    books = list(workbook["Books"].iter_rows(min_row=2, values_only=True))
    totals = list(workbook["Totals"].iter_rows(min_row=2, values_only=True))
    rates = [row for row in totals if isinstance(row[1], int | float)]
    return (
        added_up((_rate(row[5]), *row[7:10]) for row in books),
        added_up((_rate(row[1]), *row[4:7]) for row in rates),
    )


def _rate(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def of_sie(vouchers: Sequence[Voucher]) -> dict[str, Decimal]:
    with write_sie(vouchers, seller(), YEAR, today=YEAR.to_date) as file:
        file.seek(0)
        return read_sie(file.read()).balances


def of_index(vouchers: Sequence[Voucher]) -> tuple[Decimal, Decimal, Decimal]:
    with closing(Index(Cover("", "", english()), {})) as index:
        for voucher in vouchers:
            index.add(_entry(voucher))
        index.finish()
        index.csv.seek(0)
        text = index.csv.read().decode("utf-8-sig")
    _heads, *rows = csv.reader(StringIO(text, newline=""), delimiter=";")
    net, vat, gross = (sum((number(row[i]) for row in rows), Decimal(0)) for i in (4, 5, 6))
    return net, vat, gross


def _entry(voucher: Voucher) -> FiledEntry:
    rates = tuple(
        FiledRate(str(t.vat), t.treatment, t.net_amount, t.vat_amount, t.gross_amount)
        for t in voucher.rates
    )
    return FiledEntry(
        voucher.entry_date.isoformat(),
        voucher.kind,
        voucher.document_number,
        voucher.customer,
        voucher.currency,
        voucher.gross_amount,
        voucher.is_test,
        voucher.booked_by,
        rates,
        (),
    )


def total_of(sums: Sums) -> tuple[Decimal, Decimal, Decimal]:
    net, vat, gross = (sum((row[i] for row in sums.values()), Decimal(0)) for i in range(3))
    return net, vat, gross


@settings(max_examples=40, deadline=None)
@given(VOUCHERS, st.integers(1, 10_000_000))
def test_all_formats_add_up_to_the_same(sales: list[Voucher], paid: int) -> None:
    vouchers = [*sales, make_payment_voucher(paid)]
    expected = of_vouchers(vouchers)

    books, totals = of_xlsx(vouchers)
    balances = of_sie(vouchers)

    assert of_csv(vouchers) == books == expected
    assert totals == {vat: sums for vat, sums in expected.items() if vat is not None}
    assert of_index(vouchers) == total_of(expected)
    for rate, (sales_account, vat_account) in ACCOUNTS.items():
        net, vat, _gross = expected.get(Decimal(rate), (Decimal(0),) * 3)
        assert balances.get(sales_account, 0) == -net
        assert balances.get(vat_account, 0) == -vat
    sold = sum((sums[2] for vat, sums in expected.items() if vat is not None), Decimal(0))
    assert balances.get("1510", 0) == sold - Decimal(paid) / 100
