"""Races for one link: clicks, callbacks and a cancel at the same moment. No lock, no mercy.

Each decision is drawn out for a moment, so that without its lock the other thread slips in.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections

from payment_links import checkout_tokens, lifecycle, links
from payment_links.errors import DomainError
from payment_links.gateways import payments_api
from payment_links.models import PAYER, TENANT, Payment, PaymentLink
from payment_links.payments import initiation, record_payment_status
from tests.builders import CARD, NOON, SWISH, make_link, make_payment
from tests.payers import start

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
DRAWN_OUT = 0.2


class Service:
    """The payments service in memory: every call is counted, every payment is COMPLETED."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.stopped: list[UUID] = []

    def initiate(
        self, credentials: Any, order_id: UUID, payment: payments_api.NewPayment
    ) -> payments_api.StartedPayment:
        self.started.append(payment.method)
        return payments_api.StartedPayment(uuid4(), {"pay_url": "https://pay.example/"})

    def fetch(
        self, credentials: Any, order_id: UUID, payment_id: UUID
    ) -> payments_api.FetchedPayment:
        return payments_api.FetchedPayment(
            payment_id, "COMPLETED", 14000, "SEK", "payment_iq", "card", {}
        )

    def stop(self, credentials: Any, order_id: UUID, payment_id: UUID) -> None:
        self.stopped.append(payment_id)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    service = Service()
    monkeypatch.setattr(payments_api, "initiate_payment", service.initiate)
    monkeypatch.setattr(payments_api, "get_payment", service.fetch)
    monkeypatch.setattr(payments_api, "stop_payment", service.stop)
    return service


def draw_out(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Let a moment pass between a decision and the write that follows it."""
    original = getattr(module, name)

    def slow(*values: Any, **options: Any) -> Any:
        time.sleep(DRAWN_OUT)
        return original(*values, **options)

    monkeypatch.setattr(module, name, slow)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run all acts at the same moment; their results, or the DomainError each was refused with."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except DomainError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def codes(results: list[object]) -> list[str]:
    return sorted(result.code for result in results if isinstance(result, DomainError))


def test_two_callbacks_complete_once(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "https://tenant.example/callback"
    link = make_link(payment_link_status_callback_url=url)
    payment = make_payment(link)
    draw_out(monkeypatch, lifecycle, "change_status")

    at_once(*[lambda: record_payment_status(payment.pk, now=NOON)] * 2)

    link.refresh_from_db()
    assert link.status == "COMPLETED"
    assert link.status_callbacks.count() == 1
    assert link.timeline.filter(event="STATUS_CHANGED").count() == 1


def test_two_payments_paid_at_once_complete_once_and_flag_one(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = make_link()
    payments = [make_payment(link, status="STOPPED") for _ in range(2)]
    draw_out(monkeypatch, lifecycle, "change_status")

    at_once(*[lambda p=p: record_payment_status(p.pk, now=NOON) for p in payments])

    assert list(link.exceptions.values_list("kind", flat=True)) == ["PAID_TWICE"]
    assert link.timeline.filter(event="STATUS_CHANGED").count() == 1


def test_a_double_click_makes_one_attempt(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = make_link(payment_provider_methods=[CARD])
    draw_out(monkeypatch, initiation, "_create")

    results = at_once(*[lambda: start(link)] * 4)

    assert (service.started, link.payments.count()) == (["card"], 1)
    assert set(codes(results)) <= {"payment_in_progress"}


def test_two_methods_at_once_leave_one_open_attempt(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = make_link(payment_provider_methods=[CARD, SWISH])
    draw_out(monkeypatch, initiation, "_create")

    at_once(lambda: start(link), lambda: start(link, "swish/m_commerce"))

    assert link.payments.filter(status__in=Payment.OPEN_STATUSES).count() <= 1


def test_cancel_against_the_first_click_is_never_both(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = make_link(payment_provider_methods=[CARD])
    draw_out(monkeypatch, initiation, "_create")
    draw_out(monkeypatch, lifecycle, "change_status")

    at_once(lambda: start(link), lambda: links.cancel_link(link.pk, actor=TENANT, now=NOON))

    link.refresh_from_db()
    is_open = link.payments.filter(status__in=Payment.OPEN_STATUSES).exists()
    assert (link.status, is_open) in {("CANCELLED", False), ("CREATED", True)}


def test_cancel_against_a_completion_never_drops_the_money(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = make_link()
    payment = make_payment(link)
    draw_out(monkeypatch, lifecycle, "change_status")

    at_once(
        lambda: record_payment_status(payment.pk, now=NOON),
        lambda: links.cancel_link(link.pk, actor=TENANT, now=NOON),
    )

    link.refresh_from_db()
    kinds = list(link.exceptions.values_list("kind", flat=True))
    was_cancelled = link.timeline.filter(details__status=PaymentLink.Status.CANCELLED).exists()
    assert link.status == "COMPLETED"
    assert kinds == (["PAID_AFTER_CANCEL"] if was_cancelled else [])


def test_a_new_address_against_a_click_by_the_old_one_starts_nothing_for_it(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Either the attempt is first and the address stays, or the old address starts none."""
    link = make_link(payment_provider_methods=[CARD])
    draw_out(monkeypatch, initiation, "_create")
    draw_out(monkeypatch, checkout_tokens, "random_token")

    results = at_once(
        lambda: initiation.initiate_payment(
            link.pk,
            "payment_iq",
            "card",
            {},
            actor=PAYER,
            now=NOON,
            checkout_token=link.checkout_token,
        ),
        lambda: checkout_tokens.rotate_checkout_token(link.pk, actor=TENANT, now=NOON, reason=""),
    )

    token = PaymentLink.objects.get(pk=link.pk).checkout_token
    attempts = Payment.objects.count()
    assert len(codes(results)) == 1
    assert (attempts, token == link.checkout_token) in {(1, True), (0, False)}
