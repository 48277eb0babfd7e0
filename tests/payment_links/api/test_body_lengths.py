"""Bodies sent in chunks reach the application whole."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from payment_links.api.body_lengths import LARGEST_BODY, BodyLengths


def _seen(**environ: Any) -> tuple[bytes, str | None]:
    """Body and length as the wrapped application finds them."""
    found: list[tuple[bytes, str | None]] = []

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        found.append((environ["wsgi.input"].read(), environ.get("CONTENT_LENGTH")))
        return []

    BodyLengths(application)(environ, lambda *_: lambda _body: None)
    return found[0]


CHUNKED = {"HTTP_TRANSFER_ENCODING": "Chunked", "wsgi.input_terminated": True}


def test_chunked_body_gets_its_length() -> None:
    assert _seen(**CHUNKED, **{"wsgi.input": BytesIO(b"{}")}) == (b"{}", "2")


def test_endless_body_is_cut_above_the_limit() -> None:
    endless = BytesIO(b"x" * (LARGEST_BODY + 5000))

    body, length = _seen(**CHUNKED, **{"wsgi.input": endless})

    assert (len(body), length) == (LARGEST_BODY + 1, str(LARGEST_BODY + 1))


def test_body_with_a_length_is_left_alone() -> None:
    environ = {"CONTENT_LENGTH": "2", "wsgi.input": BytesIO(b"{}")}

    assert _seen(**environ) == (b"{}", "2")


def test_server_that_does_not_decode_chunks_is_left_alone() -> None:
    environ = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": BytesIO(b"2\r\n{}\r\n0\r\n\r\n")}

    assert _seen(**environ)[1] is None
