"""Twenty requests with one key at the same moment: one link, equal answers."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from pytest_django import DjangoDbBlocker

from payment_links.models import IdempotencyKey, PaymentLink
from tests.builders import SANDBOX_TENANT_ID
from tests.payment_links.api.calls import LINKS, modern_body
from tests.servers import Answer, Server

pytestmark = pytest.mark.concurrency
PARALLEL = 20
HEADERS = {"tenant_id": str(SANDBOX_TENANT_ID), "Content-Type": "application/json"}


def _post_at_once(server: Server, **headers: str) -> list[Answer]:
    body = json.dumps(modern_body()).encode()
    barrier = Barrier(PARALLEL)

    def post(_number: int) -> Answer:
        barrier.wait()
        return server.request("POST", LINKS, headers={**HEADERS, **headers}, body=body)

    with ThreadPoolExecutor(PARALLEL) as threads:
        return list(threads.map(post, range(PARALLEL)))


def test_parallel_requests_with_one_key_make_one_link(
    server: Server, django_db_blocker: DjangoDbBlocker
) -> None:
    answers = _post_at_once(server, **{"Idempotency-Key": "parallel"})

    with django_db_blocker.unblock():
        assert PaymentLink.objects.count() == 1
        assert IdempotencyKey.objects.count() == 1
    assert {(answer.status, answer.body) for answer in answers} == {(200, answers[0].body)}
    assert [answer.headers.get("idempotent-replayed") for answer in answers].count(None) == 1


def test_parallel_requests_without_a_key_make_a_link_each(
    server: Server, django_db_blocker: DjangoDbBlocker
) -> None:
    """The control: the requests above did run at the same time, and only the key held them."""
    answers = _post_at_once(server)

    assert {answer.status for answer in answers} == {200}
    assert len({answer.json["id"] for answer in answers}) == PARALLEL
