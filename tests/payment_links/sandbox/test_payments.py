"""Payments: initiation by every provider method, stop, refund and what is refused."""

import base64
from typing import Any
from uuid import uuid4

import pytest

from payment_links.sandbox.demo_data import LIVE_MERCHANT_ID, MERCHANT_ID, SEED_ORDER_ID
from tests.payment_links.sandbox.conftest import PaymentsApi, payment_body

pytestmark = pytest.mark.django_db(databases=["sandbox"])
SHOP = {"success_url": "https://shop.test/ok", "error_url": "https://shop.test/no"}
ITEM = payment_body()["order_items"][0]


def test_dummy_payment_reaches_its_status_at_once(api: PaymentsApi) -> None:
    answer = api.initiate("dummy/dummy", {"desired_payment_status": "DECLINED"})

    assert answer.json()["provider_method_response"] == {}
    assert api.history(answer.json()["id"]) == ["INITIATED", "DECLINED"]


def test_payment_is_returned_as_it_was_given(api: PaymentsApi) -> None:
    given = {"metadata": {"link": "x"}, "payer": {"name": "Bertil", "phone_number": "+46701234567"}}

    payment = api.payment(api.start("swish/m_commerce", {"message": "Tack"}, **given))

    history = payment.pop("status_history")
    assert [entry["status"] for entry in history] == ["INITIATED", "PENDING"]
    assert payment == {
        "id": payment["id"],
        "payment_order_id": SEED_ORDER_ID,
        "status": "PENDING",
        "currency": "SEK",
        "total_amount": 14000,
        "provider": "swish",
        "method": "m_commerce",
        "order_items": [{**ITEM, "metadata": {}, "tags": []}],
        **given,
    }


@pytest.mark.parametrize(
    ("name", "parameters", "key"),
    [
        ("swish/e_commerce", {"message": "Tack", "phone_number": "0701234567"}, "sandbox_url"),
        ("swish/m_commerce", {"message": "Tack för allt!"}, "sandbox_url"),
        ("payment_iq/card", SHOP, "pay_url"),
        ("payment_iq/vipps", SHOP, "pay_url"),
        ("verifone/card", {}, "redirect_url"),
        ("quickpay/vipps", {"redirect_url": "https://shop.test/"}, "payment_link_url"),
        ("billmate/invoice", {"first_name": "Bertil"}, "invoice_url"),
        ("open_payments/pis", {"reference": "Pizza"}, "redirect_url"),
    ],
)
def test_every_method_answers_with_its_page(
    api: PaymentsApi, name: str, parameters: dict[str, Any], key: str
) -> None:
    answer = api.initiate(name, parameters).json()

    page = answer["provider_method_response"][key]
    assert page.endswith(f"/provider/{answer['id']}")
    assert api.payment(answer["id"])["status"] == "PENDING"


def test_swish_app_gets_a_token_and_on_request_a_qr_code(api: PaymentsApi) -> None:
    parameters = {"message": "Tack", "use_qr_code": True, "qr_format": "svg"}

    answer = api.initiate("swish/m_commerce", parameters).json()["provider_method_response"]

    token = answer["payment_request_token"]
    assert answer["url"] == f"swish://paymentrequest?token={token}"
    assert b"<svg" in base64.b64decode(answer["qr_code"])


def test_magic_swish_phone_declines(api: PaymentsApi) -> None:
    payment_id = api.start("swish/e_commerce", {"message": "Tack", "phone_number": "0700000001"})

    assert api.history(payment_id) == ["INITIATED", "PENDING", "DECLINED"]


@pytest.mark.parametrize(
    ("overrides", "error", "field"),
    [
        ({"method": 0}, "invalid_type", "method"),
        ({"method": "card"}, "invalid_value", "method"),
        ({"provider": "nobody"}, "invalid_value", "provider"),
        ({"provider": None}, "null_value", "provider"),
        ({"currency": "NOK"}, "currency_mismatch", "currency"),
        ({"total_amount": 13999}, "invalid_value", "total_amount"),
        ({"total_amount": "14000"}, "invalid_type", "total_amount"),
        ({"total_amount": True}, "invalid_type", "total_amount"),
        ({"total_amount": 2**31}, "invalid_value", "total_amount"),
        ({"order_items": []}, "invalid_value", "order_items"),
        ({"order_items": {}}, "invalid_type", "order_items"),
        ({"order_items": [7]}, "invalid_type", "order_items.0"),
        ({"order_items": [{**ITEM, "vat_rate": 100}]}, "invalid_value", "order_items.0.vat_rate"),
        ({"order_items": [{**ITEM, "name": " "}]}, "invalid_value", "order_items.0.name"),
        (
            {"order_items": [{**ITEM, "merchant_id": LIVE_MERCHANT_ID}]},
            "invalid_value",
            "order_items.0.merchant_id",
        ),
        ({"status_callback_url": "ftp://x"}, "invalid_format", "status_callback_url"),
        ({"metadata": []}, "invalid_type", "metadata"),
        (
            {"provider_method_parameters": {}},
            "missing_property",
            "provider_method_parameters.desired_payment_status",
        ),
    ],
)
def test_bad_payments_are_refused_and_not_written(
    api: PaymentsApi, overrides: dict[str, Any], error: str, field: str
) -> None:
    path = f"/payment_orders/{SEED_ORDER_ID}/payments"

    answer = api.call("POST", path, json=payment_body(**overrides))

    assert answer.status_code == 422
    assert (answer.json()["error"], answer.json()["property"]) == (error, field)
    assert api.call("GET", f"/payment_orders/{SEED_ORDER_ID}").json()["payments"] == []


@pytest.mark.parametrize("message", ["", "x" * 51, "50 %", "Tack!\n", "Tack 🍕", None])
def test_swish_message_is_held_to_its_characters(api: PaymentsApi, message: str | None) -> None:
    answer = api.initiate("swish/m_commerce", {"message": message})

    assert answer.status_code == 422
    assert answer.json()["property"] == "provider_method_parameters.message"


def test_all_problems_are_told_at_once(api: PaymentsApi) -> None:
    answer = api.initiate("payment_iq/card", {}, currency="", metadata=7)

    assert [problem["property"] for problem in answer.json()["errors"]] == [
        "currency",
        "provider_method_parameters.success_url",
        "provider_method_parameters.error_url",
        "metadata",
    ]


def test_unknown_order_comes_before_a_bad_body(api: PaymentsApi) -> None:
    answer = api.call("POST", f"/payment_orders/{uuid4()}/payments", json=[])

    assert answer.status_code == 404


def test_stopping_twice_is_stopping_once(api: PaymentsApi) -> None:
    payment_id = api.start("swish/m_commerce", {"message": "Tack"})

    for _ in range(2):
        assert api.call("PUT", f"{api.payment_path(payment_id)}/stop").status_code == 204

    assert api.history(payment_id) == ["INITIATED", "PENDING", "STOPPED"]


def test_paid_payment_cannot_be_stopped(api: PaymentsApi) -> None:
    payment_id = api.start("dummy/dummy", {"desired_payment_status": "COMPLETED"})

    answer = api.call("PUT", f"{api.payment_path(payment_id)}/stop")

    assert (answer.status_code, answer.json()["error"]) == (403, "operation_forbidden")
    assert api.payment(payment_id)["status"] == "COMPLETED"


def test_items_change_as_long_as_the_sum_stays(api: PaymentsApi) -> None:
    payment_id = api.start("dummy/dummy", {"desired_payment_status": "COMPLETED"})
    halves = [{**ITEM, "amount": 7000, "name": name} for name in ("Hawaii", "Capricciosa")]

    changed = api.call("PUT", api.payment_path(payment_id), json={"order_items": halves})
    refused = api.call("PUT", api.payment_path(payment_id), json={"order_items": halves[:1]})

    assert (changed.status_code, refused.status_code) == (204, 422)
    assert [item["name"] for item in api.payment(payment_id)["order_items"]] == [
        "Hawaii",
        "Capricciosa",
    ]


def test_refunds_stay_within_the_payment(api: PaymentsApi) -> None:
    path = api.payment_path(api.start("dummy/dummy", {"desired_payment_status": "COMPLETED"}))
    body = {"amount": 10000, "currency": "SEK", "reason": "cold pizza"}

    first, second = (api.call("POST", f"{path}/refund", json=body) for _ in range(2))

    assert first.json() == {
        "amount": 10000,
        "currency": "SEK",
        "provider": "dummy",
        "status": "COMPLETED",
    }
    assert (second.status_code, second.json()["property"]) == (422, "amount")


def test_nothing_is_refunded_of_an_unpaid_payment(api: PaymentsApi) -> None:
    path = api.payment_path(api.start("dummy/dummy", {"desired_payment_status": "DECLINED"}))

    answer = api.call(
        "POST", f"{path}/refund", json={"amount": 1, "currency": "SEK", "reason": "no"}
    )

    assert (answer.status_code, answer.json()["error"]) == (403, "operation_forbidden")


def test_nothing_is_refunded_after_the_split(api: PaymentsApi) -> None:
    order_id = api.new_order()
    path = f"/payment_orders/{order_id}"
    payment_id = api.call("POST", f"{path}/payments", json=payment_body()).json()["id"]
    api.call("PUT", f"{path}/split", json={"fast_forward": True})

    answer = api.call(
        "POST",
        f"{path}/payments/{payment_id}/refund",
        json={"amount": 100, "currency": "SEK", "reason": "late"},
    )

    assert answer.status_code == 403


def test_payments_are_listed_by_order_and_status(api: PaymentsApi) -> None:
    paid = api.start("dummy/dummy", {"desired_payment_status": "COMPLETED"})
    api.start("dummy/dummy", {"desired_payment_status": "DECLINED"})

    found = api.call("GET", f"/payments?payment_order_id={SEED_ORDER_ID}&status=COMPLETED").json()

    assert [payment["id"] for payment in found] == [paid]
    assert found[0]["order_items"][0]["merchant_id"] == MERCHANT_ID


def test_payer_may_have_empty_fields(api: PaymentsApi) -> None:
    payer = {"name": "Bertil Jönsson", "email": "", "phone_number": None}

    payment_id = api.start("dummy/dummy", {"desired_payment_status": "PENDING"}, payer=payer)

    assert api.payment(payment_id)["payer"] == payer
