"""Whose turn it is among the status callbacks: in order per link, and a fair share per endpoint."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from payment_links.models import CallbackEndpoint, StatusCallback
from payment_links.models.outbox import OutboxQuerySet

# How many callbacks of one endpoint may be with the workers at once: a slow endpoint holds up
# so many workers for ten seconds, and no more.
MOST_AT_ONCE = 4

Health = CallbackEndpoint.Health
State = StatusCallback.State
UNFINISHED = [State.PENDING, State.LEASED, State.BLOCKED]


def publishable(now: datetime) -> list[UUID]:
    """The ids of the callbacks that may go to the workers now."""
    at_work = dict(
        StatusCallback.objects.filter(
            Q(state=State.LEASED, lease_until__gte=now)
            | Q(state=State.PENDING, published_until__gte=now)
        )
        .values_list("endpoint_id")
        .annotate(Count("pk"))
    )
    candidates = (
        _whose_turn_it_is()
        .due(now)
        .filter(Q(published_until__isnull=True) | Q(published_until__lt=now))
        .annotate(
            place=Window(
                RowNumber(), partition_by=F("endpoint_id"), order_by=[F("not_before"), F("pk")]
            )
        )
        .filter(place__lte=MOST_AT_ONCE)
        .values_list("pk", "endpoint_id", "place")
    )
    return [
        pk
        for pk, endpoint_id, place in candidates
        if place + at_work.get(endpoint_id, 0) <= MOST_AT_ONCE
    ]


def waits_for_another(status_callback_id: str) -> bool:
    """Whether another callback must be finished before this one is sent."""
    return not _whose_turn_it_is().filter(pk=status_callback_id).exists()


def wake_forgotten(now: datetime) -> None:
    """Put right what was written at the very moment when an endpoint's health changed.

    Callbacks held back although the endpoint is up become due; of an endpoint that is down and
    has nothing but held-back callbacks, all become due, of which the oldest is let through.
    """
    blocked = StatusCallback.objects.filter(state=State.BLOCKED)
    active = StatusCallback.objects.filter(
        endpoint_id=OuterRef("endpoint_id"), state__in=[State.PENDING, State.LEASED]
    )
    forgotten = blocked.filter(
        Q(endpoint__health=Health.UP) | Q(endpoint__health=Health.DOWN) & ~Exists(active)
    )
    pks = list(forgotten.values_list("pk", flat=True))
    if pks:
        blocked.filter(pk__in=pks).update(state=State.PENDING, not_before=now)


def _whose_turn_it_is() -> OutboxQuerySet[StatusCallback]:
    """Callbacks without an unfinished earlier one: of the link, or of an endpoint that is down."""
    earlier: Any = StatusCallback.objects.filter(
        endpoint_id=OuterRef("endpoint_id"), pk__lt=OuterRef("pk"), state__in=UNFINISHED
    )
    earlier_of_link = earlier.filter(payment_link_id=OuterRef("payment_link_id"))
    return StatusCallback.objects.filter(
        ~Exists(earlier_of_link) & (~Q(endpoint__health=Health.DOWN) | ~Exists(earlier))
    )
