"""The sandbox without sockets: the product's network door leads into it in one process."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.utils import translation

from payment_links.sandbox.wsgi import application


@contextmanager
def connections_kept() -> Iterator[None]:
    """A request within the test's own process must not close the test's connections.

    Django's test client connects these receivers again after each of its requests.
    """
    signals = (request_started, request_finished)
    connected = [signal.disconnect(close_old_connections) for signal in signals]
    try:
        yield
    finally:
        for signal, was_connected in zip(signals, connected, strict=True):
            signal.disconnect(close_old_connections)
            if was_connected:
                signal.connect(close_old_connections)


class SandboxTransport(httpx2.BaseTransport):
    """Sends requests for the sandbox's address into its application; refuses all others."""

    def __init__(self) -> None:
        self.inside = httpx2.WSGITransport(app=application)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if not str(request.url).startswith(settings.SANDBOX_URL):
            raise httpx2.ConnectError(f"tests reach no network: {request.url}", request=request)
        with translation.override(translation.get_language()), connections_kept():
            response = self.inside.handle_request(request)
            response.read()
        return response


class Sandbox:
    """What a test asks of the sandbox: its ledgers and what a person would do there."""

    def __init__(self) -> None:
        self.http = httpx2.Client(transport=SandboxTransport(), base_url=settings.SANDBOX_URL)

    def ledger(self, name: str) -> list[dict[str, Any]]:
        """The rows of sms, mail, payments or requests, in order."""
        rows: list[dict[str, Any]] = self.http.get(f"/ledger/{name}").json()
        return rows

    def post(self, path: str, **options: Any) -> httpx2.Response:
        """POST to one of the sandbox's pages."""
        return self.http.post(path, **options)

    def fault(self, target: str, kind: str, times: int = 1) -> None:
        """Let the next requests of a target (payments, sms, mail) go wrong."""
        answer = self.post("/faults", json={"target": target, "kind": kind, "times": times})
        assert answer.is_success, answer.text


def send_to_product(url: str, body: bytes, headers: dict[str, str]) -> int:
    """What the sandbox sends to the product, delivered through Django's test client."""
    path = url.removeprefix(settings.PUBLIC_URL)
    named = {name.lower(): value for name, value in headers.items()}
    content_type = named.pop("content-type", "application/json")
    with connections_kept():
        answer = Client().post(path, data=body, content_type=content_type, headers=named)
    return answer.status_code
