"""Payment orders: their states, their refusals, their lists and the payouts."""

from uuid import uuid4

import pytest

from payment_links.sandbox.demo_data import MERCHANT_ID, NOK_ORDER_ID, SEK_ORDER_ID
from tests.payment_links.sandbox.conftest import PaymentsApi, payment_body

pytestmark = pytest.mark.django_db(databases=["sandbox"])


def test_new_order_is_open_and_empty(api: PaymentsApi) -> None:
    split_tree_id = str(uuid4())
    body = {"currency": "NOK", "split_tree_id": split_tree_id}

    order_id = api.call("POST", "/payment_orders", json=body).json()["id"]

    order = api.call("GET", f"/payment_orders/{order_id}").json()
    order.pop("created_at")
    assert order == {
        "id": order_id,
        "status": "OPEN",
        "currency": "NOK",
        "split_tree_id": split_tree_id,
        "split_parameters": {},
        "payments": [],
    }


@pytest.mark.parametrize(
    ("content", "error", "field"),
    [
        ('{"currency": ""}', "invalid_value", "currency"),
        ('{"currency": null}', "null_value", "currency"),
        ("{}", "missing_property", "currency"),
        ('{"currency": "SEK", "split_tree_id": 7}', "invalid_type", "split_tree_id"),
        ('{"currency": "SEK", "split_tree_id": "x"}', "invalid_format", "split_tree_id"),
        ("[]", "invalid_type", ""),
        ("null", "null_value", ""),
        ("{", "malformed_json", ""),
        ('{"currency": "SEK", "split_parameters": {"a": NaN}}', "malformed_json", ""),
        ('{"currency": "SEK", "split_parameters": {"a": 1e400}}', "malformed_json", ""),
        ('{"currency": "\\ud800"}', "malformed_json", ""),
    ],
)
def test_bad_orders_are_refused(api: PaymentsApi, content: str, error: str, field: str) -> None:
    answer = api.call("POST", "/payment_orders", content=content)

    assert answer.status_code == 422
    assert (answer.json()["error"], answer.json()["property"]) == (error, field)


def test_closing_twice_is_closing_once(api: PaymentsApi) -> None:
    order_id = api.new_order()

    answers = [api.call("PUT", f"/payment_orders/{order_id}/close") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    assert api.order_status(order_id) == "CLOSED"


def test_close_then_split_then_settle(api: PaymentsApi) -> None:
    order_id = api.new_order()

    for verb in ("close", "split", "settle"):
        assert api.call("PUT", f"/payment_orders/{order_id}/{verb}").status_code == 204

    assert api.order_status(order_id) == "SETTLED"


@pytest.mark.parametrize("verb", ["split", "settle"])
def test_open_order_is_split_and_settled_only_fast_forward(api: PaymentsApi, verb: str) -> None:
    order_id = api.new_order()
    path = f"/payment_orders/{order_id}/{verb}"

    refused = api.call("PUT", path)

    assert (refused.status_code, refused.json()["error"]) == (403, "operation_forbidden")
    assert api.order_status(order_id) == "OPEN"
    assert api.call("PUT", path, json={"fast_forward": True}).status_code == 204
    assert api.order_status(order_id) == {"split": "SPLIT", "settle": "SETTLED"}[verb]


def test_fast_forward_must_be_a_boolean(api: PaymentsApi) -> None:
    answer = api.call("PUT", f"/payment_orders/{SEK_ORDER_ID}/split", json={"fast_forward": "yes"})

    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_type")


def test_closed_order_takes_no_payment(api: PaymentsApi) -> None:
    order_id = api.new_order()
    api.call("PUT", f"/payment_orders/{order_id}/close", json={})

    answer = api.call("POST", f"/payment_orders/{order_id}/payments", json=payment_body())

    assert (answer.status_code, answer.json()["error"]) == (403, "payment_order_closed")
    assert api.call("GET", f"/payment_orders/{order_id}").json()["payments"] == []


def test_split_tree_changes_until_the_order_is_split(api: PaymentsApi) -> None:
    order_id, split_tree_id = api.new_order(), str(uuid4())
    path = f"/payment_orders/{order_id}"

    changed = api.call("PUT", path, json={"split_tree_id": split_tree_id})

    assert changed.status_code == 204
    assert api.call("GET", path).json()["split_tree_id"] == split_tree_id
    api.call("PUT", f"{path}/split", json={"fast_forward": True})
    assert api.call("PUT", path, json={"split_tree_id": split_tree_id}).status_code == 403


def test_settling_pays_out_what_was_paid(api: PaymentsApi) -> None:
    order_id = api.new_order()
    path = f"/payment_orders/{order_id}"
    api.call("POST", f"{path}/payments", json=payment_body())
    declined = payment_body(provider_method_parameters={"desired_payment_status": "DECLINED"})
    api.call("POST", f"{path}/payments", json=declined)

    api.call("PUT", f"{path}/settle", json={"fast_forward": True})

    [payout] = api.call("GET", "/payouts").json()
    assert payout == api.call("GET", f"/payouts/{payout['id']}").json()
    assert (payout["merchant_id"], payout["amount"]) == (MERCHANT_ID, 14000)


def test_list_is_a_bare_array_without_a_version(api: PaymentsApi) -> None:
    order_id = api.new_order()

    orders = api.call("GET", "/payment_orders").json()

    assert orders[0]["id"] == order_id
    assert {order["id"] for order in orders} > {SEK_ORDER_ID, NOK_ORDER_ID}


def test_list_is_a_page_with_links_with_a_version(api: PaymentsApi) -> None:
    answer = api.call("GET", "/payment_orders?limit=1&offset=1", headers={"x-api-version": "1"})

    path = "/payments/api/v1/payment_orders?limit=1&offset="
    assert len(answer.json()["data"]) == 1
    assert answer.json()["_links"] == {
        "current": {"href": f"{path}1"},
        "first": {"href": f"{path}0"},
        "next": {"href": f"{path}2"},
        "previous": {"href": f"{path}0"},
    }


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=12/90/2019", "from"),
        ("created_at_to=40/10/2020", "created_at_to"),
        ("status=NEW", "status"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("offset=-1", "offset"),
    ],
)
def test_bad_filters_are_refused(api: PaymentsApi, query: str, field: str) -> None:
    answer = api.call("GET", f"/payment_orders?{query}")

    assert (answer.status_code, answer.json()["property"]) == (422, field)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("from=2020-03-27T09:42:30Z&to=2022-03-27T09:42:30Z", 0),
        ("from=2020-03-27T09:42:30+02:00", 3),
        ("created_at_from=2020-03-27&status=OPEN", 3),
        ("status=CLOSED", 0),
    ],
)
def test_filters_narrow_the_list(api: PaymentsApi, query: str, count: int) -> None:
    assert len(api.call("GET", f"/payment_orders?{query}").json()) == count
