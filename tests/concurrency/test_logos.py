"""Races for one logo: links made at the same moment share it, and it is fetched once."""

import time
from typing import Any

import pytest

from payment_links.gateways import outside
from payment_links.gateways.outside import Answer
from payment_links.logos.fetching import fetch_logo
from payment_links.models import Logo
from tests.builders import NOON, make_tenant
from tests.concurrency.test_payments import at_once
from tests.payment_links.logos.drawing import picture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
URL = "https://shop.example/logo.png"
ASKERS = 6


def test_links_made_at_once_ask_for_one_logo() -> None:
    tenant = make_tenant()

    results = at_once(*[lambda: Logo.objects.ask_for(tenant, URL, NOON)] * ASKERS)

    assert results == [None] * ASKERS
    assert list(Logo.objects.values_list("url", "state")) == [(URL, "PENDING")]


def test_many_workers_fetch_a_logo_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(method: str, url: str, **_: Any) -> Answer:
        asked.append(url)
        time.sleep(0.2)
        return Answer(200, {}, picture(), True)

    monkeypatch.setattr(outside, "request", answer)
    Logo.objects.ask_for(make_tenant(), URL, NOON)
    logo_id = str(Logo.objects.get().pk)

    at_once(*[lambda: fetch_logo(logo_id)] * ASKERS)

    assert asked == [URL]
    assert Logo.objects.get().state == "DONE"
