"""Status callbacks: sent after the change, tried again, recorded, and misbehaving on request."""

import json
import time
from collections.abc import Iterator

import httpx2
import pytest
from django.db import connections
from pytest_django import Settings

from payment_links.sandbox import callbacks
from payment_links.sandbox.callbacks import Outgoing, dispatch
from payment_links.sandbox.demo_data import SEED_ORDER_ID
from payment_links.sandbox.models import RequestRecord
from tests.doors import Sandbox
from tests.payment_links.sandbox.conftest import PaymentsApi, Sent

pytestmark = pytest.mark.django_db(databases=["sandbox"])
CALLBACK_URL = "http://127.0.0.1:1/inbound/payments/token"
COMPLETED = {"desired_payment_status": "COMPLETED"}


def test_callback_tells_which_payment_became_what(api: PaymentsApi, sent: list[Sent]) -> None:
    payment_id = api.start("dummy/dummy", COMPLETED, status_callback_url=CALLBACK_URL)

    [callback] = sent
    history = api.payment(payment_id)["status_history"]
    assert callback.url == CALLBACK_URL
    assert json.loads(callback.body) == {
        "payment_order_id": SEED_ORDER_ID,
        "payment_id": payment_id,
        "status": "COMPLETED",
        "occurred_at": history[-1]["occurred_at"],
    }


def test_every_later_change_is_told(api: PaymentsApi, sandbox: Sandbox, sent: list[Sent]) -> None:
    payment_id = api.start(
        "swish/m_commerce", {"message": "Tack"}, status_callback_url=CALLBACK_URL
    )

    sandbox.post(f"/provider/{payment_id}", data={"decision": "expire"})
    sandbox.post(f"/provider/{payment_id}", data={"decision": "late_money"})

    statuses = [json.loads(callback.body)["status"] for callback in sent]
    assert statuses == ["PENDING", "EXPIRED", "COMPLETED"]


def test_nobody_is_told_without_an_address(api: PaymentsApi, sent: list[Sent]) -> None:
    api.start("dummy/dummy", COMPLETED)

    assert sent == []


def test_failed_callback_is_tried_three_more_times(
    api: PaymentsApi, sandbox: Sandbox, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SANDBOX_CALLBACKS = "inline"
    answers: Iterator[int | Exception] = iter([500, httpx2.ConnectError("refused"), 404, 503])

    def send(url: str, body: bytes, headers: dict[str, str]) -> int:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(callbacks, "send", send)
    api.start("dummy/dummy", COMPLETED, status_callback_url=CALLBACK_URL)

    attempts = [row for row in sandbox.ledger("requests") if row["direction"] == "out"]
    assert [row["status"] for row in attempts] == [500, None, 404, 503]
    assert attempts[1]["error"] == "ConnectError: refused"
    assert {row["url"] for row in attempts} == {CALLBACK_URL}


@pytest.mark.parametrize(("kind", "count"), [("drop_callback", 0), ("double_callback", 2)])
def test_next_callback_is_dropped_or_doubled(
    api: PaymentsApi, sandbox: Sandbox, sent: list[Sent], kind: str, count: int
) -> None:
    sandbox.fault("payments", kind)

    api.start("dummy/dummy", COMPLETED, status_callback_url=CALLBACK_URL)
    misbehaved = len(sent)
    api.start("dummy/dummy", COMPLETED, status_callback_url=CALLBACK_URL)

    assert (misbehaved, len(sent)) == (count, count + 1)


@pytest.mark.django_db(transaction=True, databases=["sandbox"])
def test_background_threads_send_and_record(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SANDBOX_CALLBACKS = "thread"
    sent_urls: list[str] = []

    def send(url: str, body: bytes, headers: dict[str, str]) -> int:
        sent_urls.append(url)
        return 204

    monkeypatch.setattr(callbacks, "send", send)
    monkeypatch.setattr(callbacks, "PAUSES_SECONDS", (0.0,))

    dispatch([Outgoing("payments", f"{CALLBACK_URL}/{number}", b"{}") for number in range(3)])
    wait_for_records(3)

    assert sorted(sent_urls) == [f"{CALLBACK_URL}/{number}" for number in range(3)]


def wait_for_records(count: int) -> None:
    """Until so many attempts are recorded, at most five seconds."""
    for _ in range(100):
        if RequestRecord.objects.count() == count:
            break
        time.sleep(0.05)
    connections["sandbox"].close()
    assert RequestRecord.objects.count() == count
