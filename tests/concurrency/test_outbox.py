"""Races for one row of the outbox: what is claimed once is sent once, and nothing is lost."""

import time
from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from payment_links import clock, outbox
from payment_links.distribution import (
    DeliveryReport,
    deliver_message,
    distribute,
    record_delivery_report,
    requesting,
)
from payment_links.distribution import reports as message_reports
from payment_links.distribution.limits import SMS_PER_LINK
from payment_links.gateways import outside, sms
from payment_links.models import TENANT, Distribution, MessageEvent, StatusCallback
from payment_links.status_callbacks import deliver_status_callback, endpoints, schedule
from tests.builders import NOON, make_distribution, make_link, make_merchant, make_tenant
from tests.concurrency.test_payments import at_once, codes, draw_out
from tests.tenant_endpoint import URL, TenantEndpoint

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
SENDING_TAKES = 0.2
PATIENCE = 10
WORKERS = 4
LATE = DeliveryReport(MessageEvent.Kind.UNDELIVERED, "late")
DELIVERED = DeliveryReport(MessageEvent.Kind.DELIVERED)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An SMS gateway that takes its time; the recipients it was given."""
    recipients: list[str] = []

    def send(to: str, sender: str, **_: Any) -> str:
        time.sleep(SENDING_TAKES)
        recipients.append(to)
        return f"s{len(recipients)}"

    monkeypatch.setattr(sms, "send", send)
    return recipients


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> TenantEndpoint:
    endpoint = TenantEndpoint(during=lambda: time.sleep(SENDING_TAKES))
    monkeypatch.setattr(outside, "request", endpoint.request)
    return endpoint


def test_many_workers_claim_one_row_once() -> None:
    row = make_distribution(make_link())
    lease = timedelta(seconds=30)

    claims = at_once(
        *[lambda: outbox.claim(Distribution, row.pk, NOON, lease=lease)] * WORKERS,
    )

    assert sorted(claims, key=str) == [1, None, None, None]


def test_many_jobs_for_one_message_send_it_once(sent: list[str]) -> None:
    message = make_distribution(make_link())

    at_once(*[lambda: deliver_message(str(message.pk))] * WORKERS)

    message.refresh_from_db()
    assert sent == ["+46701740615"]
    assert (message.status, message.state) == ("SENT", "DONE")


def test_a_message_of_a_killed_worker_is_sent_when_its_lease_has_run_out(
    sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    message = make_distribution(make_link())
    killed_at = clock.now() - timedelta(seconds=46)
    outbox.claim(Distribution, message.pk, killed_at, lease=timedelta(seconds=45))

    at_once(*[lambda: deliver_message(str(message.pk))] * WORKERS)

    message.refresh_from_db()
    assert sent == ["+46701740615"]
    assert (message.status, message.attempts) == ("SENT", 2)


def test_a_worker_killed_after_the_provider_accepted_sends_one_duplicate(
    sent: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    message = make_distribution(make_link())
    complete = outbox.complete

    def die(*_: Any) -> bool:
        raise SystemExit

    monkeypatch.setattr(outbox, "complete", die)
    with pytest.raises(SystemExit):
        deliver_message(str(message.pk))
    monkeypatch.setattr(outbox, "complete", complete)
    Distribution.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    at_once(*[lambda: deliver_message(str(message.pk))] * WORKERS)

    message.refresh_from_db()
    assert len(sent) == 2
    assert (message.status, message.state) == ("SENT", "DONE")


def test_reports_that_arrive_together_leave_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    message = make_distribution(make_link(), status="SENT", sent_at=NOON, state="DONE")
    draw_out(monkeypatch, message_reports, "_deliver")
    draw_out(monkeypatch, message_reports, "_fail")

    at_once(
        lambda: record_delivery_report(message.pk, LATE, now=NOON),
        lambda: record_delivery_report(message.pk, DELIVERED, now=NOON),
        lambda: record_delivery_report(message.pk, DELIVERED, now=NOON),
    )

    message.refresh_from_db()
    message.payment_link.refresh_from_db()
    assert (message.status, message.failure_reason) == ("DELIVERED", "")
    assert message.payment_link.sms_status == "DELIVERED"
    assert message.payment_link.timeline.filter(event="MESSAGE_DELIVERED").count() == 1


def test_the_last_sms_a_link_may_have_is_given_once(monkeypatch: pytest.MonkeyPatch) -> None:
    link = make_link(make_merchant(make_tenant(mode="LIVE")))
    for days in range(SMS_PER_LINK - 1):
        make_distribution(link, created_at=NOON - timedelta(days=days + 2))
    draw_out(monkeypatch, requesting, "write_message")

    results = at_once(
        *[lambda: distribute(link.pk, ["sms"], actor=TENANT, now=NOON)] * WORKERS,
    )

    assert codes(results) == ["rate_limited"] * (WORKERS - 1)
    assert link.distributions.count() == SMS_PER_LINK


def test_many_jobs_for_one_callback_tell_the_tenant_once(endpoint: TenantEndpoint) -> None:
    callback = schedule(make_link(payment_link_status_callback_url=URL), "COMPLETED", now=NOON)
    assert callback is not None

    at_once(*[lambda: deliver_status_callback(str(callback.pk))] * WORKERS)

    assert endpoint.statuses() == ["COMPLETED"]


def test_jobs_for_the_callbacks_of_one_link_never_overtake_each_other(
    endpoint: TenantEndpoint,
) -> None:
    link = make_link(payment_link_status_callback_url=URL)
    for status in ("EXPIRED", "CREATED", "COMPLETED"):
        schedule(link, status, now=NOON)
    pks = [str(pk) for pk in StatusCallback.objects.order_by("-pk").values_list("pk", flat=True)]

    for _ in pks:
        at_once(*[lambda pk=pk: deliver_status_callback(pk) for pk in pks])

    assert endpoint.statuses() == ["EXPIRED", "CREATED", "COMPLETED"]


def test_failures_that_end_together_leave_one_callback_to_try(
    endpoint: TenantEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    merchant = make_link().merchant
    for _ in range(WORKERS):
        link = make_link(merchant, payment_link_status_callback_url=URL)
        schedule(link, "COMPLETED", now=NOON)
    endpoint.answer = 500
    monkeypatch.setattr(endpoints, "TRIES_BEFORE_DOWN", 1)
    draw_out(monkeypatch, endpoints, "_hold_all_but_oldest")
    pks = [str(pk) for pk in StatusCallback.objects.order_by("pk").values_list("pk", flat=True)]

    at_once(*[lambda pk=pk: deliver_status_callback(pk) for pk in pks])

    states = StatusCallback.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["PENDING", "BLOCKED", "BLOCKED", "BLOCKED"]


def test_a_success_that_ends_with_the_last_failure_is_not_overlooked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    merchant = make_link().merchant
    links = [make_link(merchant, payment_link_status_callback_url=URL) for _ in range(2)]
    failing, succeeding = (schedule(link, "COMPLETED", now=NOON) for link in links)
    assert failing is not None
    assert succeeding is not None

    asked, settling = Event(), Event()

    def answer(*_: Any, content: bytes, **__: Any) -> outside.Answer:
        if str(links[0].pk).encode() in content:
            asked.wait(PATIENCE)
            return outside.Answer(500, {}, b"", True)
        asked.set()
        settling.wait(PATIENCE)
        return outside.Answer(200, {}, b"", True)

    def set_health(*args: Any, **values: Any) -> None:
        settling.set()
        write_health(*args, **values)

    monkeypatch.setattr(outside, "request", answer)
    monkeypatch.setattr(endpoints, "TRIES_BEFORE_DOWN", 1)
    write_health = endpoints._set_health
    monkeypatch.setattr(endpoints, "_set_health", set_health)
    draw_out(monkeypatch, endpoints, "_hold_all_but_oldest")

    at_once(
        lambda: deliver_status_callback(str(failing.pk)),
        lambda: deliver_status_callback(str(succeeding.pk)),
    )

    succeeding.refresh_from_db()
    assert (succeeding.state, succeeding.endpoint.health) == ("DONE", "UP")
