"""Delivering once more, because a person asks for it."""

from datetime import timedelta

import pytest

from payment_links.models import TENANT, CallbackEndpoint, StatusCallback, TimelineEntry
from payment_links.status_callbacks import CallbackUnderWayError, replay, replay_all
from tests.builders import NOON
from tests.payment_links.status_callbacks.timeline import callback_link, deliver, sweep, tell
from tests.tenant_endpoint import TenantEndpoint

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=5)


def test_a_replay_sends_the_same_body_under_the_same_id(endpoint: TenantEndpoint) -> None:
    original = deliver(tell(callback_link()), NOON)

    again = replay(original, actor=TENANT, now=LATER)
    deliver(again, LATER)
    deliver(replay(again, actor=TENANT, now=LATER), LATER)

    first, *others = endpoint.received
    assert [(r.body, r.headers["webhook-id"]) for r in others] == [
        (first.body, first.headers["webhook-id"])
    ] * 2
    assert TimelineEntry.objects.filter(event="NOTE").count() == 2


@pytest.mark.parametrize("state", ["PENDING", "BLOCKED"])
def test_what_is_under_way_is_not_replayed(state: str) -> None:
    callback = tell(callback_link())
    StatusCallback.objects.update(state=state)

    with pytest.raises(CallbackUnderWayError):
        replay(callback, actor=TENANT, now=LATER)

    assert StatusCallback.objects.count() == 1


def test_a_replay_switches_a_switched_off_endpoint_on(endpoint: TenantEndpoint) -> None:
    endpoint.answer = 410
    callback = deliver(tell(callback_link()), NOON)
    endpoint.answer = 200

    deliver(replay(callback, actor=TENANT, now=LATER), LATER)

    assert CallbackEndpoint.objects.get().health == "UP"
    assert endpoint.statuses() == ["COMPLETED", "COMPLETED"]


def test_a_replay_tries_an_endpoint_that_is_down_at_once(endpoint: TenantEndpoint) -> None:
    dead = tell(callback_link())
    StatusCallback.objects.update(state="DEAD")
    waiting = tell(dead.payment_link, "CANCELLED")
    CallbackEndpoint.objects.update(health="DOWN", down_since=NOON)
    StatusCallback.objects.filter(pk=waiting.pk).update(not_before=LATER + timedelta(hours=1))

    again = replay(dead, actor=TENANT, now=LATER)

    assert again.state == "BLOCKED"
    assert sweep(LATER) == [str(waiting.pk)]
    deliver(waiting, LATER)
    assert sweep(LATER + timedelta(seconds=1)) == [str(again.pk)]


def test_many_are_replayed_oldest_first_without_those_under_way() -> None:
    link = callback_link()
    for status in ("EXPIRED", "CREATED", "CANCELLED"):
        tell(link, status)
    StatusCallback.objects.exclude(status="CANCELLED").update(state="DEAD")

    count = replay_all(StatusCallback.objects.order_by("-pk"), actor=TENANT, now=LATER)

    replayed = StatusCallback.objects.filter(replay_of__isnull=False).order_by("pk")
    assert (count, [row.status for row in replayed]) == (2, ["EXPIRED", "CREATED"])
