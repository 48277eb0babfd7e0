"""One decision per payment, however many arrive at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connections

from payment_links.sandbox import clock
from payment_links.sandbox.answers import RefusedError
from payment_links.sandbox.statuses import decide
from tests.payment_links.sandbox.conftest import PaymentsApi

DECISIONS = ["approve", "decline", "abort", "crash", "expire"]


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(max_workers=10) as executor:
        yield executor


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True, databases=["sandbox"])
def test_first_of_many_decisions_wins(api: PaymentsApi, threads: ThreadPoolExecutor) -> None:
    payment_id = api.start("swish/m_commerce", {"message": "Tack"})

    def try_to_decide(decision: str) -> bool:
        try:
            decide(UUID(payment_id), decision, clock.now())
        except RefusedError:
            return False
        finally:
            connections["sandbox"].close()
        return True

    outcomes = list(threads.map(try_to_decide, DECISIONS * 4))

    assert outcomes.count(True) == 1
    assert len(api.history(payment_id)) == 3
