"""PDFs out of templates; the only place that knows WeasyPrint.

They are PDF/A-3a: archivable for good, tagged for screen readers, and able to carry files.
WeasyPrint is loaded by the first document a process renders, never with the module: it costs a
web process 0.6 s and 30 MiB that most of them never need.
"""

import importlib
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from django.template.loader import render_to_string

STYLESHEET = Path(__file__).resolve().parent / "static" / "invoicing" / "pdf.css"
VARIANT = "pdf/a-3a"

# Pango and the shared font configuration are not made for several threads at once.
_one_at_a_time = threading.Lock()


class PdfError(Exception):
    """The document cannot be rendered."""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file inside a PDF.

    relationship: what it is to the document (PDF 2.0 §7.11.3): Alternative says the same in another
    form. created_at: aware, and fixed, since it is part of the bytes.
    """

    name: str
    content: bytes
    description: str
    relationship: Literal["Alternative", "Source", "Data", "Supplement", "Unspecified"]
    created_at: datetime


def render_pdf(
    template: str,
    context: dict[str, Any],
    *,
    identifier: bytes,
    attachments: Sequence[AttachedFile] = (),
) -> bytes:
    """The PDF of a template, as PDF/A-3a with files inside.

    Only data: addresses are loaded, so nothing in the context can reach a file or the network.
    Title, author, language and dates are those of the template's head.
    identifier: bytes that name the document for ever; the same input gives the same bytes.
    Raises PdfError whatever goes wrong in the library.
    """
    html = render_to_string(template, context)
    with _one_at_a_time:
        forbidden_address: type[BaseException] = _library().urls.FatalURLFetchingError
        try:
            return _write(html, identifier, attachments)
        # The library raises whatever its parts happen to raise.
        except (Exception, forbidden_address) as error:
            raise PdfError(f"{type(error).__name__}: {error}") from error


def _write(html: str, identifier: bytes, attachments: Sequence[AttachedFile]) -> bytes:
    library = _library()
    document = library.HTML(string=html, url_fetcher=_fetcher(), media_type="print")
    written: bytes = document.write_pdf(
        stylesheets=[_stylesheet()],
        font_config=_font_configuration(),
        pdf_variant=VARIANT,
        pdf_identifier=identifier,
        attachments=[_attachment(attached) for attached in attachments],
        finisher=_name_attachments_once,
    )
    return written


def _name_attachments_once(_document: Any, pdf: Any) -> None:
    """The library lists every associated file twice in the catalogue."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def _attachment(attached: AttachedFile) -> Any:
    """The library's own object, which it uses up: each rendering needs a new one."""
    created_at = attached.created_at.astimezone(UTC)
    return _library().Attachment(
        file_obj=BytesIO(attached.content),
        name=attached.name,
        description=attached.description,
        relationship=attached.relationship,
        created=created_at,
        modified=created_at,
    )


@cache
def _library() -> Any:
    library = importlib.import_module("weasyprint")
    # It makes Pillow forgive pictures that are cut short, everywhere in the process: the logos of
    # strangers are to be refused then.
    pictures: Any = importlib.import_module("PIL.ImageFile")
    pictures.LOAD_TRUNCATED_IMAGES = False
    # It warns of every property that only browsers know.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    logging.getLogger("weasyprint.progress").setLevel(logging.ERROR)
    # What its font subsetter tells at INFO is of no use to us.
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    return library


@cache
def _fetcher() -> Any:
    """Refuses all but data: addresses, and stops the rendering when another one is asked for."""
    return _library().urls.URLFetcher(
        allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True
    )


@cache
def _font_configuration() -> Any:
    """One per process: a new one for every document costs time and leaks memory."""
    return importlib.import_module("weasyprint.text.fonts").FontConfiguration()


@cache
def _stylesheet() -> Any:
    return _library().CSS(
        string=STYLESHEET.read_text(), font_config=_font_configuration(), url_fetcher=_fetcher()
    )
