"""Races of somebody who tries codes: none of those at the same moment is missed."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache

from payment_links.checkout.wrong_codes import MOST, WrongCodes
from tests.builders import NOON
from tests.concurrency import test_payments
from tests.concurrency.test_payments import at_once, draw_out

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
AT_ONCE = 4


@pytest.fixture(autouse=True)
def _counts_from_nothing() -> Iterator[None]:
    yield
    cache.clear()


def test_wrong_codes_at_the_same_moment_are_all_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = WrongCodes("203.0.113.7", NOON)
    for _ in range(MOST - AT_ONCE - 1):
        tried.count()
    monkeypatch.setattr(test_payments, "DRAWN_OUT", 0.05)
    draw_out(monkeypatch, DatabaseCache, "add")
    draw_out(monkeypatch, DatabaseCache, "set")

    at_once(*[tried.count] * AT_ONCE)
    before_the_last = tried.are_too_many()
    tried.count()

    assert (before_the_last, tried.are_too_many()) == (False, True)
