"""Idempotency keys: the answer to a request is kept, so that asking again does nothing again.

The key's row is committed before the work begins and holds a lease. The answer is stored in the
transaction that does the work: a crash leaves either nothing or both.
"""

import hashlib
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from celery import shared_task
from django.db import IntegrityError, transaction

from payment_links import clock
from payment_links.errors import DomainError
from payment_links.models import IdempotencyKey

LEASE = timedelta(seconds=60)
KEPT_FOR = timedelta(days=30)
# A request that comes while its twin is being answered waits so long for that answer.
PATIENCE_SECONDS = 5.0
POLL_SECONDS = 0.05
LONGEST_KEY = 255


class InvalidIdempotencyKeyError(DomainError):
    code = "invalid_value"
    http_status = 422
    description = "The Idempotency-Key must have 1 to 255 printable ASCII characters."
    property = "Idempotency-Key"


class IdempotencyConflictError(DomainError):
    """The key stands for another request."""

    code = "idempotency_conflict"
    http_status = 409
    description = "The Idempotency-Key was used for another request."
    property = "Idempotency-Key"


class RequestInFlightError(IdempotencyConflictError):
    """The same request is being worked on. retry_after: seconds."""

    description = "The request with this Idempotency-Key is being worked on."
    retry_after = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered. body: JSON text, empty for 204."""

    http_status: int
    body: str


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on a key's request until locked_until."""

    pk: int
    locked_until: datetime


def check_key(key: str) -> str:
    """The key; raises InvalidIdempotencyKeyError unless it is 1–255 printable ASCII characters."""
    if not (1 <= len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise InvalidIdempotencyKeyError
    return key


def fingerprint(method: str, path: str, body: str) -> str:
    """What tells two requests with one key apart. body: the same text for the same content."""
    return hashlib.sha256(f"{method} {path}\n{body}".encode(errors="surrogatepass")).hexdigest()


def begin(tenant_id: UUID, key: str, request_fingerprint: str) -> Lease | Answer:
    """The right to do the work, or the answer it was given before; call it outside transactions.

    Waits a little for a twin in flight. Raises IdempotencyConflictError when the key stands for
    another request, RequestInFlightError when the twin takes longer.
    """
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while True:
        begun = _try_to_begin(tenant_id, key, request_fingerprint, clock.now())
        if begun is not None:
            return begun
        if time.monotonic() > give_up_at:
            raise RequestInFlightError
        time.sleep(POLL_SECONDS)


def finish(lease: Lease, answer: Answer) -> None:
    """Store the answer in the running transaction, the one that does the work.

    Raises RequestInFlightError, so that the work is rolled back, when the lease was lost.
    """
    held = IdempotencyKey.objects.select_for_update().filter(
        pk=lease.pk, locked_until=lease.locked_until, response_status__isnull=True
    )
    row = held.first()
    if row is None:
        raise RequestInFlightError
    row.response_status, row.response_body, row.locked_until = (
        answer.http_status,
        answer.body,
        None,
    )
    row.save(update_fields=["response_status", "response_body", "locked_until"])


def abandon(lease: Lease) -> None:
    """Forget the key, so that the request may be sent again; nothing was done for it."""
    IdempotencyKey.objects.filter(
        pk=lease.pk, locked_until=lease.locked_until, response_status__isnull=True
    ).delete()


@shared_task
def forget_old_keys() -> None:
    """Delete keys older than KEPT_FOR; their requests would be worked on again."""
    IdempotencyKey.objects.filter(created_at__lt=clock.now() - KEPT_FOR).delete()


def _try_to_begin(
    tenant_id: UUID, key: str, request_fingerprint: str, now: datetime
) -> Lease | Answer | None:
    """None while a twin is in flight."""
    row = IdempotencyKey.objects.filter(tenant_id=tenant_id, key=key).first()
    if row is None:
        return _insert(tenant_id, key, request_fingerprint, now)
    if row.fingerprint != request_fingerprint:
        raise IdempotencyConflictError
    if row.response_status is not None:
        return Answer(row.response_status, row.response_body)
    if row.locked_until is None or row.locked_until > now:
        return None
    # The twin's process died: whoever moves its lease on takes over.
    lease = Lease(row.pk, now + LEASE)
    taken = IdempotencyKey.objects.filter(
        pk=row.pk, locked_until=row.locked_until, response_status__isnull=True
    ).update(locked_until=lease.locked_until)
    return lease if taken else None


def _insert(tenant_id: UUID, key: str, request_fingerprint: str, now: datetime) -> Lease | None:
    try:
        with transaction.atomic():
            row = IdempotencyKey.objects.create(
                tenant_id=tenant_id,
                key=key,
                fingerprint=request_fingerprint,
                locked_until=now + LEASE,
                created_at=now,
            )
    except IntegrityError:
        return None
    return Lease(row.pk, now + LEASE)
