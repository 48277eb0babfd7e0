"""HTML pages of the sandbox: rendered without a session, with a strict content policy."""

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.views.static import serve

STATIC_FOLDER = Path(__file__).parent / "static" / "sandbox"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def render(name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The template as a page that loads nothing from elsewhere and is not cached."""
    response = HttpResponse(render_to_string(name, context), status=status)
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "no-store"
    return response


def static_view(request: HttpRequest, path: str) -> HttpResponseBase:
    """GET /static/…: the sandbox's own style sheet."""
    return serve(request, path, document_root=str(STATIC_FOLDER))


def write_amount(amount: int, currency: str) -> str:
    """Minor units as a person reads them: 140,00 SEK, with a space that does not break."""
    whole, rest = divmod(abs(amount), 100)
    sign = "−" if amount < 0 else ""
    return f"{sign}{whole:,}".replace(",", "\u00a0") + f",{rest:02}\u00a0{currency}"
