"""Fetching logos: once per tenant and address, under the guard, with a reason when it fails."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import storages
from pytest_django import Settings

from payment_links import clock
from payment_links.gateways import outside
from payment_links.gateways.errors import GatewayUnavailable
from payment_links.gateways.outside import Answer
from payment_links.logos import fetching
from payment_links.logos.fetching import LAST_ATTEMPT, MOST_BYTES, fetch_logo, sweep_logos
from payment_links.models import Logo, Tenant
from tests.builders import NOON, make_tenant
from tests.payment_links.logos.drawing import decoded, picture

pytestmark = pytest.mark.django_db
URL = "https://shop.example/logo.png"


class Server:
    """The tenant's server: says what the test wants and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, int]] = []
        self.answer: Answer | Exception = answer(picture())

    def request(self, method: str, url: str, *, most_bytes: int, **_: Any) -> Answer:
        self.asked.append((method, url, most_bytes))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def answer(
    body: bytes, *, status: int = 200, content_type: str = "image/png", is_whole: bool = True
) -> Answer:
    return Answer(status, {"content-type": content_type}, body, is_whole)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server()
    monkeypatch.setattr(outside, "request", server.request)
    return server


def asked_for(url: str = URL, tenant: Tenant | None = None) -> Logo:
    Logo.objects.ask_for(tenant or make_tenant(), url, NOON)
    return Logo.objects.get(url=url)


def fetched(logo: Logo) -> Logo:
    fetch_logo(str(logo.pk))
    logo.refresh_from_db()
    return logo


def test_a_logo_is_fetched_and_stored_as_our_copy(server: Server) -> None:
    logo = fetched(asked_for())

    with storages["documents"].open(logo.stored_file) as file:
        stored = file.read()
    assert (logo.state, logo.width, logo.height) == ("DONE", 200, 80)
    assert logo.sha256 == hashlib.sha256(stored).hexdigest()
    assert logo.stored_file.startswith("logos/")
    assert decoded(stored).size == (200, 80)
    assert server.asked == [("GET", URL, MOST_BYTES)]


def test_a_logo_is_asked_for_once_per_tenant_and_address(server: Server) -> None:
    tenant = make_tenant()

    for _ in range(3):
        Logo.objects.ask_for(tenant, URL, NOON)
    Logo.objects.ask_for(make_tenant(), URL, NOON)
    Logo.objects.ask_for(tenant, "", NOON)

    assert Logo.objects.count() == 2


def test_a_logo_that_we_have_is_not_fetched_again(server: Server) -> None:
    logo = fetched(asked_for())

    fetch_logo(str(logo.pk))

    assert len(server.asked) == 1


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", ""])
def test_the_content_type_does_not_count(content_type: str, server: Server) -> None:
    server.answer = answer(picture(name="JPEG"), content_type=content_type)

    assert fetched(asked_for()).state == "DONE"


@pytest.mark.parametrize(
    ("refused", "reason"),
    [
        (answer(b"<svg/>", content_type="image/png"), "not a PNG, JPEG or WebP"),
        (answer(picture(), is_whole=False), "larger than 512 kB"),
        (answer(b"", status=302), "redirects end here"),
        (answer(b"", status=404), "answered 404"),
        (answer(picture(10, 2001)), "more than 2000 a side"),
    ],
)
def test_what_is_no_logo_is_given_up_with_the_reason(
    refused: Answer, reason: str, server: Server
) -> None:
    server.answer = refused

    logo = fetched(asked_for())

    assert (logo.state, logo.attempts, logo.stored_file) == ("DEAD", 1, "")
    assert reason in logo.last_error


@pytest.mark.parametrize(
    "failure", [GatewayUnavailable("no answer"), answer(b"", status=503), answer(b"", status=429)]
)
def test_a_server_that_is_away_is_asked_again_and_then_given_up(
    failure: Any, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer = failure
    logo = asked_for()
    now = [NOON]
    monkeypatch.setattr(clock, "now", lambda: now[0])

    states = []
    for _ in range(LAST_ATTEMPT):
        states.append(fetched(logo).state)
        now[0] += timedelta(hours=3)

    assert states == ["PENDING"] * (LAST_ATTEMPT - 1) + ["DEAD"]
    assert logo.last_error


def test_a_logo_that_kills_its_workers_is_given_up(server: Server) -> None:
    logo = asked_for()
    Logo.objects.update(attempts=LAST_ATTEMPT)

    assert (fetched(logo).state, server.asked) == ("DEAD", [])


def test_a_disk_that_is_full_leaves_the_logo_to_be_fetched_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(type(storages["documents"]), "save", fail)

    logo = fetched(asked_for())

    assert (logo.state, logo.last_error) == ("PENDING", "No space left on device")


def test_a_lost_lease_leaves_no_file(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    logo = asked_for()

    def slow_name() -> str:
        Logo.objects.update(attempts=2)
        return "lost"

    monkeypatch.setattr(fetching, "random_token", slow_name)

    assert (fetched(logo).state, logo.stored_file) == ("LEASED", "")
    assert not storages["documents"].exists("logos/lost.png")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://shop.example/logo.png", "Only https"),
        ("https://127.0.0.1/logo.png", "private network"),
        ("https://[::1]/logo.png", "private network"),
        ("https://169.254.169.254/latest/meta-data", "private network"),
        ("https://shop.example:22/logo.png", "Port 22"),
        ("https://me:secret@shop.example/logo.png", "no user"),
    ],
)
def test_addresses_we_never_call_are_refused(url: str, reason: str, settings: Settings) -> None:
    settings.SANDBOX = False
    settings.PRIVATE_HOSTS_ALLOWED = []

    logo = fetched(asked_for(url))

    assert logo.state == "DEAD"
    assert reason in logo.last_error


def test_a_logo_given_up_is_tried_anew_the_next_day(server: Server) -> None:
    logo = asked_for()
    Logo.objects.update(state="DEAD", attempts=5)

    Logo.objects.ask_for(logo.tenant, URL, NOON + timedelta(hours=23))
    logo.refresh_from_db()
    assert logo.state == "DEAD"
    Logo.objects.ask_for(logo.tenant, URL, NOON + timedelta(hours=25))

    assert fetched(logo).state == "DONE"


def test_the_sweep_publishes_what_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    published: list[str] = []
    monkeypatch.setattr(fetch_logo, "delay", published.append)
    logo = asked_for()

    sweep_logos()

    assert published == [str(logo.pk)]
