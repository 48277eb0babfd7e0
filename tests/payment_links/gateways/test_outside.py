"""The door to strangers: what is never called, and how long an answer may take."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pytest_django import Settings

from payment_links.gateways import outside
from payment_links.gateways.errors import GatewayRejected, GatewayUnavailable


class Stranger(BaseHTTPRequestHandler):
    """A server that notes what it is sent and answers as its path says."""

    requests: list[tuple[str, dict[str, str], bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.requests.append((self.path, dict(self.headers), body))
        self.send_response(302 if self.path == "/redirect" else 200)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        if self.path == "/large":
            self.wfile.write(b"x" * 100_000)
        for _ in range(20 if self.path == "/drip" else 0):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def log_message(self, *arguments: Any) -> None:
        pass

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):
            super().handle()


@pytest.fixture
def stranger() -> Iterator[str]:
    Stranger.requests = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as server:
        thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def post(url: str, **options: Any) -> outside.Answer:
    return outside.request("POST", url, headers={"x-test": "1"}, content=b"hello", **options)


def test_a_request_arrives_as_it_was_made(stranger: str) -> None:
    answer = post(f"{stranger}/hook?a=1")

    [(path, headers, body)] = Stranger.requests
    assert (path, body, headers["x-test"]) == ("/hook?a=1", b"hello", "1")
    assert headers["Host"] == stranger.removeprefix("http://")
    assert (answer.http_status, answer.body, answer.is_whole) == (200, b"", True)


def test_a_redirect_is_not_followed(stranger: str) -> None:
    answer = post(f"{stranger}/redirect")

    assert (answer.http_status, answer.headers["location"]) == (302, "/elsewhere")
    assert len(Stranger.requests) == 1


def test_of_a_large_answer_only_the_beginning_is_read(stranger: str) -> None:
    answer = post(f"{stranger}/large", most_bytes=1000)

    assert (answer.body, answer.is_whole) == (b"x" * 1000, False)


def test_an_answer_that_trickles_in_ends_at_the_deadline(
    stranger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "TOTAL_SECONDS", 0.5)
    started = time.monotonic()

    with pytest.raises(GatewayUnavailable) as failure:
        post(f"{stranger}/drip")

    assert time.monotonic() - started < 1.5
    assert failure.value.accepted


def test_a_proxy_of_the_environment_is_not_used(
    stranger: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")

    assert post(stranger).http_status == 200


def test_nobody_listening_means_nothing_was_accepted() -> None:
    with pytest.raises(GatewayUnavailable) as failure:
        post("http://127.0.0.1:1/")

    assert not failure.value.accepted


@pytest.mark.parametrize(
    "url",
    [
        "ftp://shop.example/",
        "file:///etc/passwd",
        "//shop.example/",
        "shop.example",
        "",
        "https://",
        "https:///hook",
        "https://user@shop.example/",
        "https://user:password@shop.example/",
        "https://shop.example:22/",
        "https://shop.example:99999/",
        "https://shop.example:x/",
        "https://shop.example\n.evil.example/",
    ],
)
def test_such_an_address_is_never_called(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("was looked up"))

    with pytest.raises(GatewayRejected):
        post(url)


def test_plain_http_is_for_the_sandbox_only(settings: Settings) -> None:
    settings.SANDBOX = False

    with pytest.raises(GatewayRejected):
        post("http://shop.example/")


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 443)) for a in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["169.254.169.254"], ["::ffff:127.0.0.1"]],
)
def test_a_name_with_one_private_address_is_not_called(
    addresses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_to(monkeypatch, *addresses)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))

    with pytest.raises(GatewayRejected):
        post("https://shop.example/")


def test_the_connection_goes_to_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connected: list[tuple[str, int]] = []

    def refuse(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    resolve_to(monkeypatch, "93.184.216.34", "2606:4700::1111")
    monkeypatch.setattr(socket, "create_connection", refuse)

    with pytest.raises(GatewayUnavailable):
        post("https://shop.example/")

    assert connected == [("93.184.216.34", 443), ("2606:4700::1111", 443)]


@pytest.mark.parametrize("host", ["127.1", "0x7f.1", "2130706433", "[::1]", "[::ffff:7f00:1]"])
def test_other_spellings_of_private_addresses_are_seen_through(host: str) -> None:
    with pytest.raises(GatewayRejected):
        post(f"https://{host}/")


def test_a_name_that_does_not_resolve_is_tried_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise socket.gaierror("Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)

    with pytest.raises(GatewayUnavailable) as failure:
        post("https://shop.example/")

    assert not failure.value.accepted


def look_up_slowly(*_: Any, **__: Any) -> list[Any]:
    time.sleep(0.5)
    return []


def test_a_resolver_that_hangs_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "CONNECT_SECONDS", 0.1)
    monkeypatch.setattr(socket, "getaddrinfo", look_up_slowly)
    started = time.monotonic()

    with pytest.raises(GatewayUnavailable):
        post("https://shop.example/")

    assert time.monotonic() - started < 0.4
