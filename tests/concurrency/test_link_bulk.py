"""Races of a bulk action's form with itself: clicks without the script that stops the second."""

import time
from typing import Any

import pytest

from payment_links.admin import link_bulk
from tests.back_office import bulk_address, member
from tests.builders import make_link
from tests.concurrency.test_payments import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
CLICKS = 4


def test_a_form_that_is_sent_many_times_at_once_acts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    link = make_link()
    browser = member(link.merchant)
    form = {"links": str(link.pk), "run_key": "0f8fad5bd9cb469fa16570867728950e"}
    ran = []

    def run(_request: Any, _action: Any, chosen: list[Any], _values: Any) -> list[Any]:
        ran.append(chosen)
        time.sleep(0.2)
        return []

    monkeypatch.setattr(link_bulk, "run_action", run)

    def click() -> int:
        return browser.post(bulk_address("send_sms"), form).status_code

    statuses = at_once(*[click] * CLICKS)

    assert ran == [[link]]
    assert statuses == [302] * CLICKS
