"""Delivering once more what was delivered or given up, because a person asks for it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from payment_links.errors import DomainError
from payment_links.models import Actor, StatusCallback, TimelineEntry
from payment_links.status_callbacks import endpoints

State = StatusCallback.State


class CallbackUnderWayError(DomainError):
    """The callback will still be delivered by itself."""

    description = "The status callback is still being delivered."


def replay(callback: StatusCallback, *, actor: Actor, now: datetime) -> StatusCallback:
    """Deliver a callback once more, with the same body and webhook-id; returns the new row.

    An endpoint that was switched off is switched on again, and one that is down is tried at once.
    Raises CallbackUnderWayError while the callback is still being delivered by itself.
    """
    with transaction.atomic():
        endpoint = endpoints.lock(callback.endpoint_id)
        state = StatusCallback.objects.values_list("state", flat=True).get(pk=callback.pk)
        if state not in {State.DONE, State.DEAD}:
            raise CallbackUnderWayError
        endpoints.wake(endpoint, now)
        TimelineEntry.objects.record(
            callback.payment_link,
            TimelineEntry.Event.NOTE,
            actor=actor,
            now=now,
            text=f"Status callback {callback.status} sent again",
            sent_again=callback.status,
        )
        return StatusCallback.objects.create(
            payment_link=callback.payment_link,
            endpoint=endpoint,
            status=callback.status,
            occurred_at=callback.occurred_at,
            body=callback.body,
            replay_of_id=callback.replay_of_id or callback.pk,
            created_at=now,
            not_before=now,
            **endpoints.initial_state(endpoint),
        )


def replay_all(callbacks: Iterable[StatusCallback], *, actor: Actor, now: datetime) -> int:
    """Replay each callback that is not under way, oldest first; returns how many."""
    count = 0
    for callback in sorted(callbacks, key=lambda row: row.pk):
        try:
            replay(callback, actor=actor, now=now)
        except CallbackUnderWayError:
            continue
        count += 1
    return count
