"""Bad input over a real socket: exact status and code, one shape, nothing written."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.builders import SANDBOX_TENANT_ID
from tests.payment_links.api.bad_bodies import BadBody, bad_bodies
from tests.payment_links.api.bad_requests import BadRequest, bad_requests
from tests.payment_links.api.calls import LINKS, modern_body
from tests.servers import Answer, Server

BODIES = list(bad_bodies())
REQUESTS = list(bad_requests())
HEADERS = {"tenant_id": str(SANDBOX_TENANT_ID), "Content-Type": "application/json"}


@pytest.fixture
def nothing_is_written(server: Server, django_db_blocker: DjangoDbBlocker) -> Any:
    """Compares the number of rows of every table before and after the test."""
    with django_db_blocker.unblock():
        before = _row_counts()
        yield
        assert _row_counts() == before


def _row_counts() -> dict[str, int]:
    """Rows per table, in one question: it is asked twice per case."""
    tables = [
        model._meta.db_table
        for application in ("payment_links", "invoicing")
        for model in apps.get_app_config(application).get_models()
    ]
    counts = (f"SELECT '{table}', COUNT(*) FROM {table}" for table in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return dict(cursor.fetchall())


def _assert_shape(answer: Answer) -> None:
    body = answer.json
    first = body["errors"][0]
    assert answer.headers["content-type"] == "application/json"
    assert {name: body[name] for name in ("error", "description", "property")} == first
    assert answer.headers["x-request-id"]


def test_there_are_enough_cases() -> None:
    names = [case[0] for case in BODIES] + [case.name for case in REQUESTS]

    assert len(set(names)) == len(names)
    assert len(names) >= 150


@pytest.mark.usefixtures("nothing_is_written")
@pytest.mark.parametrize("case", BODIES, ids=lambda case: case[0])
def test_bad_body_is_refused(case: BadBody, server: Server) -> None:
    _name, body, code, path = case

    answer = server.request("POST", LINKS, headers=HEADERS, body=body)

    found = [(error["error"], error["property"]) for error in answer.json["errors"]]
    assert (answer.status, found) == (422, [(code, path)])
    _assert_shape(answer)


@pytest.mark.usefixtures("nothing_is_written")
@pytest.mark.parametrize("case", REQUESTS, ids=lambda case: case.name)
def test_bad_request_is_refused(case: BadRequest, server: Server) -> None:
    answer = server.request(case.method, case.path, headers=case.headers, body=case.body)

    assert (answer.status, answer.json["error"]) == (case.status, case.code)
    _assert_shape(answer)


def test_a_line_may_have_two_faults(server: Server) -> None:
    body = modern_body()
    body["items"][0] |= {"quantity": 2**31 - 1, "vat_treatment": "EXPORT"}

    answer = server.request("POST", LINKS, headers=HEADERS, body=json.dumps(body).encode())

    assert {error["property"]: error["error"] for error in answer.json["errors"]} == {
        "items.0.quantity": "invalid_value",
        "items.0.vat_treatment": "invalid_value",
    }


@pytest.mark.usefixtures("nothing_is_written")
def test_a_line_is_in_range_with_its_vat_too(server: Server) -> None:
    body = modern_body(price_basis="NET", total_amount=2_500_000_000 - 500_000_000)
    pizza = body["items"][0]
    dear = {**pizza, "price": 1_000_000_000, "vat": 25}
    body["items"] = [dear, {**dear, "price": -400_000_000, "quantity": 1}]

    answer = server.request("POST", LINKS, headers=HEADERS, body=json.dumps(body).encode())

    found = [(error["error"], error["property"]) for error in answer.json["errors"]]
    assert (answer.status, found) == (422, [("invalid_value", "items.0.quantity")])


def test_all_faults_are_told_at_once(server: Server) -> None:
    body = json.dumps({"items": [{"price": True, "quantity": 0, "vat": 100}], "due_date": "soon"})

    answer = server.request("POST", LINKS, headers=HEADERS, body=body.encode())

    assert {error["property"]: error["error"] for error in answer.json["errors"]} == {
        "payment_order_id": "missing_property",
        "customer": "missing_property",
        "items.0.description": "missing_property",
        "items.0.price": "invalid_type",
        "items.0.quantity": "invalid_value",
        "items.0.vat": "invalid_value",
        "items.0.merchant_id": "missing_property",
        "supplier": "missing_property",
        "payment_provider_methods": "missing_property",
        "total_amount": "missing_property",
        "due_date": "invalid_format",
        "locale": "missing_property",
        "currency": "missing_property",
    }
