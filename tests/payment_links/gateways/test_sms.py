"""The SMS gateway's protocols: what is asked, and which answers are final."""

from typing import Any
from urllib.parse import parse_qs

import httpx2
import pytest
from pytest_django import Settings

from payment_links.gateways import http, sms
from payment_links.gateways.errors import GatewayRejected, GatewayUnavailable


class Gateway:
    """Answers every request alike and remembers the last one."""

    def __init__(self, status: int, **answer: Any) -> None:
        self.status = status
        self.answer = answer
        self.request: httpx2.Request | None = None

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        self.request = request
        return httpx2.Response(self.status, **self.answer)

    def form(self) -> dict[str, list[str]]:
        assert self.request is not None
        return parse_qs(self.request.content.decode())


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Any:
    settings.SMS_API_USERNAME, settings.SMS_API_PASSWORD = "u1", "p1"

    def make(status: int, **values: Any) -> Gateway:
        gateway = Gateway(status, **values)
        client = httpx2.Client(transport=httpx2.MockTransport(gateway.handle))
        monkeypatch.setattr(http, "client", lambda: client)
        return gateway

    return make


def send() -> str:
    return sms.send("+46701740615", "Vesuvio", text="Hej å", report_url="https://we.example/r")


def test_46elks_is_asked_with_a_form(answer: Any, settings: Settings) -> None:
    settings.SMS_API_URL = "https://api.46elks.example/a1"
    gateway = answer(200, json={"id": "s1", "status": "created"})

    assert send() == "s1"

    assert (gateway.request.method, str(gateway.request.url)) == (
        "POST",
        "https://api.46elks.example/a1/sms",
    )
    assert gateway.request.headers["authorization"] == "Basic dTE6cDE="
    assert gateway.form() == {
        "to": ["+46701740615"],
        "from": ["Vesuvio"],
        "message": ["Hej å"],
        "whendelivered": ["https://we.example/r"],
    }


def test_twilio_is_asked_in_its_own_words(answer: Any, settings: Settings) -> None:
    settings.SMS_PROVIDER = "twilio"
    settings.SMS_API_URL = "https://api.twilio.example"
    gateway = answer(201, json={"sid": "SM1", "status": "queued"})

    assert send() == "SM1"

    assert gateway.request.url.path == "/2010-04-01/Accounts/u1/Messages.json"
    assert gateway.form() == {
        "To": ["+46701740615"],
        "From": ["Vesuvio"],
        "Body": ["Hej å"],
        "StatusCallback": ["https://we.example/r"],
    }


@pytest.mark.parametrize(
    ("status", "values", "words"),
    [
        (403, {"text": "Invalid to"}, "Invalid to"),
        (400, {"json": {"code": 21211, "message": "Invalid 'To'"}}, "Invalid 'To'"),
        (404, {"text": ""}, "HTTP 404"),
        (302, {"text": ""}, "HTTP 302"),
    ],
)
def test_a_refusal_is_final(answer: Any, status: int, values: Any, words: str) -> None:
    answer(status, **values)

    with pytest.raises(GatewayRejected) as failure:
        send()

    assert (str(failure.value), failure.value.http_status) == (words, status)


@pytest.mark.parametrize("status", [401, 402, 408, 429, 500, 502, 503])
def test_trouble_of_the_gateway_or_the_account_can_wait(answer: Any, status: int) -> None:
    answer(status)

    with pytest.raises(GatewayUnavailable) as failure:
        send()

    assert not failure.value.accepted


@pytest.mark.parametrize(
    "values", [{"text": ""}, {"text": "ok"}, {"json": []}, {"json": {}}, {"json": {"id": 1}}]
)
def test_an_answer_without_an_id_may_mean_that_it_was_sent(answer: Any, values: Any) -> None:
    answer(200, **values)

    with pytest.raises(GatewayUnavailable) as failure:
        send()

    assert failure.value.accepted
