"""Journeys through the running product: what happened is asked of the outside's ledgers."""

import time
from typing import Any

import httpx2

from tests.flows.journeys import approve, choose_and_pay, pay_by_card, payment_at_provider
from tests.flows.payer import Payer
from tests.running_demo import Demo, wait_for

DECLINED_CARD = "4000000000000002"
GOOD_CARD = "4242424242424242"
CARD = {"provider": "payment_iq", "method": "card"}


def start_over_api(demo: Demo, link_id: str, **method: str) -> dict[str, Any]:
    """Start a payment as a custom checkout does; returns the answer."""
    answer = demo.tenant.post(f"/payment_links/{link_id}/payments", json=method or CARD)
    assert answer.status_code == 200, answer.text
    started: dict[str, Any] = answer.json()
    return started


def status_of(demo: Demo, link_id: str) -> str:
    return str(demo.link(link_id)["status"])


def becomes(demo: Demo, link_id: str, status: str) -> None:
    wait_for(lambda: status_of(demo, link_id) == status)


def test_a_declined_card_is_tried_again_and_paid_once(demo: Demo, payer: Payer) -> None:
    order_id = demo.create_order()
    link = demo.create_link(payment_order_id=order_id)
    payer.open(link["checkout_url"])
    choose_and_pay(payer, "payment_iq", "card")

    declined_page = pay_by_card(payer, DECLINED_CARD)

    assert status_of(demo, link["id"]) == "CREATED"
    assert "inget" in declined_page.lower()
    choose_and_pay(payer, "payment_iq", "card")
    pay_by_card(payer, GOOD_CARD)
    becomes(demo, link["id"], "COMPLETED")
    final = dict(demo.payments_of(order_id))
    assert sorted(final.values()) == ["COMPLETED", "DECLINED"]


def test_swish_is_paid_on_the_phone_while_the_page_waits(demo: Demo, payer: Payer) -> None:
    link = demo.create_link()
    payer.open(link["checkout_url"])

    choose_and_pay(payer, "swish", "m_commerce")

    payment_id = demo.link(link["id"])["payment_id"]
    assert payment_at_provider(demo, payment_id, "approve") == 302
    becomes(demo, link["id"], "COMPLETED")
    assert "kvitto" in payer.open(link["checkout_url"]).lower()


def test_cancel_stops_the_payment_outside_first(demo: Demo) -> None:
    order_id = demo.create_order()
    link = demo.create_link(payment_order_id=order_id)
    started = start_over_api(demo, link["id"])

    answer = demo.tenant.put(f"/payment_links/{link['id']}/cancel")

    assert answer.status_code == 204
    assert status_of(demo, link["id"]) == "CANCELLED"
    assert demo.payments_of(order_id)[-1] == (started["payment_id"], "STOPPED")


def test_money_that_comes_after_cancel_wins(demo: Demo) -> None:
    link = demo.create_link()
    started = start_over_api(demo, link["id"])
    demo.tenant.put(f"/payment_links/{link['id']}/cancel")

    payment_at_provider(demo, started["payment_id"], "late_money")

    becomes(demo, link["id"], "COMPLETED")


def test_a_lost_callback_is_repaired_by_asking(demo: Demo) -> None:
    link = demo.create_link()
    started = start_over_api(demo, link["id"])
    demo.outside.post("/faults", json={"target": "payments", "kind": "drop_callback", "times": 1})

    payment_at_provider(demo, started["payment_id"], "approve")

    becomes(demo, link["id"], "COMPLETED")


def test_a_forged_callback_changes_nothing(demo: Demo) -> None:
    link = demo.create_link()
    started = start_over_api(demo, link["id"])
    told = {"payment_id": started["payment_id"], "status": "COMPLETED"}

    answer = httpx2.post(f"{demo.url}/inbound/payments/guessed-token", json=told, trust_env=False)

    assert answer.status_code == 404
    time.sleep(3)
    assert status_of(demo, link["id"]) == "CREATED"


def test_a_failed_sms_says_so(demo: Demo) -> None:
    link = demo.create_link()

    answer = demo.tenant.put(
        f"/payment_links/{link['id']}/distribute",
        json={"methods": ["sms"], "customer_phone": "+46700000009"},
    )

    assert answer.status_code == 204
    wait_for(lambda: demo.link(link["id"])["sms_status"] == "FAILED")


def test_a_robot_that_opens_the_link_again_and_again_starts_nothing(demo: Demo) -> None:
    order_id = demo.create_order()
    link = demo.create_link(payment_order_id=order_id)
    agent = {"User-Agent": "Mailscanner/1.0"}
    with httpx2.Client(trust_env=False, headers=agent) as robot:
        for _ in range(20):
            assert robot.get(link["checkout_url"]).status_code == 200
            assert robot.head(link["checkout_url"]).status_code == 200

    assert demo.payments_of(order_id) == []
    assert status_of(demo, link["id"]) == "CREATED"


def test_approval_at_the_provider_leads_back_to_the_receipt(demo: Demo, payer: Payer) -> None:
    link = demo.create_link()
    payer.open(link["checkout_url"])
    choose_and_pay(payer, "payment_iq", "card")

    page = approve(payer)

    assert "betald" in page.lower() or "betalt" in page.lower()
    assert status_of(demo, link["id"]) == "COMPLETED"
