"""Bodies from outside services: how large they may be, and what is kept of them."""

from django.http import HttpRequest

LARGEST_BODY = 64 * 1024
KEPT_OF_BODY = 10 * 1024


def is_too_large(request: HttpRequest) -> bool:
    """Whether Content-Length is above LARGEST_BODY or no number; servers read no more than that."""
    text = request.headers.get("Content-Length") or "0"
    return not (text.isascii() and text.isdigit()) or int(text) > LARGEST_BODY


def kept_body(body: bytes) -> str:
    """The body's beginning as text that a database can hold: PostgreSQL refuses NUL."""
    return body[:KEPT_OF_BODY].decode(errors="replace").replace("\x00", "\ufffd")
