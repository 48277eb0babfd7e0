"""Documents that nobody designed for: they are printed whole, on numbered pages, in time."""

import re
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from invoicing.document import Buyer, Place, PrintedDocument
from tests.invoicing.issuing import text_of
from tests.invoicing.printed import (
    DETAILS,
    SELLER,
    pdf_of,
    printed_invoice,
    printed_receipt,
)
from tests.payment_links.logos.drawing import picture

ENDLESS = "Å" + "abcdefghij" * 20
LARGEST = 214_748_364_700
# Nothing is printed nearer to the paper's edges, in points.
EDGE = 20
# Processor time, so that a busy machine fails nothing.
MOST_SECONDS = 20


def ink_at_the_edges(pdf: bytes) -> list[int]:
    """The pages, from 1, on which something is printed at the edge of the paper."""
    marked = []
    for number, page in enumerate(PdfDocument(pdf), start=1):
        picture = page.render(scale=1).to_pil().convert("L")
        width, height = picture.size
        sides = (
            (0, 0, width, EDGE),
            (0, height - EDGE, width, height),
            (0, 0, EDGE, height),
            (width - EDGE, 0, width, height),
        )
        if any(picture.crop(side).getextrema()[0] < 255 for side in sides):
            marked.append(number)
    return marked


def endless() -> PrintedDocument:
    place = Place(ENDLESS, "12345678901234567890", ENDLESS[:100])
    return printed_invoice(
        [(ENDLESS, 7000, 2, "12"), (ENDLESS * 2, 100, 1, "25")],
        number="F-2026-" + "9" * 30,
        seller=replace(SELLER, name=ENDLESS, place=place, website=ENDLESS),
        buyer=Buyer(ENDLESS, ENDLESS, place, place, contact=ENDLESS, reference=ENDLESS),
        notes=(ENDLESS,),
    )


ABSURD: dict[str, Callable[[], PrintedDocument]] = {
    "one line": lambda: printed_invoice([("x", 1, 1, "25")], buyer=Buyer("Bo", "", Place(), None)),
    "endless words": endless,
    "largest amounts": lambda: printed_invoice(
        [("Fartyg", LARGEST, 1, "25"), ("Kran", LARGEST, 1, "12"), ("Skruv", 1, LARGEST, "6")],
        payment_details=replace(DETAILS, plusgiro="176099-0", iban="SE45 5000 0000 0583 9825 7466"),
    ),
    "largest receipt": lambda: printed_receipt([(ENDLESS, LARGEST, 1, "25")]),
    "discount": lambda: printed_invoice([("Tid", 95000, 7, "25"), ("Rabatt", -66500, 1, "25")]),
    "25 rates": lambda: printed_invoice(
        [(f"Vara {rate}", 10000 + rate, 1, str(rate)) for rate in range(1, 26)]
    ),
    "scripts": lambda: printed_invoice(
        [("🍕🎉 👩‍👩‍👧 🇸🇪 € ø", 100, 1, "25"), ("بيتزا كبيرة مع الجبن", 100, 1, "12")],
        buyer=Buyer("محمد عبد الرحمن", "", Place("شارع الملك 15", "702 11", "Malmö"), None),
    ),
    "unknown script": lambda: printed_invoice([("漢字 ไทย 한국어 \U0001fae8", 100, 1, "25")]),
    "combining marks": lambda: printed_invoice([("z" + "\u0335\u0336" * 4, 100, 1, "25")] * 50),
}


@pytest.mark.parametrize("name", ABSURD)
def test_it_is_printed_in_time_and_inside_the_page(name: str) -> None:
    started = time.process_time()

    pdf = pdf_of(ABSURD[name]())

    assert time.process_time() - started < MOST_SECONDS
    assert ink_at_the_edges(pdf) == []


def test_the_largest_amounts_keep_their_lines() -> None:
    text = text_of(pdf_of(ABSURD["largest amounts"]()))

    assert "Fartyg 1 st 1 717 986 917,60 25 % 1 717 986 917,60 2 147 483 647,00" in text
    assert "Att betala (SEK) 6 442 450 941,00 kr" in text


def test_five_hundred_lines_run_over_numbered_pages_with_heads() -> None:
    started = time.process_time()
    items = [(f"Vara {n}", 1000 + n, 1 + n % 3, ("25", "12", "6")[n % 3]) for n in range(500)]

    pages = PdfReader(BytesIO(pdf_of(printed_invoice(items)))).pages

    assert time.process_time() - started < MOST_SECONDS
    texts = [" ".join(page.extract_text().split()) for page in pages]
    assert all(f"Sida {n} av {len(pages)}" in text for n, text in enumerate(texts, start=1))
    assert all("Beskrivning Antal" in text for text in texts)
    listed = [int(n) for n in re.findall(r"Vara (\d+) \d st", " ".join(texts))]
    assert listed == list(range(500))


@pytest.mark.parametrize("count", range(8, 32, 3))
def test_the_sums_stay_together_and_never_stand_alone(count: int) -> None:
    items = [(f"Vara {n}", 1000, 1, "25") for n in range(count)]

    pages = PdfReader(BytesIO(pdf_of(printed_invoice(items)))).pages

    last = " ".join(pages[-1].extract_text().split())
    for part in (f"Vara {count - 1} 1 st", "Momsunderlag", "Att betala", "Bankgiro 991-2346"):
        assert part in last


def test_a_logo_takes_the_place_of_the_name_and_keeps_to_its_box() -> None:
    tall = f"data:image/png;base64,{b64encode(picture(50, 600)).decode()}"

    page = PdfReader(BytesIO(pdf_of(printed_invoice(), logo=tall))).pages[0]

    assert len(page.images) == 1
    head = page.extract_text().splitlines()[0]
    assert "Testbolaget" not in head
    assert "Faktura" in head
