"""The door to addresses that strangers chose: status callbacks to tenants, and logos.

What such an address resolves to is checked before every connection, and the connection goes to
the checked address, so that a name that answers differently the second time gains nothing.
"""

import socket
import ssl
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from queue import Empty, SimpleQueue
from typing import Any

import httpcore2
import httpx2
from django.conf import settings

from payment_links.gateways.errors import GatewayRejected, GatewayUnavailable
from payment_links.gateways.public_addresses import is_public

CONNECT_SECONDS = 2.0
# Everything together: look-up, connection, sending, and an answer that trickles in.
TOTAL_SECONDS = 10.0
MOST_BYTES = 64 * 1024
PORTS = frozenset({80, 443, 8443})

FAILURES = (
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a stranger's server said.

    headers: names in lower case. body: its beginning, at most the bytes asked for.
    """

    http_status: int
    headers: dict[str, str]
    body: bytes
    is_whole: bool


class Deadline:
    """The moment by which everything must be over."""

    def __init__(self, seconds: float) -> None:
        self._ends_at = time.monotonic() + seconds

    def left(self, at_most: float = TOTAL_SECONDS) -> float:
        """Seconds left; raises httpcore2.ReadTimeout when there are none."""
        seconds = self._ends_at - time.monotonic()
        if seconds <= 0:
            raise httpcore2.ReadTimeout(f"no whole answer within {TOTAL_SECONDS:.0f} s")
        return min(seconds, at_most)


def request(
    method: str,
    url: str,
    *,
    headers: dict[str, str],
    content: bytes = b"",
    most_bytes: int = MOST_BYTES,
) -> Answer:
    """Send one request to a stranger's server and return its answer, whatever its status.

    Redirects are not followed, proxies of the environment not used; of the answer's body at most
    most_bytes are read. Raises GatewayRejected when the address is not one we call, and
    GatewayUnavailable when there is no answer within TOTAL_SECONDS or the name does not resolve.
    """
    target = _allowed_target(url)
    backend = _CheckedBackend(Deadline(TOTAL_SECONDS))
    all_headers: list[tuple[str, str]] = [*headers.items(), ("connection", "close")]
    try:
        with (
            httpcore2.ConnectionPool(
                ssl_context=_ssl_context(), network_backend=backend, max_connections=1
            ) as pool,
            pool.stream(
                method,
                str(target),
                headers=all_headers,
                content=content,
            ) as response,
        ):
            return _read(response, most_bytes)
    except FAILURES as error:
        accepted = not isinstance(error, httpcore2.ConnectError | httpcore2.ConnectTimeout)
        message = f"{type(error).__name__}: {error}"
        raise GatewayUnavailable(message, accepted=accepted) from error


def _allowed_target(url: str) -> httpx2.URL:
    """The address taken apart; raises GatewayRejected for one that is never called."""
    try:
        target = httpx2.URL(url)
    except (httpx2.InvalidURL, UnicodeError) as error:
        raise GatewayRejected("The address cannot be read.") from error
    if target.scheme not in ({"http", "https"} if settings.SANDBOX else {"https"}):
        raise GatewayRejected("Only https addresses are called.")
    if not target.host or target.userinfo:
        raise GatewayRejected("The address must hold a host and no user.")
    port = target.port or {"http": 80, "https": 443}[target.scheme]
    if port not in PORTS and not _is_allowed_though_private(target.host):
        raise GatewayRejected(f"Port {port} is not called.")
    return target.copy_with(fragment=None)


def _is_allowed_though_private(host: str) -> bool:
    return host in settings.PRIVATE_HOSTS_ALLOWED


def _read(response: httpcore2.Response, most_bytes: int) -> Answer:
    body = b""
    for chunk in response.iter_stream():
        body += chunk
        if len(body) > most_bytes:
            break
    return Answer(
        http_status=response.status,
        headers={
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in response.headers
        },
        body=body[:most_bytes],
        is_whole=len(body) <= most_bytes,
    )


@cache
def _ssl_context() -> ssl.SSLContext:
    return httpcore2.default_ssl_context()


class _CheckedBackend(httpcore2.NetworkBackend):
    """Connects to addresses that were checked, and lets no single step outlast the deadline."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        failure: Exception = GatewayUnavailable("The name has no address.", accepted=False)
        for address in _checked_addresses(host, port, self._deadline):
            try:
                stream = httpcore2.SyncBackend().connect_tcp(
                    address, port, timeout=self._deadline.left(CONNECT_SECONDS)
                )
                return _DeadlineStream(stream, self._deadline)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure


def _checked_addresses(host: str, port: int, deadline: Deadline) -> list[str]:
    """All IP addresses of the host, of which not one may be private."""
    addresses = _look_up(host, port, deadline.left(CONNECT_SECONDS))
    if not _is_allowed_though_private(host) and not all(map(is_public, addresses)):
        raise GatewayRejected("The address leads into a private network.")
    return addresses


def _look_up(host: str, port: int, seconds: float) -> list[str]:
    """Ask the resolver in a thread, for it knows no time limit of its own."""
    answers: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([str(address[0]) for *_, address in found])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty as error:
        raise GatewayUnavailable("The name was not looked up in time.", accepted=False) from error
    if isinstance(answer, Exception):
        raise GatewayUnavailable(f"The name is not known: {answer}", accepted=False) from answer
    return answer


class _DeadlineStream(httpcore2.NetworkStream):
    """A connection on which every step ends by the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _DeadlineStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
