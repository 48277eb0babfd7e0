"""SIE 4I: the worked example to the byte, and files that a strict reader accepts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.bookkeeping.voucher import Voucher
from invoicing.exports.sie_file import UnbalancedVoucherError, write_sie
from invoicing.exports.sie_text import sie_text
from invoicing.periods import Period
from payment_links.models import Merchant
from tests.invoicing.exports.hand_made import (
    Kind,
    make_payment_voucher,
    make_voucher,
    posting,
    seller,
)
from tests.invoicing.exports.sie_reader import read_sie

AUTUMN = Period(date(2026, 11, 1), date(2026, 12, 31))
EXAMPLE = """\
#FLAGGA 0
#PROGRAM "Payment Links" 1.0
#FORMAT PC8
#GEN 20261122 "PL"
#SIETYP 4
#ORGNR 556703-7485
#FNAMN "Räksmörgås \\"Bästa\\" AB"
#RAR 0 20260101 20261231
#KPTYP BAS2014
#VALUTA SEK
#KONTO 1510 "Kundfordringar"
#KONTO 1930 "Företagskonto"
#KONTO 2611 "Utgående moms 25 %"
#KONTO 2621 "Utgående moms 12 %"
#KONTO 2631 "Utgående moms 6 %"
#KONTO 3001 "Försäljning 25 %"
#KONTO 3002 "Försäljning 12 %"
#KONTO 3003 "Försäljning 6 %"
#VER F "" 20261122 "Faktura 10234 Jönsson, Bertil" 20261122
{
#TRANS 1510 {} 598.42 "" "OCR 102343"
#TRANS 3001 {} -279.78
#TRANS 3002 {} -115.18
#TRANS 3003 {} -112.92
#TRANS 2611 {} -69.94
#TRANS 2621 {} -13.82
#TRANS 2631 {} -6.78
}
#VER I "" 20261205 "Inbetalning OCR 102343" 20261205
{
#TRANS 1930 {} 598.42
#TRANS 1510 {} -598.42
}
"""


def sie(*vouchers: Voucher, merchant: Merchant | None = None, period: Period = AUTUMN) -> bytes:
    with write_sie(vouchers, merchant or seller(), period, today=date(2026, 11, 22)) as file:
        file.seek(0)
        return file.read()


def test_the_worked_example_comes_out_to_the_byte() -> None:
    written = sie(make_voucher(), make_payment_voucher())

    assert written == EXAMPLE.replace("\n", "\r\n").encode("cp437")


def test_a_strict_reader_reads_the_example() -> None:
    read = read_sie(sie(make_voucher(), make_payment_voucher()))

    assert read.first("FNAMN") == ['Räksmörgås "Bästa" AB']
    assert [(v.series, v.number, v.day) for v in read.vouchers] == [
        ("F", "", "20261122"),
        ("I", "", "20261205"),
    ]
    assert read.balances["1510"] == 0
    assert read.balances["1930"] == Decimal("598.42")


def test_a_credit_note_turns_the_postings_round() -> None:
    credit = make_voucher(kind=Kind.CREDIT_NOTE, document_number="K1")

    (voucher,) = read_sie(sie(credit)).vouchers

    assert (voucher.series, voucher.text) == ("C", "Kreditfaktura K1 Jönsson, Bertil")
    assert voucher.rows[:2] == [
        ("1510", Decimal("-598.42"), "OCR 102343"),
        ("3001", Decimal("279.78"), ""),
    ]


def test_entries_in_other_currencies_are_left_out_and_counted() -> None:
    read = read_sie(sie(make_voucher(), make_voucher(currency="NOK")))

    assert len(read.vouchers) == 1
    assert read.first("PROSA") == ["1 poster i annan valuta än SEK är inte med."]


def test_test_entries_say_so() -> None:
    read = read_sie(sie(make_voucher(is_test=True)))

    assert read.first("PROSA") == ["TEST: inget i filen har sålts. Bokför den inte."]
    assert read.vouchers[0].text == "TEST Faktura 10234 Jönsson, Bertil"


def test_a_period_over_the_turn_of_the_fiscal_year_names_both_years() -> None:
    merchant = seller(fiscal_year_start_month=7)

    read = read_sie(sie(merchant=merchant, period=Period(date(2026, 5, 1), date(2026, 8, 31))))

    assert [fields for label, fields in read.labels if label == "RAR"] == [
        ["0", "20260701", "20270630"],
        ["-1", "20250701", "20260630"],
    ]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("5567037485", ["556703-7485"]),
        ("988 077 917", ["988 077 917"]),
        ("FI2077474-0", ["FI2077474-0"]),
    ],
)
def test_organisation_numbers_get_their_hyphen(number: str, written: list[str]) -> None:
    assert read_sie(sie(merchant=seller(organization_number=number))).first("ORGNR") == written


def test_an_unbalanced_voucher_is_refused() -> None:
    unbalanced = replace(make_voucher(), postings=(posting("1510", 59842),))

    with pytest.raises(UnbalancedVoucherError, match=str(UUID(int=1))):
        sie(unbalanced)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Räksmörgås Ærø é ü", "Räksmörgås Æro é ü"),
        ("5 € – ’nej’ ”ja” š ž ł Ø", "5 EUR - 'nej' \\\"ja\\\" s z l O"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("rad\tett\r\nrad\x00två\x7f", "rad ett rad två"),
        ("C:\\temp\\", "C:/temp/"),
        ("\u0634\u0643\u0631", "shkr"),
        ("\U000f0000", "?"),
    ],
)
def test_what_cp437_lacks_is_written_with_its_nearest_letters(text: str, written: str) -> None:
    assert sie_text(text) == f'"{written}"'


@given(st.text())
def test_any_text_becomes_one_field(text: str) -> None:
    read = read_sie(sie(make_voucher(customer=text, reference=""), merchant=seller(name=text)))

    assert read.vouchers[0].text.startswith("Faktura 10234")
