"""PDFs out of templates; the only place that knows WeasyPrint.

WeasyPrint is loaded by the first document a process renders, never with the module: it costs a
web process 0.6 s and 30 MiB that most of them never need.
"""

import importlib
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

STYLESHEET = Path(__file__).resolve().parent / "static" / "invoicing" / "pdf.css"

# Pango and the shared font configuration are not made for several threads at once.
_one_at_a_time = threading.Lock()


class PdfError(Exception):
    """The document cannot be rendered."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file within a PDF that says the same as the pages do. created: with a time zone."""

    name: str
    content: bytes
    description: str
    relationship: str
    created: datetime


def render_pdf(
    template: str,
    context: dict[str, Any],
    *,
    identifier: bytes,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The PDF of a template, with files attached.

    Only data: addresses are loaded, so nothing in the context can reach a file or the network.
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


def _write(html: str, identifier: bytes, attachments: Sequence[Attachment]) -> bytes:
    library = _library()
    document = library.HTML(string=html, url_fetcher=_fetcher(), media_type="print")
    written: bytes = document.write_pdf(
        stylesheets=[_stylesheet()],
        font_config=_font_configuration(),
        pdf_identifier=identifier,
        pdf_tags=True,
        attachments=[_as_the_library_wants(attachment) for attachment in attachments],
    )
    return written


def _as_the_library_wants(attachment: Attachment) -> Any:
    """A new one for every rendering: the library uses each only once."""
    return _library().Attachment(
        string=attachment.content,
        name=attachment.name,
        description=attachment.description,
        relationship=attachment.relationship,
        created=attachment.created,
        modified=attachment.created,
    )


@cache
def _library() -> Any:
    library = importlib.import_module("weasyprint")
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
