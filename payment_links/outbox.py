"""Leases shared by everything that is sent: publish, claim, complete, give back.

A row of an OutboxRow model is its own queue entry. A sweep publishes a job per due row; the job
claims the row by a conditional update, does its work outside any transaction, and completes it or
gives it back. `attempts` is the fencing number: a worker whose lease ran out changes nothing.
"""

from datetime import datetime, timedelta
from typing import Any

from celery import Task
from django.db import transaction
from django.db.models import F, Model, Q

from payment_links.models.outbox import OutboxQuerySet, OutboxRow

PUBLISH_BATCH = 200
# A published job that has not claimed its row by then is taken for lost and published again.
PUBLISHED_FOR = timedelta(seconds=30)


def publish_due(
    rows: OutboxQuerySet[Any], job: Task[[Any], None], now: datetime, *, most: int = PUBLISH_BATCH
) -> int:
    """Hand a job per due row to the broker, at most so many; returns how many.

    Called by sweeps only, never inside a request.
    """
    unpublished = Q(published_until__isnull=True) | Q(published_until__lt=now)
    due = list(
        rows.due(now)
        .filter(unpublished)
        .order_by("not_before", "pk")
        .values_list("pk", flat=True)[:most]
    )
    rows.filter(pk__in=due).update(published_until=now + PUBLISHED_FOR)
    for pk in due:
        job.delay(str(pk))
    return len(due)


def claim(model: type[Model], pk: Any, now: datetime, *, lease: timedelta) -> int | None:
    """Take the lease of one due row; returns the attempt's number, None when nothing is due."""
    manager: Any = model._default_manager
    # One transaction: nobody can take the row over between the claim and the reading of its number.
    with transaction.atomic():
        claimed = (
            manager.filter(pk=pk)
            .due(now)
            .update(
                state=OutboxRow.State.LEASED,
                lease_until=now + lease,
                published_until=None,
                attempts=F("attempts") + 1,
            )
        )
        if not claimed:
            return None
        attempt: int = manager.values_list("attempts", flat=True).get(pk=pk)
    return attempt


def complete(model: type[Model], pk: Any, attempt: int) -> bool:
    """The work is done; False when the lease was lost meanwhile."""
    return _settle(model, pk, attempt, state=OutboxRow.State.DONE, last_error="")


def give_back(
    model: type[Model], pk: Any, attempt: int, *, not_before: datetime, error: str
) -> bool:
    """Try again at not_before; the error is kept for people to see."""
    return _settle(
        model,
        pk,
        attempt,
        state=OutboxRow.State.PENDING,
        not_before=not_before,
        last_error=error[:500],
    )


def give_up(model: type[Model], pk: Any, attempt: int, *, error: str) -> bool:
    """Never try again by itself."""
    return _settle(model, pk, attempt, state=OutboxRow.State.DEAD, last_error=error[:500])


def _settle(model: type[Model], pk: Any, attempt: int, **values: Any) -> bool:
    manager: Any = model._default_manager
    rows = manager.filter(pk=pk, state=OutboxRow.State.LEASED, attempts=attempt)
    return bool(rows.update(lease_until=None, published_until=None, **values))
