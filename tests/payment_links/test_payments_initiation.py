"""The start of a payment: one open attempt, what the service is told, refusals and time-outs."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from payment_links.errors import InvalidInputError
from payment_links.gateways import http
from payment_links.models import PAYER, Payment, PaymentLink, TimelineEntry
from payment_links.payments import PaymentLinkNotOpenError, PaymentRefusedError, initiate_payment
from payment_links.payments_service import (
    PaymentInProgressError,
    PaymentOrderClosedError,
    PaymentsServiceUnavailableError,
)
from tests.builders import (
    DEMO_MERCHANT_ID,
    NOON,
    SEK_ORDER_ID,
    make_demo_merchant,
    make_link,
    make_payment,
)
from tests.doors import Sandbox
from tests.payers import decide, outside, start

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])


@pytest.fixture
def link(sandbox: Sandbox) -> PaymentLink:
    return make_link(make_demo_merchant())


def requests_to_start(sandbox: Sandbox) -> list[dict[str, Any]]:
    return [
        json.loads(row["body"])
        for row in sandbox.ledger("requests")
        if row["method"] == "POST" and row["url"].endswith("/payments")
    ]


def test_an_attempt_holds_the_services_answer(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = start(link)

    link.refresh_from_db()
    assert payment.status == "INITIATED"
    assert link.payment_id == payment.payment_id
    assert list(payment.provider_method_response) == ["pay_url"]
    assert payment.next_check_at == NOON + timedelta(seconds=10)
    assert outside(sandbox) == ["INITIATED", "PENDING"]


def test_the_service_is_told_of_items_payer_and_callback(
    sandbox: Sandbox, link: PaymentLink
) -> None:
    payment = start(link, "swish/m_commerce")

    (body,) = requests_to_start(sandbox)
    callback_path = body.pop("status_callback_url").split("/", 3)[3]
    assert callback_path == f"inbound/payments/{payment.callback_token}"
    assert body == {
        "provider": "swish",
        "method": "m_commerce",
        "currency": "SEK",
        "total_amount": 14000,
        "order_items": [
            {
                "amount": 14000,
                "name": "Hawaii Pizza",
                "vat_rate": 12,
                "merchant_id": str(DEMO_MERCHANT_ID),
                "metadata": {},
                "tags": [],
            }
        ],
        "provider_method_parameters": {"message": "Tack"},
        "payer": {
            "name": "Bertil Jönsson",
            "email": "bertil@example.com",
            "phone_number": "+46701740615",
        },
        "metadata": {"payment_link_id": str(link.pk), "payment_attempt_id": str(payment.pk)},
    }


def test_free_text_contacts_are_not_passed_on(sandbox: Sandbox) -> None:
    contact = {"email": "[email protected]", "phone": "0700000000000"}
    link = make_link(make_demo_merchant(), items=[("Bröd", 1110, 1, "11.1")], customer=contact)

    start(link)

    (body,) = requests_to_start(sandbox)
    assert body["payer"] == {"name": "Bertil Jönsson"}
    assert body["order_items"][0]["vat_rate"] == 11.1


def test_a_long_name_does_not_keep_anybody_from_paying(sandbox: Sandbox) -> None:
    names = {"first_name": "B" * 200, "last_name": "J" * 200}
    link = make_link(make_demo_merchant(), customer=names)

    start(link)

    (body,) = requests_to_start(sandbox)
    assert body["payer"]["name"] == f"{'B' * 200} {'J' * 53}"


def test_the_same_method_again_is_the_same_attempt(sandbox: Sandbox, link: PaymentLink) -> None:
    first = start(link)
    second = start(link)

    assert second.pk == first.pk
    assert len(requests_to_start(sandbox)) == 1


def test_another_method_stops_the_open_attempt(sandbox: Sandbox, link: PaymentLink) -> None:
    card = start(link)
    swish = start(link, "swish/m_commerce")

    card.refresh_from_db()
    assert (card.status, swish.status) == ("STOPPED", "INITIATED")
    assert outside(sandbox) == ["INITIATED", "PENDING", "STOPPED", "INITIATED", "PENDING"]


def test_an_attempt_gives_way_when_it_is_named(sandbox: Sandbox, link: PaymentLink) -> None:
    first = start(link)
    ask: dict[str, Any] = {"actor": PAYER, "now": NOON, "replaces": first.pk}

    second = initiate_payment(link.pk, "payment_iq", "card", {}, **ask)
    third = initiate_payment(link.pk, "payment_iq", "card", {}, **ask)

    assert second.pk != first.pk
    assert third.pk == second.pk


def test_an_attempt_paid_meanwhile_is_not_replaced(sandbox: Sandbox, link: PaymentLink) -> None:
    card = start(link)
    decide(sandbox, card, "approve")

    with pytest.raises(PaymentLinkNotOpenError):
        start(link, "swish/m_commerce")

    link.refresh_from_db()
    assert link.status == "COMPLETED"
    assert outside(sandbox) == ["INITIATED", "PENDING", "COMPLETED"]


def test_an_attempt_declined_meanwhile_is_replaced(sandbox: Sandbox, link: PaymentLink) -> None:
    card = start(link)
    decide(sandbox, card, "decline")

    swish = start(link, "swish/m_commerce")

    card.refresh_from_db()
    assert (card.status, swish.status) == ("DECLINED", "INITIATED")


def test_keys_that_clients_unpickle_are_dropped(
    link: PaymentLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = {"pay_url": "https://pay.example", "py/object": 1, "more": [{"py/type": 2, "x": 3}]}
    answer = {"id": str(uuid4()), "provider_method_response": response}
    monkeypatch.setattr(http, "request", lambda *_, **__: httpx2.Response(200, json=answer))

    payment = start(link)

    assert payment.provider_method_response == {
        "pay_url": "https://pay.example",
        "more": [{"x": 3}],
    }


def test_an_attempt_that_cannot_be_stopped_is_in_the_way(
    sandbox: Sandbox, link: PaymentLink
) -> None:
    start(link)
    sandbox.fault("payments", "status_500")

    with pytest.raises(PaymentInProgressError):
        start(link, "swish/m_commerce")

    assert outside(sandbox) == ["INITIATED", "PENDING"]


def test_a_time_out_after_acceptance_stays_unknown(sandbox: Sandbox, link: PaymentLink) -> None:
    sandbox.fault("payments", "cut_connection")

    with pytest.raises(PaymentsServiceUnavailableError):
        start(link)
    with pytest.raises(PaymentInProgressError):
        start(link)

    payment = link.payments.get()
    assert (payment.status, payment.payment_id) == ("UNKNOWN", None)
    assert payment.next_check_at == NOON + timedelta(seconds=10)
    assert outside(sandbox) == ["INITIATED", "PENDING"]


def test_a_service_out_of_reach_leaves_the_link_open(
    sandbox: Sandbox, link: PaymentLink, settings: Any
) -> None:
    settings.PAYMENTS_API_URL = "http://127.0.0.1:1/api/v1"
    with pytest.raises(PaymentsServiceUnavailableError):
        start(link)
    settings.PAYMENTS_API_URL = f"{settings.SANDBOX_URL}/payments/api/v1"

    again = start(link)

    assert list(link.payments.order_by("pk").values_list("status", flat=True)) == [
        "REJECTED",
        "INITIATED",
    ]
    assert again.payment_id is not None


def test_a_closed_order_rejects_the_attempt(sandbox: Sandbox, link: PaymentLink) -> None:
    headers = {"tenant_id": str(link.tenant_id)}
    order = f"/payments/api/v1/payment_orders/{SEK_ORDER_ID}"
    sandbox.http.put(f"{order}/close", headers=headers)

    with pytest.raises(PaymentOrderClosedError):
        start(link)

    payment = link.payments.get()
    assert (payment.status, payment.next_check_at) == ("REJECTED", None)
    assert outside(sandbox) == []


def test_what_the_service_finds_wrong_is_told(sandbox: Sandbox, link: PaymentLink) -> None:
    PaymentLink.objects.filter(pk=link.pk).update(currency="NOK")

    with pytest.raises(PaymentRefusedError) as refusal:
        start(link)

    assert (refusal.value.http_status, refusal.value.code) == (422, "invalid_value")
    assert link.payments.get().status == "REJECTED"


@pytest.mark.parametrize("status", ["COMPLETED", "EXPIRED", "CANCELLED"])
def test_links_that_are_not_open_take_no_payment(sandbox: Sandbox, status: str) -> None:
    link = make_link(make_demo_merchant(), status=status)

    with pytest.raises(PaymentLinkNotOpenError):
        start(link)

    assert (link.payments.count(), outside(sandbox)) == (0, [])


def test_a_link_whose_time_has_passed_takes_no_payment(sandbox: Sandbox, link: PaymentLink) -> None:
    with pytest.raises(PaymentLinkNotOpenError):
        start(link, now=link.expires_at)

    assert link.payments.count() == 0


def test_wrong_methods_are_found_before_the_state(sandbox: Sandbox) -> None:
    link = make_link(make_demo_merchant(), status="CANCELLED")

    with pytest.raises(InvalidInputError):
        start(link, "billmate/invoice")


def test_money_under_review_keeps_the_link_closed(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = make_payment(link, status="COMPLETED")
    exception = link.exceptions.create(
        payment=payment, kind="AMOUNT_MISMATCH", description="1 krona", created_at=NOON
    )

    with pytest.raises(PaymentInProgressError):
        start(link)

    exception.resolved_at = NOON
    exception.save(update_fields=["resolved_at"])
    assert start(link).status == "INITIATED"


def test_an_attempt_without_its_page_is_replaced(sandbox: Sandbox, link: PaymentLink) -> None:
    lost = start(link)
    Payment.objects.filter(pk=lost.pk).update(provider_method_response={})

    found = start(link)

    lost.refresh_from_db()
    assert (lost.status, found.status) == ("STOPPED", "INITIATED")


def test_the_timeline_tells_who_started(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = start(link)

    entry = TimelineEntry.objects.get(payment_link=link)
    assert (entry.event, entry.actor) == ("PAYMENT_STARTED", "PAYER")
    assert entry.details == {
        "payment": str(payment.pk),
        "provider": "payment_iq",
        "method": "card",
    }
