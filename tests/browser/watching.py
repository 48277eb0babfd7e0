"""What a browser must never report while somebody uses the product."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

# The browser's own word for a request that it gave up because the person moved on.
GIVEN_UP = "net::ERR_ABORTED"
LOCAL_SCHEMES = {"data", "blob", "about"}


@dataclass
class Watch:
    """Collects what goes wrong in a browser: its console, its scripts and its requests.

    A refused Content-Security-Policy is an error on the console. foreseen: parts of the messages
    that a test expects, for example of a page that is answered with 404.
    """

    reported: list[str] = field(default_factory=list)
    foreseen: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        """Listen to all pages of the context."""
        context.on("console", self._hear_console)
        context.on("weberror", self._hear_script)
        context.on("request", self._see_request)
        context.on("requestfailed", self._see_failure)

    def expect(self, part: str) -> None:
        """Let messages pass that contain this text."""
        self.foreseen.append(part)

    def problems(self) -> list[str]:
        """What was reported and not foreseen."""
        return [
            message
            for message in self.reported
            if not any(part in message for part in self.foreseen)
        ]

    def _hear_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.reported.append(f"console: {message.text}")

    def _hear_script(self, error: WebError) -> None:
        self.reported.append(f"script: {error.error}")

    def _see_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in LOCAL_SCHEMES and address.hostname != "127.0.0.1":
            self.reported.append(f"request to another host: {request.url}")

    def _see_failure(self, request: Request) -> None:
        if request.failure != GIVEN_UP:
            self.reported.append(f"failed request: {request.url}: {request.failure}")
