"""What tenants are told about their links: status callbacks, written with the change itself.

A callback is delivered by any 2xx. One that fails is tried five times; then its endpoint counts as
down, and only the endpoint's oldest callback is tried, until one succeeds and releases the others.
The callbacks of one link go out in the order of its changes.
"""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from celery import shared_task
from django.db import transaction

from payment_links import callback_endpoints, clock, outbox
from payment_links.callback_queue import publishable, waits_for_another, wake_forgotten
from payment_links.callback_schedule import read_retry_after
from payment_links.errors import DomainError
from payment_links.gateways import outside
from payment_links.gateways.errors import GatewayError
from payment_links.models import (
    SYSTEM,
    Actor,
    CallbackAttempt,
    CallbackEndpoint,
    PaymentLink,
    StatusCallback,
    TimelineEntry,
)
from payment_links.signing_secrets import signature_headers

# Three times as long as a delivery can take.
LEASE = timedelta(seconds=3 * outside.TOTAL_SECONDS)
GONE = 410
ASKING_TO_WAIT = frozenset({429, 503})
LONGEST_EXCERPT = 1024

State = StatusCallback.State


class CallbackUnderWayError(DomainError):
    """The callback will still be delivered by itself."""

    description = "The status callback is still being delivered."


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one try went. http_status is None without an answer; retry_after is what it asked for."""

    attempted_at: datetime
    duration_ms: int
    http_status: int | None = None
    error: str = ""
    response_excerpt: str = ""
    retry_after: timedelta = timedelta(0)

    @property
    def is_delivered(self) -> bool:
        return self.http_status is not None and 200 <= self.http_status < 300


def schedule(link: PaymentLink, status: str, *, now: datetime) -> StatusCallback | None:
    """Write the callback that tells the tenant about the link's new status.

    Called inside the transaction that changes the status, under the link's lock; a worker sends
    it afterwards. Returns None when the link has no callback address.
    """
    url = link.payment_link_status_callback_url
    if not url:
        return None
    endpoint, _ = CallbackEndpoint.objects.get_or_create(tenant_id=link.tenant_id, url=url)
    return StatusCallback.objects.create(
        payment_link=link,
        endpoint=endpoint,
        status=status,
        occurred_at=now,
        body=_body(link, status, now),
        created_at=now,
        not_before=now,
        **callback_endpoints.initial_state(endpoint),
    )


def _body(link: PaymentLink, status: str, now: datetime) -> str:
    """The contract's JSON; `occured_at` is spelt so by the API (contract §4)."""
    occurred_at = now.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(
        {
            "payment_link_id": str(link.pk),
            "status": str(status),
            "occured_at": occurred_at.replace("+00:00", "Z"),
        },
        separators=(",", ":"),
    )


def replay(callback: StatusCallback, *, actor: Actor, now: datetime) -> StatusCallback:
    """Deliver a callback once more, with the same body and webhook-id; returns the new row.

    An endpoint that was switched off is switched on again, and one that is down is tried at once.
    Raises CallbackUnderWayError while the callback is still being delivered by itself.
    """
    with transaction.atomic():
        endpoint = callback_endpoints.lock(callback.endpoint_id)
        state = StatusCallback.objects.values_list("state", flat=True).get(pk=callback.pk)
        if state not in {State.DONE, State.DEAD}:
            raise CallbackUnderWayError
        callback_endpoints.wake(endpoint, now)
        TimelineEntry.objects.record(
            callback.payment_link,
            TimelineEntry.Event.NOTE,
            actor=actor,
            now=now,
            text=f"Status callback {callback.status} sent again",
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
            **callback_endpoints.initial_state(endpoint),
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


@shared_task
def sweep_status_callbacks() -> int:
    """Hand a job to the workers for every callback whose turn it is; returns how many."""
    now = clock.now()
    wake_forgotten(now)
    rows = StatusCallback.objects.filter(pk__in=publishable(now))
    return outbox.publish_due(rows, deliver_status_callback, now)


@shared_task(acks_late=True)
def deliver_status_callback(status_callback_id: str) -> None:
    """Try once to deliver a callback; ends quietly when it is done, leased or not its turn."""
    if waits_for_another(status_callback_id):
        return
    attempt = outbox.claim(StatusCallback, status_callback_id, clock.now(), lease=LEASE)
    if attempt is None:
        return
    callback = StatusCallback.objects.select_related("endpoint", "payment_link").get(
        pk=status_callback_id
    )
    outcome = _send(callback)
    with transaction.atomic():
        _settle(callback, attempt, outcome, now=clock.now())


def _send(callback: StatusCallback) -> Outcome:
    """POST the body; whatever the tenant's server does becomes an Outcome."""
    headers = {
        "content-type": "application/json",
        "user-agent": "payment-links",
        **signature_headers(
            callback.endpoint.tenant_id,
            str(callback.replay_of_id or callback.pk),
            callback.body,
        ),
    }
    attempted_at, started = clock.now(), time.monotonic()
    try:
        answer = outside.request(
            "POST", callback.endpoint.url, headers=headers, content=callback.body.encode()
        )
    except GatewayError as error:
        return Outcome(attempted_at, _milliseconds_since(started), error=str(error)[:500])
    retry_after = timedelta(0)
    if answer.http_status in ASKING_TO_WAIT:
        # A date in the header means real time.
        retry_after = read_retry_after(answer.headers.get("retry-after", ""), datetime.now(UTC))
    return Outcome(
        attempted_at,
        _milliseconds_since(started),
        http_status=answer.http_status,
        response_excerpt=_excerpt(answer.body),
        retry_after=retry_after,
    )


def _milliseconds_since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)


def _excerpt(body: bytes) -> str:
    """The first kB as text that a database can hold: PostgreSQL refuses NUL."""
    return body[:LONGEST_EXCERPT].decode(errors="replace").replace("\x00", "\ufffd")


def _settle(callback: StatusCallback, attempt: int, outcome: Outcome, *, now: datetime) -> None:
    """Write down the try and decide what becomes of the callback and its endpoint."""
    endpoint = callback_endpoints.lock(callback.endpoint_id)
    CallbackAttempt.objects.create(
        status_callback=callback,
        attempted_at=outcome.attempted_at,
        http_status=outcome.http_status,
        error=outcome.error,
        response_excerpt=outcome.response_excerpt,
        duration_ms=outcome.duration_ms,
    )
    error = outcome.error or f"HTTP {outcome.http_status}"
    if outcome.is_delivered:
        _record_delivery(callback, attempt, now=now)
        callback_endpoints.release(endpoint, now)
    elif outcome.http_status == GONE or endpoint.health == CallbackEndpoint.Health.DISABLED:
        outbox.give_back(StatusCallback, callback.pk, attempt, not_before=now, error=error)
        callback_endpoints.disable(endpoint, now)
    else:
        callback_endpoints.hold_after_failure(
            endpoint, callback, attempt, error=error, retry_after=outcome.retry_after, now=now
        )


def _record_delivery(callback: StatusCallback, attempt: int, *, now: datetime) -> None:
    if not outbox.complete(StatusCallback, callback.pk, attempt):
        return
    StatusCallback.objects.filter(pk=callback.pk).update(delivered_at=now)
    TimelineEntry.objects.record(
        callback.payment_link,
        TimelineEntry.Event.CALLBACK_DELIVERED,
        actor=SYSTEM,
        now=now,
        status=callback.status,
    )
