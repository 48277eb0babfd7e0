"""Requests with an Idempotency-Key: done once, answered alike; and what must not be kept."""

from datetime import timedelta
from typing import Any
from unittest.mock import Mock
from uuid import UUID

import pytest

from payment_links import clock, distribution, idempotency
from payment_links.api.schema import examples
from payment_links.links import create_link
from payment_links.models import IdempotencyKey, Payment, PaymentLink
from payment_links.payments import record_payment_status
from tests.builders import make_demo_merchant
from tests.doors import Sandbox
from tests.payment_links.api.calls import LINKS, Api, modern_body

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])
KEY = {"headers": {"idempotency-key": "order 1001"}}


@pytest.fixture
def api(sandbox: Sandbox) -> Api:
    return Api(make_demo_merchant().tenant_id)


def _answer(response: Any) -> tuple[int, bytes, str]:
    return response.status_code, response.content, response.headers.get("Content-Type")


def test_same_request_is_done_once_and_answered_alike(api: Api) -> None:
    first = api.post(LINKS, modern_body(), **KEY)
    second = api.post(LINKS, modern_body(), **KEY)

    assert _answer(second) == _answer(first)
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert PaymentLink.objects.count() == 1


def test_a_business_buyers_link_is_made_once_too(api: Api) -> None:
    first = api.post(LINKS, examples.BUSINESS_LINK, **KEY)
    second = api.post(LINKS, examples.BUSINESS_LINK, **KEY)
    other = api.post(LINKS, {**examples.BUSINESS_LINK, "buyer_reference": "4712"}, **KEY)

    assert _answer(second) == _answer(first)
    assert (other.status_code, other.json()["error"]) == (409, "idempotency_conflict")
    assert PaymentLink.objects.count() == 1


def test_order_of_keys_and_spaces_do_not_make_another_request(api: Api) -> None:
    body = modern_body()
    first = api.post(LINKS, body, **KEY)

    second = api.post(LINKS, dict(reversed(body.items())), **KEY)

    assert second.content == first.content


def test_without_a_key_every_request_is_done(api: Api) -> None:
    for _ in range(2):
        api.post(LINKS, modern_body())

    assert PaymentLink.objects.count() == 2
    assert IdempotencyKey.objects.count() == 0


def test_key_of_another_body_is_a_conflict(api: Api) -> None:
    api.post(LINKS, modern_body(), **KEY)

    response = api.post(LINKS, modern_body(metadata={"a": 1}), **KEY)

    assert (response.status_code, response.json()["error"]) == (409, "idempotency_conflict")
    assert "Retry-After" not in response.headers
    assert PaymentLink.objects.count() == 1


def test_key_of_another_address_is_a_conflict(api: Api, sandbox: Sandbox) -> None:
    link, other = (api.post(LINKS, modern_body()).json()["id"] for _ in range(2))
    api.put(f"{LINKS}/{link}/cancel", **KEY)

    response = api.put(f"{LINKS}/{other}/cancel", **KEY)

    assert response.status_code == 409
    assert PaymentLink.objects.get(pk=other).status == "CREATED"


def test_empty_answer_is_replayed_empty(api: Api) -> None:
    link = api.post(LINKS, modern_body()).json()["id"]
    first = api.put(f"{LINKS}/{link}/cancel", **KEY)

    second = api.put(f"{LINKS}/{link}/cancel", **KEY)

    assert _answer(first)[:2] == _answer(second)[:2] == (204, b"")
    assert second.headers["Idempotent-Replayed"] == "true"


def test_refusal_is_replayed(api: Api) -> None:
    body = modern_body(total_amount=1)
    first = api.post(LINKS, body, **KEY)

    second = api.post(LINKS, body, **KEY)

    assert _answer(first) == _answer(second)
    assert (second.status_code, second.headers["Idempotent-Replayed"]) == (403, "true")


def test_outage_is_not_kept(api: Api, sandbox: Sandbox) -> None:
    sandbox.fault("payments", "status_500")
    failed = api.post(LINKS, modern_body(), **KEY)

    again = api.post(LINKS, modern_body(), **KEY)

    assert (failed.status_code, again.status_code) == (502, 200)
    assert PaymentLink.objects.count() == 1


def test_crash_leaves_neither_link_nor_key(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "finish", Mock(side_effect=RuntimeError))
    api.client.raise_request_exception = False

    response = api.post(LINKS, modern_body(), **KEY)

    assert response.status_code == 500
    assert response.json()["request_id"] == response.headers["X-Request-ID"]
    assert (PaymentLink.objects.count(), IdempotencyKey.objects.count()) == (0, 0)


def test_request_in_flight_is_told_to_come_back(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "PATIENCE_SECONDS", 0)
    api.post(LINKS, modern_body(), **KEY)
    IdempotencyKey.objects.update(
        response_status=None, locked_until=clock.now() + timedelta(seconds=30)
    )

    response = api.post(LINKS, modern_body(), **KEY)

    assert (response.status_code, response.json()["error"]) == (409, "idempotency_conflict")
    assert response.headers["Retry-After"] == "1"


def test_lease_of_a_dead_process_is_taken_over(api: Api) -> None:
    api.post(LINKS, modern_body(), **KEY)
    IdempotencyKey.objects.update(
        response_status=None, locked_until=clock.now() - timedelta(seconds=1)
    )

    response = api.post(LINKS, modern_body(), **KEY)

    assert response.status_code == 200
    assert IdempotencyKey.objects.get().response_status == 200


def test_work_is_rolled_back_when_its_lease_was_lost(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow_create(*given: Any, **named: Any) -> PaymentLink:
        IdempotencyKey.objects.update(locked_until=clock.now() + timedelta(hours=1))
        return create_link(*given, **named)

    monkeypatch.setattr("payment_links.links.create_link", slow_create)

    response = api.post(LINKS, modern_body(), **KEY)

    assert response.status_code == 409
    assert PaymentLink.objects.count() == 0


def test_limit_on_messages_is_not_kept(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    link = api.post(LINKS, modern_body()).json()["id"]
    limit = distribution.SmsLimitError("Too many.", retry_after=timedelta(hours=1))
    monkeypatch.setattr(distribution, "distribute", Mock(side_effect=limit))

    response = api.put(f"{LINKS}/{link}/distribute", {"methods": ["sms"]}, **KEY)

    assert (response.status_code, response.headers["Retry-After"]) == (429, "3600")
    assert IdempotencyKey.objects.count() == 0


def test_payment_in_the_way_is_not_kept(api: Api, sandbox: Sandbox) -> None:
    link = api.post(LINKS, modern_body()).json()["id"]
    api.post(f"{LINKS}/{link}/payments", {"provider": "swish", "method": "m_commerce"})
    sandbox.fault("payments", "status_500")

    refused = api.put(f"{LINKS}/{link}/cancel", **KEY)
    again = api.put(f"{LINKS}/{link}/cancel", **KEY)

    assert (refused.status_code, refused.json()["error"]) == (403, "payment_in_progress")
    assert (again.status_code, PaymentLink.objects.get().status) == (204, "CANCELLED")


def test_start_that_went_unanswered_is_asked_for_again_with_its_key(
    api: Api, sandbox: Sandbox
) -> None:
    link = api.post(LINKS, modern_body()).json()["id"]
    address, body = f"{LINKS}/{link}/payments", {"provider": "swish", "method": "m_commerce"}
    sandbox.fault("payments", "cut_connection")
    unanswered = [api.post(address, body, **KEY).status_code for _ in range(2)]
    record_payment_status(Payment.objects.get().pk, now=clock.now())

    found = api.post(address, body, **KEY)

    assert (unanswered, found.status_code) == ([502, 403], 200)
    assert PaymentLink.objects.get().payment_id == UUID(found.json()["payment_id"])


def test_old_keys_are_forgotten(api: Api) -> None:
    api.post(LINKS, modern_body(), **KEY)
    api.post(LINKS, modern_body(), headers={"idempotency-key": "young"})
    long_ago = clock.now() - timedelta(days=30, seconds=1)
    IdempotencyKey.objects.filter(key="order 1001").update(created_at=long_ago)

    idempotency.forget_old_keys()

    assert [row.key for row in IdempotencyKey.objects.all()] == ["young"]
