"""Goal 1: the PDF of an invoice in a warm process, against WeasyPrint as its manual begins.

The naive way lays out with flex, keeps its CSS in the page, loads the typeface as woff2 and makes
a new FontConfiguration for every document. Neither the tags nor the fixed identifier that ours has
are asked of it.
"""

import importlib
from base64 import b64encode
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import segno
from django.template import Context, Template
from pypdf import PdfReader

from invoicing import texts
from invoicing.document import PrintedInvoice, invoice_as_printed
from invoicing.pdf import STYLESHEET, render_pdf
from tests.benchmarks.measuring import Goal, Report, compare
from tests.builders import make_link
from tests.invoicing.issuing import make_invoice

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]
ROUNDS = 15
TEMPLATE = Path(__file__).with_name("naive_invoice.html")
STYLE = TEMPLATE.with_suffix(".css")
WEIGHTS = {400: "Regular", 700: "Bold"}
ITEMS = [
    ("Hawaii Pizza", 7000, 2, "12"),
    ("Läsk 33 cl", 2500, 3, "12"),
    ("Efterrätt", 6500, 1, "12"),
    ("Utkörning", 4900, 1, "25"),
    ("Bok om surdeg", 19900, 1, "6"),
]


def style_with_web_fonts() -> str:
    """The naive CSS and the bundled typeface as woff2, to be written into the page."""
    fonts: Any = importlib.import_module("fontTools.ttLib")
    css = STYLE.read_text()
    for weight, name in WEIGHTS.items():
        packed = BytesIO()
        with fonts.TTFont(STYLESHEET.parent / "fonts" / f"Inter-{name}.ttf") as font:
            font.flavor = "woff2"
            font.save(packed)
        address = f"data:font/woff2;base64,{b64encode(packed.getvalue()).decode()}"
        css += (
            f'@font-face {{ font-family: "Web Inter"; font-weight: {weight}; '
            f'src: url({address}) format("woff2"); }}\n'
        )
    return f"<style>{css}</style>"


def naive_renderer(printed: PrintedInvoice, context: dict[str, Any]) -> Callable[[], bytes]:
    """Renders the invoice without any of our rules."""
    weasyprint: Any = importlib.import_module("weasyprint")
    fonts: Any = importlib.import_module("weasyprint.text.fonts")
    template = Template(TEMPLATE.read_text())
    more = {**context, "style": style_with_web_fonts()}

    def render() -> bytes:
        address = segno.make(printed.payment_details.checkout_url, error="m").svg_data_uri()
        html = template.render(Context({**more, "code": address}))
        rendered: bytes = weasyprint.HTML(string=html).write_pdf(
            font_config=fonts.FontConfiguration()
        )
        return rendered

    return render


def words_of(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


def test_invoice_pdf(report: Report) -> None:
    printed = invoice_as_printed(make_invoice(make_link(items=ITEMS)))
    language = texts.language_of(printed.locale)
    context = {"document": printed, "language": language, "texts": texts.texts_in(language)}
    ours = partial(render_pdf, "invoicing/invoice.html", context, identifier=printed.id.bytes)
    naive = naive_renderer(printed, context)
    for render in (ours, naive):
        assert all(description in words_of(render()) for description, *_ in ITEMS)

    times = compare(ours, naive, rounds=ROUNDS)

    report(
        Goal(1, "invoice PDF, warm ÷ naive", times.ratio, at_most=0.5),
        ours_ms=times.ours,
        naive_ms=times.naive,
    )
