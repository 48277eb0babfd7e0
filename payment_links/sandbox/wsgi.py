"""WSGI entry point of the sandbox: the project's settings with addresses of its own."""

import errno
import os
import time
from typing import Any

import django
import httpx2
from django.apps import apps
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import get_urlconf, set_urlconf

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:
    django.setup()

from payment_links.sandbox import clock  # noqa: E402  models need django.setup() first
from payment_links.sandbox.answers import answer_error, refuse  # noqa: E402
from payment_links.sandbox.faults import take_request_fault  # noqa: E402
from payment_links.sandbox.ledger import record_request  # noqa: E402
from payment_links.sandbox.models import Fault, RequestRecord  # noqa: E402

# Reading a ledger must not write to it.
UNRECORDED_PATHS = ("/ledger/", "/static/")
# E-mails carry files: too large for the ledger of requests, and kept as rows of their own.
UNRECORDED_BODIES = ("/postmark/",)


class ConnectionCutError(httpx2.ReadError, ConnectionResetError):
    """The connection ends without an answer.

    WSGI servers close the socket on a ConnectionResetError; a client that calls the application
    in its own process sees the error that a real socket would give it.
    """

    def __init__(self) -> None:
        httpx2.ReadError.__init__(self, "the connection was cut")
        self.errno = errno.ECONNRESET


class SandboxHandler(WSGIHandler):
    """Serves the sandbox's addresses without the product's middleware, and keeps the ledger."""

    def load_middleware(self, is_async: bool = False) -> None:
        """No middleware: the sandbox has neither sessions nor users."""
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        get_response = self._get_response  # type: ignore[attr-defined]  # not in the stubs
        self._middleware_chain = convert_exception_to_response(get_response)

    def get_response(self, request: HttpRequest) -> Any:
        """Answer with the sandbox's addresses, or misbehave as a fault asks, and record it.

        The thread's own URL configuration is put back: tests call this from within the product.
        """
        occurred_at = clock.now()
        body = read_recordable_body(request)
        fault = take_request_fault(request)
        previous = get_urlconf()
        request.urlconf = "payment_links.sandbox.urls"
        try:
            response = self.answer(request, fault)
        finally:
            set_urlconf(previous)
        is_cut = fault is not None and fault.kind == Fault.Kind.CUT_CONNECTION
        if not request.path.startswith(UNRECORDED_PATHS):
            record_request(
                RequestRecord.Direction.IN,
                request.method or "",
                request.get_full_path(),
                body=body,
                status=None if is_cut else response.status_code,
                occurred_at=occurred_at,
                error="connection cut" if is_cut else "",
            )
        if is_cut:
            response.close()
            raise ConnectionCutError
        return response

    def answer(self, request: HttpRequest, fault: Fault | None) -> HttpResponseBase:
        """The view's answer, late or replaced by a 500 when a fault says so."""
        if fault is not None and fault.kind == Fault.Kind.SLOW:
            time.sleep(fault.seconds)
        if fault is not None and fault.kind == Fault.Kind.STATUS_500:
            return answer_error(refuse(500, "internal_error", "a fault was asked for"))
        response: HttpResponseBase = super().get_response(request)
        if isinstance(response, HttpResponse) and response.status_code != 204:
            response["Content-Length"] = str(len(response.content))
        return response


def read_recordable_body(request: HttpRequest) -> str:
    """The body as text, for the ledger; empty when it is not to be kept or too large."""
    if request.path.startswith(UNRECORDED_BODIES):
        return ""
    try:
        return request.body.decode(errors="replace")
    except RequestDataTooBig:
        return ""


application = SandboxHandler()
