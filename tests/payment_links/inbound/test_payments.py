"""Status callbacks of the payments service: hints that are stored, and acted on by asking."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from payment_links.gateways import payments_api
from payment_links.models import InboundEvent, Payment, PaymentLink
from payment_links.payments import apply_inbound_event, sweep_inbound_events
from tests.builders import NOON, make_demo_merchant, make_link, make_payment
from tests.doors import Sandbox
from tests.payers import decide, outside, start

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])


@pytest.fixture
def link(sandbox: Sandbox) -> PaymentLink:
    return make_link(make_demo_merchant())


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def jobs_done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apply_inbound_event, "delay", apply_inbound_event)


def call_back(payment: Payment, body: object = None) -> int:
    """A callback as anybody who knows the address may send it."""
    address = f"/inbound/payments/{payment.callback_token}"
    return Client().post(address, body or {}, content_type="application/json").status_code


def status_of(link: PaymentLink) -> str:
    return PaymentLink.objects.get(pk=link.pk).status


def test_a_callback_is_stored_and_changes_nothing_by_itself(link: PaymentLink) -> None:
    payment = make_payment(link)

    answer = call_back(payment, {"status": "COMPLETED"})

    event = InboundEvent.objects.get()
    assert (answer, event.payment, event.body) == (204, payment, '{"status": "COMPLETED"}')
    assert (event.state, event.received_at) == ("PENDING", NOON)
    assert status_of(link) == "CREATED"


def test_a_callback_makes_us_ask(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = start(link)
    decide(sandbox, payment, "approve")
    call_back(payment)

    sweep_inbound_events()

    assert status_of(link) == "COMPLETED"
    assert InboundEvent.objects.get().state == "DONE"


def test_the_sandbox_calls_back(sandbox: Sandbox, link: PaymentLink, settings: Settings) -> None:
    settings.SANDBOX_CALLBACKS = "inline"
    decide(sandbox, start(link), "approve")

    sweep_inbound_events()

    assert status_of(link) == "COMPLETED"


def test_a_forged_callback_changes_nothing(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = start(link)
    call_back(payment, {"status": "COMPLETED", "payment_id": str(payment.payment_id)})

    sweep_inbound_events()

    payment.refresh_from_db()
    assert (status_of(link), payment.status) == ("CREATED", "PENDING")
    assert outside(sandbox) == ["INITIATED", "PENDING"]


def test_a_callback_may_overtake_the_answer_to_the_initiation(
    sandbox: Sandbox, link: PaymentLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    initiate = payments_api.initiate_payment

    def answer_late(*values: object) -> payments_api.StartedPayment:
        started = initiate(*values)  # type: ignore[arg-type]
        under_way = Payment.objects.get(payment_link=link)
        under_way.payment_id = started.payment_id
        decide(sandbox, under_way, "approve")
        call_back(under_way)
        sweep_inbound_events()
        return started

    monkeypatch.setattr(payments_api, "initiate_payment", answer_late)

    payment = start(link)

    link.refresh_from_db()
    assert (payment.status, link.status) == ("COMPLETED", "COMPLETED")
    assert link.payment_id == payment.payment_id
    assert "pay_url" in payment.provider_method_response
    assert outside(sandbox) == ["INITIATED", "PENDING", "COMPLETED"]


def test_an_event_waits_for_a_service_that_is_down(
    sandbox: Sandbox, link: PaymentLink, noon: time_machine.Traveller
) -> None:
    payment = start(link)
    decide(sandbox, payment, "approve")
    call_back(payment)
    sandbox.fault("payments", "status_500")

    sweep_inbound_events()
    waiting = InboundEvent.objects.get()
    noon.shift(timedelta(seconds=2))
    sweep_inbound_events()

    assert (waiting.state, waiting.not_before) == ("PENDING", NOON + timedelta(seconds=2))
    assert "500" in waiting.last_error
    assert status_of(link) == "COMPLETED"


def test_an_event_is_given_up_in_the_end(link: PaymentLink, sandbox: Sandbox) -> None:
    call_back(start(link))
    InboundEvent.objects.update(attempts=5)
    sandbox.fault("payments", "status_500")

    sweep_inbound_events()

    assert InboundEvent.objects.get().state == "DEAD"


@pytest.mark.parametrize("token", ["guessed", "%00"])
def test_unknown_tokens_are_not_found(link: PaymentLink, token: str) -> None:
    answer = Client().post(f"/inbound/payments/{token}", {}, content_type="application/json")

    assert (answer.status_code, InboundEvent.objects.count()) == (404, 0)


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_only_post_is_taken(link: PaymentLink, method: str) -> None:
    payment = make_payment(link)

    answer = getattr(Client(), method)(f"/inbound/payments/{payment.callback_token}")

    assert (answer.status_code, InboundEvent.objects.count()) == (405, 0)


def test_long_bodies_are_cut_and_longer_ones_refused(link: PaymentLink) -> None:
    payment = make_payment(link)

    answers = [call_back(payment, "x" * size) for size in (20_000, 70_000)]

    assert answers == [204, 413]
    assert len(InboundEvent.objects.get().body) == 10 * 1024


def test_any_bytes_can_be_stored(link: PaymentLink) -> None:
    payment = make_payment(link)

    answer = call_back(payment, b"\x00\xff{")

    assert (answer, InboundEvent.objects.get().body) == (204, "\ufffd\ufffd{")
