"""The ledgers: what reached the outside, in order."""

import pytest
from django.urls import get_urlconf

from payment_links.sandbox.demo_data import PAYMENT_ID, SEK_ORDER_ID
from tests.doors import Sandbox
from tests.payment_links.sandbox.conftest import PaymentsApi

pytestmark = pytest.mark.django_db(databases=["sandbox"])


def test_payments_ledger_holds_every_status(api: PaymentsApi, sandbox: Sandbox) -> None:
    payment_id = api.start("swish/m_commerce", {"message": "Tack"})
    sandbox.post(f"/provider/{payment_id}", data={"decision": "decline"})

    rows = sandbox.ledger("payments")

    assert [(row["payment_id"], row["status"]) for row in rows] == [
        (PAYMENT_ID, "INITIATED"),
        (PAYMENT_ID, "COMPLETED"),
        (payment_id, "INITIATED"),
        (payment_id, "PENDING"),
        (payment_id, "DECLINED"),
    ]
    assert (rows[0]["payment_order_id"], rows[0]["amount"]) == (SEK_ORDER_ID, 14000)
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)


def test_requests_ledger_holds_what_came_in(api: PaymentsApi, sandbox: Sandbox) -> None:
    api.call("PUT", "/tenant", json={"name": "Ny"})

    [row] = sandbox.ledger("requests")

    assert (row["direction"], row["method"], row["status"]) == ("in", "PUT", 204)
    assert (row["url"], row["body"]) == ("/payments/api/v1/tenant", '{"name":"Ny"}')


def test_rows_seen_before_can_be_left_out(sandbox: Sandbox) -> None:
    first, second = sandbox.ledger("payments")

    assert sandbox.http.get(f"/ledger/payments?after={first['id']}").json() == [second]
    assert sandbox.http.get("/ledger/payments?after=x").status_code == 422


@pytest.mark.parametrize("path", ["/ledger/secrets", "/ledger/"])
def test_there_is_no_other_ledger(sandbox: Sandbox, path: str) -> None:
    assert sandbox.http.get(path).status_code == 404


def test_addresses_of_the_calling_thread_are_its_own_again(sandbox: Sandbox) -> None:
    sandbox.http.get("/payments/api/v1/ping")

    assert get_urlconf("the product's") == "the product's"
