"""What downloads are called."""

import pytest

from invoicing.download_names import (
    content_type_of,
    credit_note_file_name,
    e_invoice_file_name,
    invoice_file_name,
    receipt_file_name,
)


@pytest.mark.parametrize(
    ("document_name", "file_name"),
    [
        ("", "Faktura 20260001.pdf"),
        ("Pizza åäö", "Pizza åäö.pdf"),
        ("faktura.pdf", "faktura.pdf"),
        ("Faktura.PDF", "Faktura.pdf"),
        (".pdf", "pdf.pdf"),
        ("../../etc/passwd", "-..-etc-passwd.pdf"),
        ('C:\\a"b*c?d<e>f|g', "C--a-b-c-d-e-f-g.pdf"),
        ("a\r\nSet-Cookie: x", "aSet-Cookie- x.pdf"),
        ("a\u202egpj.exe", "agpj.exe.pdf"),
        (" . ", "Faktura 20260001.pdf"),
        ("x" * 300, "x" * 150 + ".pdf"),
        ("😀", "😀.pdf"),
    ],
)
def test_a_name_is_safe_and_ends_in_pdf(document_name: str, file_name: str) -> None:
    assert invoice_file_name("20260001", document_name, locale="sv-SE") == file_name


def test_a_receipt_is_called_so_in_its_language() -> None:
    assert receipt_file_name("K20260001", locale="en-US") == "Receipt K20260001.pdf"


def test_an_e_invoice_is_called_like_its_document() -> None:
    names = [
        e_invoice_file_name("20260001", title, locale=locale)
        for title, locale in (("invoice", "sv-SE"), ("credit_note", "en-US"))
    ]

    assert names == ["Faktura 20260001.xml", "Credit note 20260001.xml"]


def test_a_file_is_served_as_what_it_is() -> None:
    assert content_type_of("Faktura 1.xml") == "application/xml"
    assert content_type_of("Faktura 1.pdf") == "application/pdf"


def test_a_credit_note_is_called_so_in_its_language() -> None:
    assert credit_note_file_name("KR20260001", locale="sv-SE") == "Kreditfaktura KR20260001.pdf"
