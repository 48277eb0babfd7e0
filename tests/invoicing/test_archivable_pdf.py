"""Documents as archives want them: PDF/A-3a, the same bytes whenever and wherever rendered."""

import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from invoicing.pdf import AttachedFile
from tests.invoicing.printed import pdf_of, printed_invoice, printed_receipt

ROOT = Path(__file__).resolve().parents[2]
XML = b"<?xml version='1.0'?><Invoice/>"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
EVERY_SCRIPT = [("Smørrebrød € 🍕 Привет עברית", 7000, 2, "12"), ("بيتزا كبيرة", 100, 1, "25")]


def attached(relationship: Any = "Alternative") -> AttachedFile:
    return AttachedFile(
        name="10234.xml",
        content=XML,
        description="E-invoice",
        relationship=relationship,
        created_at=datetime(2026, 11, 22, 12, 0, tzinfo=UTC),
    )


@pytest.fixture(scope="module")
def archived() -> Any:
    rendered = pdf_of(printed_invoice(EVERY_SCRIPT), attachments=[attached()])
    return pikepdf.open(BytesIO(rendered))


def test_it_says_once_that_it_is_pdf_a_3a(archived: Any) -> None:
    packet = archived.Root.Metadata.read_bytes().decode()

    assert packet.count("<rdf:RDF") == 1
    with archived.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")


def test_title_author_language_and_dates_are_the_documents(archived: Any) -> None:
    with archived.open_metadata() as metadata:
        assert metadata["dc:title"] == "Faktura 10234"
        assert metadata["dc:creator"] == ["Testbolaget AB"]
        assert metadata["xmp:CreateDate"].startswith("2026-11-22T12:00:00")
        assert metadata["xmp:ModifyDate"].startswith("2026-11-22T12:00:00")
    assert str(archived.Root.Lang) == "sv"


def test_colours_and_identity_are_fixed(archived: Any) -> None:
    [intent] = archived.Root.OutputIntents

    assert str(intent.S) == "/GTS_PDFA1"
    assert intent.DestOutputProfile.read_bytes()
    assert bytes(archived.trailer.ID[0]) == bytes(15) + b"\x07"


def fonts_of(document: Any) -> list[Any]:
    return [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and is_font(o)]


def is_font(value: Any) -> bool:
    return str(value.get("/Type", "")) == "/Font" and "/DescendantFonts" in value


def test_every_font_is_embedded_and_can_be_copied_from(archived: Any) -> None:
    fonts = fonts_of(archived)
    names = {str(font.BaseFont).partition("+")[2] for font in fonts}

    assert {"Inter", "Noto-Sans-Arabic", "Noto-Emoji"} <= {n.rpartition("_")[0] or n for n in names}
    for font in fonts:
        assert "/ToUnicode" in font
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_it_is_tagged_with_headings_tables_and_described_pictures(archived: Any) -> None:
    kinds: dict[str, int] = {}
    described = []
    for value in archived.objects:
        if isinstance(value, pikepdf.Dictionary) and str(value.get("/Type", "")) == "/StructElem":
            kinds[str(value.S)] = kinds.get(str(value.S), 0) + 1
            if str(value.S) == "/Figure":
                described.append(str(value.Alt))

    assert archived.Root.MarkInfo.Marked
    assert {"/H1", "/Table", "/TH", "/TD", "/Figure"} <= set(kinds)
    assert "Skanna med bankappen" in described


def test_the_attachment_is_an_associated_file(archived: Any) -> None:
    [specification] = archived.Root.AF

    assert str(specification.AFRelationship) == "/Alternative"
    assert (str(specification.UF), str(specification.Desc)) == ("10234.xml", "E-invoice")
    assert specification.EF.F.read_bytes() == XML
    assert str(specification.EF.F.Params.ModDate) == "D:20261122120000Z"
    assert list(archived.attachments) == ["10234.xml"]


def test_one_attached_value_serves_any_number_of_renderings() -> None:
    file = attached("Source")

    first, second = (pdf_of(printed_invoice(), attachments=[file]) for _ in range(2))

    assert first == second


def test_a_document_without_attachment_has_none() -> None:
    with pikepdf.open(BytesIO(pdf_of(printed_receipt()))) as document:
        assert "/AF" not in document.Root
        assert list(document.attachments) == []


def test_a_new_process_writes_the_same_bytes() -> None:
    program = """
import django, hashlib
django.setup()
from tests.invoicing.printed import pdf_of, printed_invoice
from tests.invoicing.test_archivable_pdf import EVERY_SCRIPT, attached
pdf = pdf_of(printed_invoice(EVERY_SCRIPT), attachments=[attached()])
print(hashlib.sha256(pdf).hexdigest())
"""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONHASHSEED": "7"}

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    here = pdf_of(printed_invoice(EVERY_SCRIPT), attachments=[attached()])
    assert done.stdout.strip() == hashlib.sha256(here).hexdigest()
