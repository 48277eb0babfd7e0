"""Goal 5: creating a link with three items, against nested ModelSerializers."""

import json
from functools import partial
from typing import Any

import httpx2
import pytest

from payment_links.gateways import http
from payment_links.models import Item, PaymentLink
from tests.benchmarks.measuring import Goal, Report, compare
from tests.benchmarks.naive_links import NAIVE_LINKS
from tests.builders import DEMO_MERCHANT_ID, SEK_ORDER_ID, make_demo_merchant
from tests.payment_links.api.calls import LINKS, Api, modern_body

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.benchmarks.naive_links"),
]
ROUNDS = 150
ITEMS = (("Hawaii Pizza", 7000, 2, 12), ("Läsk", 2500, 3, 12), ("Utkörning", 4900, 1, 25))


def body() -> str:
    """A create request with three items and an address."""
    items = [
        {
            "description": description,
            "price": price,
            "quantity": quantity,
            "vat": vat,
            "merchant_id": str(DEMO_MERCHANT_ID),
        }
        for description, price, quantity, vat in ITEMS
    ]
    return json.dumps(
        modern_body(
            items=items,
            total_amount=sum(price * quantity for _, price, quantity, _ in ITEMS),
            due_date="2026-12-22",
            invoice_address={"street_address": "Storgatan 1", "zip": "702 10", "city": "Örebro"},
        )
    )


def open_order(*_: object, **__: object) -> httpx2.Response:
    """The payments service's answer, without its network."""
    order = {"id": str(SEK_ORDER_ID), "status": "OPEN", "currency": "SEK"}
    return httpx2.Response(200, json=order)


def test_create(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "request", open_order)
    api = Api(make_demo_merchant().tenant_id)
    request_body = body()

    def create(path: str) -> None:
        response: Any = api.post(path, request_body)
        assert response.status_code == 200, response.content

    times = compare(partial(create, LINKS), partial(create, NAIVE_LINKS), rounds=ROUNDS)

    assert Item.objects.count() == 3 * PaymentLink.objects.count() == 6 * (ROUNDS + 2)
    report(
        Goal(5, "POST create, 3 items ÷ naive", times.ratio, at_most=0.6),
        ours_ms=times.ours,
        naive_ms=times.naive,
        later_goal=0.35,
    )
