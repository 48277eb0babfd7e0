"""Rendering PDFs: nothing is fetched, web processes stay light, equal input gives equal bytes."""

import os
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.request import OpenerDirector

import pytest
from pypdf import PdfReader

from invoicing import pdf
from invoicing.pdf import PdfError, render_pdf
from payment_links.logos.pictures import UnfitPictureError, as_printed
from tests.payment_links.logos.drawing import picture

ROOT = Path(__file__).resolve().parents[2]
LOADED = "import sys; print('weasyprint' in sys.modules)"


def render(body: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(
        pdf, "render_to_string", lambda template, context: f"<html lang=en>{body}</html>"
    )
    return render_pdf("any.html", {}, identifier=b"1")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:9/x.png",
        "https://example.com/x.png",
        "ftp://example.com/x.png",
        "FILE:///etc/passwd",
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        '<img src="{}">',
        '<link rel="stylesheet" href="{}">',
        '<p style="background: url({})">x',
        '<link rel="attachment" href="{}">',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="{}" width="9" height="9"/></svg>',
        '<style>@import "{}";</style>',
        '<style>@font-face {{ font-family: x; src: url({}) }}</style><p style="font-family: x">x',
        '<object data="{}"></object>',
        '<embed src="{}">',
    ],
)
def test_no_file_and_no_server_is_reached(
    body: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(OpenerDirector, "open", lambda _, url, **__: opened.append(url))

    with suppress(PdfError):
        render(body.format(address), monkeypatch)

    assert opened == []


def test_an_address_that_is_not_allowed_fails_the_document(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(PdfError, match="FatalURLFetchingError"):
        render('<img src="file:///etc/passwd">', monkeypatch)


def test_addresses_without_a_scheme_lead_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered = render('<img src="/etc/passwd"><img src="//example.com/x.png">', monkeypatch)

    assert rendered.startswith(b"%PDF-")


def test_whatever_the_library_raises_is_a_pdf_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> bytes:
        raise IndexError("poison")

    monkeypatch.setattr(pdf, "_write", fail)

    with pytest.raises(PdfError, match="IndexError: poison"):
        render("x", monkeypatch)


def test_the_same_input_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert render("<p>Räksmörgås", monkeypatch) == render("<p>Räksmörgås", monkeypatch)


def test_text_is_set_in_the_bundled_typeface(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered = render("<p>Räksmörgås 1 234,50 €", monkeypatch)

    page: Any = PdfReader(BytesIO(rendered)).pages[0]
    fonts = page["/Resources"]["/Font"].values()
    assert {font.get_object()["/BaseFont"].partition("+")[2] for font in fonts} == {"Inter"}


def test_a_web_process_does_not_load_the_library() -> None:
    program = f"import config.wsgi, config.urls; {LOADED}"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "False"


def test_rendering_leaves_pictures_that_are_cut_short_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    render("<p>x", monkeypatch)

    with pytest.raises(UnfitPictureError):
        as_printed(picture(300, 100)[:-40])
