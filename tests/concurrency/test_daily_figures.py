"""Races between workers that close the same days."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from payment_links import clock
from payment_links.daily_figures import closing
from payment_links.models import ClosedDays, DailyFigures
from tests.builders import NOON, TODAY, make_link

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]

WORKERS = 4


def _close(_number: int) -> None:
    try:
        closing.close_days()
    finally:
        connections.close_all()


def test_days_that_four_workers_close_are_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(closing, "DAYS_READY", 6)
    make_link(created_at=NOON - timedelta(days=6))

    with ThreadPoolExecutor(WORKERS) as threads:
        list(threads.map(_close, range(WORKERS)))

    assert ClosedDays.objects.get().through_date == TODAY - timedelta(days=1)
    days = DailyFigures.objects.order_by("figures_date").values_list("figures_date", flat=True)
    assert list(days) == [TODAY - timedelta(days=days_ago) for days_ago in range(6, 0, -1)]
