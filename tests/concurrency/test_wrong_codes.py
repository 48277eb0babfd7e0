"""Races of somebody who tries codes: all at once, no more of them are answered."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.test import Client

from payment_links.checkout.wrong_codes import MOST
from tests.concurrency import test_payments
from tests.concurrency.test_payments import at_once, draw_out

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
AT_ONCE = 4


@pytest.fixture(autouse=True)
def _counts_from_nothing() -> Iterator[None]:
    yield
    cache.clear()


def try_wrong_code() -> int:
    return Client().get("/pay/check/K7Q2-M9XD-T4RX").status_code


def test_of_wrong_codes_at_the_same_moment_ten_are_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one_by_one = [try_wrong_code() for _ in range(MOST - 1)]
    monkeypatch.setattr(test_payments, "DRAWN_OUT", 0.05)
    draw_out(monkeypatch, DatabaseCache, "add")
    draw_out(monkeypatch, DatabaseCache, "set")

    together = at_once(*[try_wrong_code] * AT_ONCE)

    assert one_by_one == [404] * (MOST - 1)
    assert sorted(map(str, together)) == ["404", "429", "429", "429"]
