"""Bad bodies for credit notes over a real socket: exact code and property, nothing written."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from invoicing.models import CreditNote
from payment_links.models import Merchant, PaymentLink
from tests.builders import SANDBOX_TENANT_ID, make_link
from tests.invoicing.issuing import make_invoice
from tests.payment_links.api.calls import LINKS
from tests.payment_links.api.conftest import committed_merchant, server
from tests.servers import Server

__all__ = ["committed_merchant", "server"]
HEADERS = {"tenant_id": str(SANDBOX_TENANT_ID), "Content-Type": "application/json"}
ONE = {"item": 0, "quantity": 1}
BODIES: dict[str, tuple[Any, str, str]] = {
    "empty": ({}, "missing_property", "reason"),
    "reason null": ({"reason": None}, "null_value", "reason"),
    "reason blank": ({"reason": " \u200b"}, "blank", "reason"),
    "reason a number": ({"reason": 5}, "invalid_type", "reason"),
    "reason of two lines": ({"reason": "a\nb"}, "invalid_characters", "reason"),
    "reason with NUL": ({"reason": "a\x00"}, "invalid_characters", "reason"),
    "reason of 501 characters": ({"reason": "x" * 501}, "invalid_value", "reason"),
    "items no list": ({"items": ONE}, "invalid_type", "items"),
    "items empty": ({"items": []}, "invalid_value", "items"),
    "501 items": ({"items": [ONE] * 501}, "invalid_value", "items"),
    "item no object": ({"items": [0]}, "invalid_type", "items.0"),
    "item missing": ({"items": [{"quantity": 1}]}, "missing_property", "items.0.item"),
    "item negative": ({"items": [{**ONE, "item": -1}]}, "invalid_value", "items.0.item"),
    "item a boolean": ({"items": [{**ONE, "item": True}]}, "invalid_type", "items.0.item"),
    "item unknown": ({"items": [{**ONE, "item": 1}]}, "invalid_value", "items.0.item"),
    "item twice": ({"items": [ONE, ONE]}, "invalid_value", "items.1.item"),
    "neither": ({"items": [{"item": 0}]}, "missing_property", "items.0.quantity"),
    "both": ({"items": [{**ONE, "amount": 1}]}, "invalid_value", "items.0.amount"),
    "quantity zero": ({"items": [{**ONE, "quantity": 0}]}, "invalid_value", "items.0.quantity"),
    "quantity text": ({"items": [{**ONE, "quantity": "1"}]}, "invalid_type", "items.0.quantity"),
    "quantity 1.0": ({"items": [{**ONE, "quantity": 1.0}]}, "invalid_type", "items.0.quantity"),
    "amount zero": ({"items": [{"item": 0, "amount": 0}]}, "invalid_value", "items.0.amount"),
    "amount negative": ({"items": [{"item": 0, "amount": -1}]}, "invalid_value", "items.0.amount"),
    "amount 33 bits": (
        {"items": [{"item": 0, "amount": 2**32}]},
        "invalid_value",
        "items.0.amount",
    ),
}


@pytest.fixture(scope="module")
def invoiced_link(
    committed_merchant: Merchant, django_db_blocker: DjangoDbBlocker
) -> Iterator[PaymentLink]:
    """A paid link with an invoice, seen by every thread."""
    with django_db_blocker.unblock():
        link = make_link(committed_merchant, status="COMPLETED")
        make_invoice(link)
        yield link


@pytest.mark.parametrize("name", BODIES)
def test_a_bad_body_is_refused(name: str, invoiced_link: PaymentLink, server: Server) -> None:
    body, code, path = BODIES[name]
    sent = body if name == "empty" else {"reason": "Wrong pizza", **body}

    answer = server.request(
        "POST",
        f"{LINKS}/{invoiced_link.pk}/credit_notes",
        headers=HEADERS,
        body=json.dumps(sent).encode(),
    )

    found = [(error["error"], error["property"]) for error in answer.json["errors"]]
    assert (answer.status, found) == (422, [(code, path)])
    assert not CreditNote.objects.exists()
