"""Sending status callbacks: one try at a time, outside any transaction, every try written down."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from celery import shared_task
from django.db import transaction

from payment_links import clock, outbox
from payment_links.gateways import outside
from payment_links.gateways.errors import GatewayError
from payment_links.models import (
    SYSTEM,
    CallbackAttempt,
    CallbackEndpoint,
    StatusCallback,
    TimelineEntry,
)
from payment_links.status_callbacks import endpoints
from payment_links.status_callbacks.retry_times import read_retry_after
from payment_links.status_callbacks.signatures import signature_headers
from payment_links.status_callbacks.turns import publishable, waits_for_another, wake_forgotten

# Three times as long as a delivery can take.
LEASE = timedelta(seconds=3 * outside.TOTAL_SECONDS)
GONE = 410
ASKING_TO_WAIT = frozenset({429, 503})
LONGEST_EXCERPT = 1024


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


@shared_task(name="payment_links.status_callbacks.sweep_status_callbacks")
def sweep_status_callbacks() -> int:
    """Hand a job to the workers for every callback whose turn it is; returns how many."""
    now = clock.now()
    wake_forgotten(now)
    rows = StatusCallback.objects.filter(pk__in=publishable(now))
    return outbox.publish_due(rows, deliver_status_callback, now)


@shared_task(name="payment_links.status_callbacks.deliver_status_callback", acks_late=True)
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
            now=clock.now(),
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
    endpoint = endpoints.lock(callback.endpoint_id)
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
        endpoints.release(endpoint, now)
    elif outcome.http_status == GONE or endpoint.health == CallbackEndpoint.Health.DISABLED:
        outbox.give_back(StatusCallback, callback.pk, attempt, not_before=now, error=error)
        endpoints.disable(endpoint, now)
    else:
        endpoints.hold_after_failure(
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
