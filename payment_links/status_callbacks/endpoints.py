"""Whether a tenant's endpoint answers, and what that means for the callbacks waiting for it.

Every change of an endpoint's health happens under the lock of its row. That lock does not keep
others from writing callbacks for it: the sweep puts right what was written at the same moment.
"""

from datetime import datetime, timedelta
from typing import Any

from payment_links import outbox
from payment_links.models import SYSTEM, CallbackEndpoint, StatusCallback, TimelineEntry
from payment_links.models.outbox import OutboxQuerySet
from payment_links.status_callbacks.retry_times import (
    GIVE_UP_AFTER,
    TRIES_BEFORE_DOWN,
    probe_delay,
    retry_delay,
)

Health = CallbackEndpoint.Health
State = StatusCallback.State

WAITING = [State.PENDING, State.BLOCKED]
SWITCHED_OFF = "The endpoint answered 410 and is switched off."
NEVER_ANSWERED = "The endpoint did not answer for 72 hours."


def lock(endpoint_id: int) -> CallbackEndpoint:
    """The endpoint, its row locked until the transaction ends.

    no_key: a row that refers to the endpoint may be written meanwhile, by a transaction that
    holds a link's lock and would otherwise wait for us while we wait for the link.
    """
    return CallbackEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint_id)


def initial_state(endpoint: CallbackEndpoint) -> dict[str, Any]:
    """The outbox fields of a new callback: held back when others already wait for the endpoint."""
    if endpoint.health == Health.DISABLED:
        return {"state": State.DEAD, "last_error": SWITCHED_OFF}
    if endpoint.health == Health.DOWN and _waiting(endpoint).exists():
        return {"state": State.BLOCKED}
    return {"state": State.PENDING}


def release(endpoint: CallbackEndpoint, now: datetime) -> None:
    """The endpoint answered: if it was down it is up again, and what was held back is due."""
    if endpoint.health != Health.DOWN:
        return
    _set_health(endpoint, Health.UP, down_since=None)
    _waiting(endpoint).update(state=State.PENDING, not_before=now, published_until=None)


def wake(endpoint: CallbackEndpoint, now: datetime) -> None:
    """A person wants it tried again: switch it on, and try its oldest callback at once."""
    if endpoint.health == Health.DISABLED:
        _set_health(endpoint, Health.UP, down_since=None)
    elif endpoint.health == Health.DOWN:
        _hold_all_but_oldest(endpoint, now)


def disable(endpoint: CallbackEndpoint, now: datetime) -> None:
    """The endpoint wants no callbacks any more: give up all that wait for it."""
    _set_health(endpoint, Health.DISABLED, down_since=endpoint.down_since or now)
    _give_up(_waiting(endpoint), SWITCHED_OFF, now)


def hold_after_failure(
    endpoint: CallbackEndpoint,
    callback: StatusCallback,
    attempt: int,
    *,
    error: str,
    retry_after: timedelta,
    now: datetime,
) -> None:
    """A try failed: try again by the schedule, or hold the endpoint's callbacks when it is down."""
    failed_tries = callback.callback_attempts.count()
    not_before = now
    if endpoint.health == Health.UP and failed_tries < TRIES_BEFORE_DOWN:
        not_before += max(retry_delay(failed_tries), retry_after)
    is_ours = outbox.give_back(
        StatusCallback, callback.pk, attempt, not_before=not_before, error=error
    )
    if not is_ours or not_before > now:
        return
    down_since = endpoint.down_since or now
    if endpoint.health == Health.UP:
        _set_health(endpoint, Health.DOWN, down_since=now)
    _give_up_the_oldest(endpoint, down_since, now)
    _hold_all_but_oldest(endpoint, now + max(probe_delay(now - down_since), retry_after))


def _give_up_the_oldest(endpoint: CallbackEndpoint, down_since: datetime, now: datetime) -> None:
    """Give up what has waited 72 hours for an endpoint that was down all that time."""
    limit = now - GIVE_UP_AFTER
    if down_since <= limit:
        _give_up(_waiting(endpoint).filter(created_at__lte=limit), NEVER_ANSWERED, now)


def _hold_all_but_oldest(endpoint: CallbackEndpoint, not_before: datetime) -> None:
    """The oldest waiting callback is due at not_before, the others are held back."""
    oldest = _waiting(endpoint).order_by("pk").values_list("pk", flat=True).first()
    if oldest is None:
        return
    _waiting(endpoint).exclude(pk=oldest).update(state=State.BLOCKED, published_until=None)
    StatusCallback.objects.filter(pk=oldest).update(
        state=State.PENDING, not_before=not_before, published_until=None
    )


def _give_up(callbacks: OutboxQuerySet[StatusCallback], error: str, now: datetime) -> None:
    given_up = list(callbacks.select_related("payment_link").order_by("pk"))
    StatusCallback.objects.filter(pk__in=[callback.pk for callback in given_up]).update(
        state=State.DEAD, last_error=error, published_until=None
    )
    for callback in given_up:
        TimelineEntry.objects.record(
            callback.payment_link,
            TimelineEntry.Event.CALLBACK_GIVEN_UP,
            actor=SYSTEM,
            now=now,
            status=callback.status,
            reason=error,
        )


def _waiting(endpoint: CallbackEndpoint) -> OutboxQuerySet[StatusCallback]:
    return StatusCallback.objects.filter(endpoint=endpoint, state__in=WAITING)


def _set_health(endpoint: CallbackEndpoint, health: Health, *, down_since: datetime | None) -> None:
    endpoint.health = health
    endpoint.down_since = down_since
    endpoint.save(update_fields=["health", "down_since"])
