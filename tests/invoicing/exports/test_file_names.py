"""Names inside the ZIP: readable, safe on every system, unique."""

from datetime import date

import pytest

from invoicing.exports.file_names import FileNamer
from tests.invoicing.exports.hand_made import (
    Kind,
    english,
    make_payment_voucher,
    make_voucher,
)


def namer() -> FileNamer:
    return FileNamer(english().documents)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Kind.INVOICE, "2026-11/Invoice 10234 Bertil Jönsson.pdf"),
        (Kind.RECEIPT, "2026-11/Receipt 10234 Bertil Jönsson.pdf"),
        (Kind.CREDIT_NOTE, "2026-11/Credit note 10234 Bertil Jönsson.pdf"),
    ],
)
def test_a_name_says_what_it_is(kind: str, name: str) -> None:
    assert namer().of_voucher(make_voucher(kind=kind, customer="Bertil Jönsson")) == name


def test_a_payment_has_no_document() -> None:
    assert namer().of_voucher(make_payment_voucher()) == ""


@pytest.mark.parametrize(
    ("customer", "stem"),
    [
        ("", "Invoice 10234"),
        ("../../etc/passwd", "Invoice 10234 ..-..-etc-passwd"),
        ('A<b>:"c"|?*\\', "Invoice 10234 A-b---c-----"),
        ("AB \u202exslx.exe\x00", "Invoice 10234 AB xslx.exe"),
        ("Jo\u0308nsson ", "Invoice 10234 Jönsson"),
        ("Slut...", "Invoice 10234 Slut"),
        ("\U0001f355" * 200, "Invoice 10234 " + "\U0001f355" * 46),
    ],
)
def test_any_customer_makes_a_safe_name(customer: str, stem: str) -> None:
    assert namer().of_voucher(make_voucher(customer=customer)) == f"2026-11/{stem}.pdf"


def test_long_names_keep_the_number() -> None:
    name = namer().of_voucher(make_voucher(customer="x" * 200))

    assert name == f"2026-11/Invoice 10234 {'x' * 86}.pdf"


def test_names_that_differ_in_case_alone_are_told_apart() -> None:
    names = namer()

    made = [names.of_voucher(make_voucher(customer=name)) for name in ("Anna", "ANNA", "anna")]

    assert [name.removeprefix("2026-11/Invoice 10234 ") for name in made] == [
        "Anna.pdf",
        "ANNA (2).pdf",
        "anna (3).pdf",
    ]


def test_every_month_has_its_folder() -> None:
    names = namer()

    made = [names.of_voucher(make_voucher(entry_date=date(2026, month, 1))) for month in (11, 12)]

    assert [name.split("/")[0] for name in made] == ["2026-11", "2026-12"]
