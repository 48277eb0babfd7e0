"""Who may call the Payments API, and that nobody sees what belongs to others."""

import pytest

from payment_links.sandbox.demo_data import (
    LIVE_MERCHANT_ID,
    LIVE_ORDER_ID,
    LIVE_TENANT_ID,
    LIVE_TENANT_SECRET,
    MERCHANT_ID,
    PAYMENT_ID,
    SANDBOX_TENANT_ID,
    SEK_ORDER_ID,
)
from tests.doors import Sandbox
from tests.payment_links.sandbox.conftest import PaymentsApi

# Fixed: the processes of one test run must collect the same names.
UNKNOWN_ID = "99999999-9999-4999-8999-999999999999"
pytestmark = pytest.mark.django_db(databases=["sandbox"])


def test_ping_needs_no_tenant(sandbox: Sandbox) -> None:
    answer = sandbox.http.get("/payments/api/v1/ping")

    assert (answer.status_code, answer.text) == (200, "pong")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"tenant_id": "nobody"},
        {"tenant_id": "99999999-9999-4999-8999-999999999999"},
        {"tenant_id": LIVE_TENANT_ID},
        {"tenant_id": LIVE_TENANT_ID, "x-api-secret": "wrong"},
    ],
)
def test_every_kind_of_bad_credentials_gets_the_same_answer(
    sandbox: Sandbox, headers: dict[str, str]
) -> None:
    answer = sandbox.http.get("/payments/api/v1/tenant", headers=headers)

    problem = {
        "error": "invalid_credentials",
        "description": "tenant_id or x-api-secret is missing or wrong",
        "property": "",
    }
    assert answer.status_code == 401
    assert answer.json() == {"errors": [problem], **problem}


def test_live_tenant_presents_its_secret(sandbox: Sandbox) -> None:
    headers = {"tenant_id": LIVE_TENANT_ID, "x-api-secret": LIVE_TENANT_SECRET}

    answer = sandbox.http.get("/payments/api/v1/tenant", headers=headers)

    assert answer.json() == {"id": LIVE_TENANT_ID, "name": "Live tenant"}


def test_tenant_can_be_renamed(api: PaymentsApi) -> None:
    answer = api.call("PUT", "/tenant", json={"name": "Plattformen"})

    assert (answer.status_code, answer.content) == (204, b"")
    assert api.call("GET", "/tenant").json() == {"id": SANDBOX_TENANT_ID, "name": "Plattformen"}


@pytest.mark.parametrize(
    "path",
    [
        f"/merchants/{LIVE_MERCHANT_ID}",
        f"/payment_orders/{LIVE_ORDER_ID}",
        f"/payment_orders/{LIVE_ORDER_ID}/payments/{PAYMENT_ID}",
        f"/payment_orders/{SEK_ORDER_ID}/payments/{UNKNOWN_ID}",
        f"/payouts/{UNKNOWN_ID}",
        "/payment_orders//close",
        "/payment_orders/",
        "/nothing",
    ],
)
def test_foreign_and_unknown_objects_are_not_found(api: PaymentsApi, path: str) -> None:
    answer = api.call("GET", path)

    assert (answer.status_code, answer.json()["error"]) == (404, "not_found")


@pytest.mark.parametrize(
    "path", ["/merchants/0", "/payment_orders/0", f"/payment_orders/{SEK_ORDER_ID}/payments/0"]
)
def test_malformed_ids_are_refused(api: PaymentsApi, path: str) -> None:
    answer = api.call("GET", path)

    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_format")


def test_wrong_method_is_answered_in_json(api: PaymentsApi) -> None:
    answer = api.call("DELETE", "/merchants")

    assert (answer.status_code, answer.json()["error"]) == (405, "method_not_allowed")


def test_merchant_is_created_and_found(api: PaymentsApi) -> None:
    organization = {"country": "SE", "se_organization_number": "5560360793"}

    created = api.call("POST", "/merchants", json={"name": "Glass", "organization": organization})

    assert created.status_code == 200
    assert created.json() == api.call("GET", f"/merchants/{created.json()['id']}").json()
    assert created.json()["organization"] == organization
    listed = [merchant["id"] for merchant in api.call("GET", "/merchants").json()]
    assert listed == [created.json()["id"], MERCHANT_ID]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"organization": {"country": "SE", "se_organization_number": "1"}}, "name"),
        ({"name": "Glass"}, "organization"),
        ({"name": "Glass", "organization": {"country": "XX"}}, "organization"),
        ({"name": "Glass", "organization": {"country": "SE"}}, "organization"),
        ({"name": 7, "person": {}}, "name"),
    ],
)
def test_bad_merchants_are_refused(api: PaymentsApi, body: object, field: str) -> None:
    answer = api.call("POST", "/merchants", json=body)

    assert (answer.status_code, answer.json()["property"]) == (422, field)
