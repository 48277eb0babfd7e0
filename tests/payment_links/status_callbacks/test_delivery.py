"""Delivering callbacks: in order, retried, and without one tenant's trouble reaching another."""

from datetime import timedelta

import pytest

from payment_links.models import CallbackAttempt, CallbackEndpoint, StatusCallback, TimelineEntry
from payment_links.status_callbacks import retry_times
from tests.builders import NOON
from tests.payment_links.status_callbacks.timeline import (
    callback_link,
    deliver,
    sweep,
    tell,
    work_until,
)
from tests.tenant_endpoint import URL, TenantEndpoint

pytestmark = pytest.mark.django_db
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def no_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry_times, "SPREAD", 0)


def states() -> list[str]:
    return list(StatusCallback.objects.order_by("pk").values_list("state", flat=True))


def endpoint_row() -> CallbackEndpoint:
    return CallbackEndpoint.objects.get()


def test_a_delivered_callback_is_written_down(endpoint: TenantEndpoint) -> None:
    callback = deliver(tell(callback_link()), NOON)

    [received] = endpoint.received
    assert (received.url, received.body) == (URL, callback.body)
    assert received.headers["content-type"] == "application/json"
    assert received.headers["webhook-id"] == str(callback.pk)
    assert (callback.state, callback.delivered_at) == ("DONE", NOON)
    [attempt] = CallbackAttempt.objects.all()
    assert (attempt.http_status, attempt.response_excerpt, attempt.error) == (200, "ok", "")
    assert TimelineEntry.objects.get().event == "CALLBACK_DELIVERED"


@pytest.mark.parametrize("answer", [200, 201, 204, 299])
def test_any_success_is_delivery(endpoint: TenantEndpoint, answer: int) -> None:
    endpoint.answer = answer

    assert deliver(tell(callback_link()), NOON).state == "DONE"


@pytest.mark.parametrize("answer", [None, 199, 301, 302, 400, 401, 404, 429, 500, 503])
def test_everything_else_is_tried_again(endpoint: TenantEndpoint, answer: int | None) -> None:
    endpoint.answer = answer

    callback = deliver(tell(callback_link()), NOON)

    assert (callback.state, callback.not_before) == ("PENDING", NOON + 5 * SECOND)
    assert callback.last_error == (f"HTTP {answer}" if answer else "ReadTimeout: timed out")
    assert CallbackAttempt.objects.get().http_status == answer


def test_an_answer_is_kept_up_to_a_kilobyte_and_without_nul(endpoint: TenantEndpoint) -> None:
    endpoint.body = b"\x00\xff" + b"x" * 2000

    deliver(tell(callback_link()), NOON)

    excerpt = CallbackAttempt.objects.get().response_excerpt
    assert excerpt == "\ufffd\ufffd" + "x" * 1022


def test_retry_after_is_waited_for(endpoint: TenantEndpoint) -> None:
    endpoint.answer, endpoint.headers = 503, {"retry-after": "600"}

    callback = deliver(tell(callback_link()), NOON)

    assert callback.not_before == NOON + 10 * MINUTE


def test_five_failures_put_the_endpoint_down(endpoint: TenantEndpoint) -> None:
    endpoint.answer = 500
    callback = tell(callback_link())

    tried_at = []
    for _ in range(5):
        tried_at.append(int((callback.not_before - NOON).total_seconds()))
        callback = deliver(callback, callback.not_before)

    down_since = NOON + 755 * SECOND
    assert tried_at == [0, 5, 35, 155, 755]
    assert (endpoint_row().health, endpoint_row().down_since) == ("DOWN", down_since)
    assert (callback.state, callback.not_before) == ("PENDING", down_since + 15 * MINUTE)


def put_down(endpoint: TenantEndpoint) -> StatusCallback:
    endpoint.answer = 500
    callback = tell(callback_link())
    for _ in range(5):
        callback = deliver(callback, callback.not_before)
    endpoint.received.clear()
    return callback


def test_of_an_endpoint_that_is_down_only_the_oldest_is_tried(endpoint: TenantEndpoint) -> None:
    oldest = put_down(endpoint)
    for _ in range(3):
        tell(callback_link(merchant=oldest.payment_link.merchant), now=NOON + HOUR)

    work_until(NOON + 3 * HOUR, start=NOON + 15 * MINUTE, step=5 * MINUTE)

    assert {r.headers["webhook-id"] for r in endpoint.received} == {str(oldest.pk)}
    assert len(endpoint.received) == 11
    assert states() == ["PENDING", "BLOCKED", "BLOCKED", "BLOCKED"]


def test_those_waiting_when_it_goes_down_are_held_back(endpoint: TenantEndpoint) -> None:
    endpoint.answer = 500
    first = tell(callback_link())
    tell(callback_link(merchant=first.payment_link.merchant), now=NOON + HOUR)

    for _ in range(5):
        first = deliver(first, first.not_before)

    assert states() == ["PENDING", "BLOCKED"]


def test_the_first_success_releases_the_backlog_in_order_per_link(
    endpoint: TenantEndpoint,
) -> None:
    oldest = put_down(endpoint)
    link = callback_link(merchant=oldest.payment_link.merchant)
    for status in ("EXPIRED", "CREATED", "CANCELLED", "COMPLETED"):
        tell(link, status, now=NOON + HOUR)
    endpoint.answer = 200

    work_until(NOON + HOUR + 19 * MINUTE, start=NOON + HOUR, step=SECOND * 30)

    assert endpoint.statuses() == ["COMPLETED", "EXPIRED", "CREATED", "CANCELLED", "COMPLETED"]
    assert states() == ["DONE"] * 5
    assert (endpoint_row().health, endpoint_row().down_since) == ("UP", None)


def test_a_day_of_silence_loses_nothing(endpoint: TenantEndpoint) -> None:
    oldest = put_down(endpoint)
    for hours in range(24):
        link = callback_link(merchant=oldest.payment_link.merchant)
        tell(link, now=NOON + hours * HOUR)
    work_until(NOON + 24 * HOUR, start=NOON + HOUR, step=HOUR)
    endpoint.answer = 200
    endpoint.received.clear()

    returned_at = NOON + 24 * HOUR + MINUTE
    work_until(returned_at + 18 * MINUTE, start=returned_at, step=MINUTE)
    assert endpoint_row().health == "UP"
    work_until(returned_at + 30 * MINUTE, start=returned_at + 18 * MINUTE, step=MINUTE)

    assert states() == ["DONE"] * 25
    assert len(endpoint.received) == 25


def test_after_72_hours_of_silence_a_callback_is_given_up(endpoint: TenantEndpoint) -> None:
    oldest = put_down(endpoint)
    younger = tell(callback_link(merchant=oldest.payment_link.merchant), now=NOON + 10 * HOUR)

    work_until(NOON + 74 * HOUR, start=NOON + HOUR, step=HOUR)
    assert states() == ["DEAD", "PENDING"]
    assert [entry.event for entry in TimelineEntry.objects.all()] == ["CALLBACK_GIVEN_UP"]

    endpoint.answer = 200
    work_until(NOON + 76 * HOUR, start=NOON + 74 * HOUR, step=10 * MINUTE)
    younger.refresh_from_db()
    assert (younger.state, endpoint_row().health) == ("DONE", "UP")


def test_after_48_hours_it_is_tried_once_an_hour(endpoint: TenantEndpoint) -> None:
    put_down(endpoint)

    work_until(NOON + 60 * HOUR, start=NOON + 49 * HOUR, step=10 * MINUTE)

    assert 9 <= len(endpoint.received) <= 12


def test_gone_switches_the_endpoint_off(endpoint: TenantEndpoint) -> None:
    endpoint.answer = 410
    link = callback_link()
    first, second = tell(link, "EXPIRED"), tell(link, "COMPLETED")

    first = deliver(first, NOON)
    third = tell(link, "CANCELLED")

    assert endpoint_row().health == "DISABLED"
    assert states() == ["DEAD", "DEAD", "DEAD"]
    second.refresh_from_db()
    assert first.last_error == second.last_error == third.last_error
    assert TimelineEntry.objects.filter(event="CALLBACK_GIVEN_UP").count() == 2


def test_a_links_callback_waits_for_its_earlier_ones(endpoint: TenantEndpoint) -> None:
    link = callback_link()
    first, second = tell(link, "EXPIRED"), tell(link, "COMPLETED")

    assert sweep(NOON) == [str(first.pk)]
    assert deliver(second, NOON).state == "PENDING"
    deliver(first, NOON)
    assert sweep(NOON + SECOND) == [str(second.pk)]


def test_a_failing_callback_does_not_hold_up_other_links(endpoint: TenantEndpoint) -> None:
    failing = tell(callback_link())
    endpoint.answer = 500
    deliver(failing, NOON)
    endpoint.answer = 200
    other = tell(callback_link(merchant=failing.payment_link.merchant))

    assert deliver(other, NOON).state == "DONE"


def test_a_slow_endpoint_gets_four_workers_at_most(endpoint: TenantEndpoint) -> None:
    merchant = callback_link().merchant
    slow = [tell(callback_link(merchant=merchant)) for _ in range(10)]
    other = tell(callback_link())

    published = sweep(NOON)

    assert published == [*(str(callback.pk) for callback in slow[:4]), str(other.pk)]
    assert sweep(NOON + SECOND) == []
    deliver(slow[0], NOON + SECOND)
    assert sweep(NOON + 2 * SECOND) == [str(slow[4].pk)]


def test_a_crashed_worker_holds_up_nothing_for_longer_than_its_lease(
    endpoint: TenantEndpoint,
) -> None:
    callback = tell(callback_link())

    def die() -> None:
        raise KeyboardInterrupt

    endpoint.during = die
    with pytest.raises(KeyboardInterrupt):
        deliver(callback, NOON)
    endpoint.during = None

    assert sweep(NOON + 29 * SECOND) == []
    assert sweep(NOON + 31 * SECOND) == [str(callback.pk)]
    assert deliver(callback, NOON + 31 * SECOND).state == "DONE"


def test_what_was_held_back_by_mistake_is_found_again(endpoint: TenantEndpoint) -> None:
    callback = tell(callback_link())
    StatusCallback.objects.update(state="BLOCKED")

    assert sweep(NOON) == [str(callback.pk)]


def test_an_endpoint_that_is_down_never_waits_without_a_callback_to_try(
    endpoint: TenantEndpoint,
) -> None:
    merchant = callback_link().merchant
    oldest = tell(callback_link(merchant=merchant))
    tell(callback_link(merchant=merchant))
    StatusCallback.objects.update(state="BLOCKED")
    CallbackEndpoint.objects.update(health="DOWN", down_since=NOON)

    assert sweep(NOON) == [str(oldest.pk)]
