"""A tenant's callback endpoint on a real socket, which verifies every signature it gets."""

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError


@dataclass
class TenantEndpoint:
    """Receives status callbacks; `statuses` are the verified ones in the order they came."""

    signing_secret: str
    received: list[dict[str, Any]] = field(default_factory=list)
    forged: list[bytes] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(endpoint.take(body, dict(self.headers.items())))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments: Any) -> None:
                """Silence."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/callback"

    def take(self, body: bytes, headers: dict[str, str]) -> int:
        """Verify and keep a callback; returns the HTTP status to answer with."""
        if self.answers:
            return self.answers.pop(0)
        try:
            self.received.append(Webhook(self.signing_secret).verify(body, headers))
        except WebhookVerificationError:
            self.forged.append(body)
            return 400
        return 204

    def statuses(self, link_id: str) -> list[str]:
        """The statuses told for a link, in order."""
        return [
            callback["status"]
            for callback in self.received
            if callback["payment_link_id"] == link_id
        ]

    def close(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()
