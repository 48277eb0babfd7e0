"""Faults on request: the next calls misbehave, later ones do not."""

import time
from typing import Any

import httpx2
import pytest

from payment_links.sandbox.demo_data import SEED_ORDER_ID
from tests.doors import Sandbox
from tests.payment_links.sandbox.conftest import PaymentsApi

pytestmark = pytest.mark.django_db(databases=["sandbox"])


def test_next_calls_answer_500_and_change_nothing(api: PaymentsApi, sandbox: Sandbox) -> None:
    sandbox.fault("payments", "status_500", times=2)

    statuses = [api.call("POST", "/payment_orders", json={"currency": "SEK"}) for _ in range(3)]

    assert [answer.status_code for answer in statuses] == [500, 500, 200]
    assert statuses[0].json()["errors"][0]["error"] == "internal_error"


def test_cut_connection_comes_after_the_change(api: PaymentsApi, sandbox: Sandbox) -> None:
    sandbox.fault("payments", "cut_connection")

    with pytest.raises(httpx2.ReadError):
        api.initiate("dummy/dummy", {"desired_payment_status": "COMPLETED"})

    [payment] = api.call("GET", f"/payment_orders/{SEED_ORDER_ID}").json()["payments"]
    assert payment["status"] == "COMPLETED"
    cut = [row for row in sandbox.ledger("requests") if row["error"] == "connection cut"]
    assert [(row["method"], row["status"]) for row in cut] == [("POST", None)]


def test_slow_call_is_answered_late(
    api: PaymentsApi, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    naps: list[float] = []
    monkeypatch.setattr(time, "sleep", naps.append)
    body = {"target": "payments", "kind": "slow", "times": 1, "seconds": 9}
    sandbox.post("/faults", json=body)

    assert api.call("GET", "/tenant").status_code == 200
    assert naps == [9]


def test_fault_meets_its_target_and_method_only(api: PaymentsApi, sandbox: Sandbox) -> None:
    body = {"target": "payments", "kind": "status_500", "times": 1, "method": "PUT"}
    sandbox.post("/faults", json=body)

    assert api.call("GET", "/tenant").status_code == 200
    assert sandbox.post("/a1/sms").status_code == 401
    assert api.call("PUT", "/tenant", json={}).status_code == 500


def test_faults_are_listed_and_forgotten(sandbox: Sandbox) -> None:
    sandbox.fault("sms", "status_500", times=3)

    listed = sandbox.http.get("/faults").json()
    sandbox.http.delete("/faults")

    assert listed == [
        {"target": "sms", "kind": "status_500", "method": "", "seconds": 15, "times": 3}
    ]
    assert sandbox.http.get("/faults").json() == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"target": "moon", "kind": "slow", "times": 1},
        {"target": "sms", "kind": "slow", "times": 0},
        {"target": "sms", "kind": "explode", "times": 1},
    ],
)
def test_bad_faults_are_refused(sandbox: Sandbox, body: dict[str, Any]) -> None:
    assert sandbox.post("/faults", json=body).status_code == 422
