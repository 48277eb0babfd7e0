"""The whole list of links as one JSON array, sent page by page in bounded memory."""

import json
from collections.abc import Callable, Iterator
from threading import Lock
from typing import Any
from uuid import UUID

from django.http import StreamingHttpResponse

from payment_links.api.link_objects import Row
from payment_links.errors import DomainError

PAGE_SIZE = 500
_streaming: set[UUID] = set()
_lock = Lock()


class StreamUnderWayError(DomainError):
    """A tenant gets one long list at a time per process. retry_after: seconds."""

    code = "rate_limited"
    http_status = 429
    description = "Another list of all links is being sent. Use limit, or try again later."
    retry_after = 5


class LinkStream:
    """The text of a JSON array of links; `close` must be called, as web servers do.

    The first page is read before anything is sent. A list of more pages takes the tenant's one
    place for long lists; raises StreamUnderWayError when that is taken.
    """

    def __init__(
        self,
        tenant_id: UUID,
        pages: Iterator[list[Row]],
        make_objects: Callable[[list[Row]], list[dict[str, Any]]],
    ) -> None:
        self.tenant_id = tenant_id
        self.has_place = False
        self.pages = pages
        self.make_objects = make_objects
        self.first = make_objects(next(pages))
        if len(self.first) == PAGE_SIZE:
            self._take_place()

    def __iter__(self) -> Iterator[bytes]:
        yield b"[" + _text(self.first)
        for rows in self.pages:
            if rows:
                yield b"," + _text(self.make_objects(rows))
        yield b"]"

    def close(self) -> None:
        if self.has_place:
            with _lock:
                _streaming.discard(self.tenant_id)
            self.has_place = False

    def _take_place(self) -> None:
        with _lock:
            if self.tenant_id in _streaming:
                raise StreamUnderWayError
            _streaming.add(self.tenant_id)
        self.has_place = True


def stream_response(stream: LinkStream) -> StreamingHttpResponse:
    """The stream as an answer of the API."""
    return StreamingHttpResponse(stream, content_type="application/json")


def _text(objects: list[dict[str, Any]]) -> bytes:
    """The members of an array without its brackets."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    return encode(objects)[1:-1].encode()
