"""The SMS gateway: 46elks' answers, refusals and delivery reports."""

from typing import Any
from urllib.parse import parse_qs

import pytest

from payment_links.sandbox.sms import count_parts
from tests.doors import Sandbox
from tests.payment_links.sandbox.conftest import Sent

pytestmark = pytest.mark.django_db(databases=["sandbox"])
REPORT_URL = "http://127.0.0.1:1/inbound/sms/token"


def send(door: Sandbox, **overrides: str) -> Any:
    form = {"from": "Pizzeria", "to": "+46701234567", "message": "Betala nu", **overrides}
    return door.post("/a1/sms", data=form, auth=("user", "password"))


def test_accepted_message_is_answered_and_in_the_ledger(sandbox: Sandbox) -> None:
    answer = send(sandbox).json()

    [row] = sandbox.ledger("sms")
    assert answer == {
        "id": row["sms_id"],
        "status": "created",
        "direction": "outgoing",
        "from": "Pizzeria",
        "to": "+46701234567",
        "message": "Betala nu",
        "created": answer["created"],
        "parts": 1,
        "cost": 3500,
    }
    assert (row["to"], row["message"], row["outcome"]) == (
        "+46701234567",
        "Betala nu",
        "delivered",
    )


def test_delivery_is_reported(sandbox: Sandbox, sent: list[Sent]) -> None:
    sms_id = send(sandbox, whendelivered=REPORT_URL).json()["id"]

    [report] = sent
    form = parse_qs(report.body.decode())
    assert report.url == REPORT_URL
    assert report.headers == {"Content-Type": "application/x-www-form-urlencoded"}
    assert (form["id"], form["status"]) == ([sms_id], ["delivered"])
    assert set(form) == {"id", "status", "delivered"}


def test_magic_number_fails(sandbox: Sandbox, sent: list[Sent]) -> None:
    sms_id = send(sandbox, to="+46700000009", whendelivered=REPORT_URL).json()["id"]

    assert [parse_qs(report.body.decode()) for report in sent] == [
        {"id": [sms_id], "status": ["failed"]}
    ]


def test_magic_number_fails_once_per_message(sandbox: Sandbox) -> None:
    for message in ("a", "a", "b"):
        send(sandbox, to="+46700000007", message=message)

    outcomes = [(row["message"], row["outcome"]) for row in sandbox.ledger("sms")]
    assert outcomes == [("a", "failed"), ("a", "delivered"), ("b", "failed")]


def test_magic_number_gets_no_report(sandbox: Sandbox, sent: list[Sent]) -> None:
    send(sandbox, to="+46700000008", whendelivered=REPORT_URL)

    assert sent == []
    assert sandbox.ledger("sms")[0]["outcome"] == "no_report"


@pytest.mark.parametrize(
    "overrides",
    [{"to": "0701234567"}, {"to": ""}, {"from": "TwelveLetters"}, {"message": ""}]
    + [{"whendelivered": "nowhere"}],
)
def test_bad_messages_are_refused_in_plain_text(
    sandbox: Sandbox, overrides: dict[str, str]
) -> None:
    answer = send(sandbox, **overrides)

    assert (answer.status_code, answer.headers["content-type"]) == (403, "text/plain")
    assert sandbox.ledger("sms") == []


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Basic !"}, {"Authorization": "Basic Og=="}]
)
def test_user_name_is_required(sandbox: Sandbox, headers: dict[str, str]) -> None:
    answer = sandbox.post("/a1/sms", data={"to": "+46701234567"}, headers=headers)

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("message", "parts"),
    [("å" * 160, 1), ("å" * 161, 2), ("€" * 80, 1), ("€" * 81, 2), ("ş" * 70, 1), ("🍕" * 36, 2)],
)
def test_parts_are_counted_as_the_network_does(message: str, parts: int) -> None:
    assert count_parts(message) == parts
