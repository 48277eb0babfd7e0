"""The verbs on a checked batch: start, pause, resume, cancel, and try what failed again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from payment_links.batches.duplicates import mark_duplicates
from payment_links.batches.uploads import count_rows
from payment_links.errors import DomainError
from payment_links.models import Actor, LinkBatch, LinkBatchRow, Merchant

AT_ONCE = 500
CHANNELS = ("sms", "email")
State = LinkBatch.State
RowState = LinkBatchRow.State


class BatchStateError(DomainError):
    """The batch is in no state in which this can be done."""

    code = "batch_state"
    description = "The batch has moved on meanwhile."


class BatchChangedError(DomainError):
    """Other links would be made than the person saw: another batch has taken some of them."""

    code = "batch_changed"
    description = "The number of links has changed: look again."


class NoPaymentMethodsError(DomainError):
    code = "no_payment_methods"
    description = "The merchant has no payment methods for links that staff make."


def choose_duplicates(batch_id: UUID, *, includes_duplicates: bool) -> None:
    """Whether duplicates become links too. Raises BatchStateError once the batch was started."""
    with transaction.atomic():
        batch = _lock(batch_id, State.CHECKED)
        batch.includes_duplicates = includes_duplicates
        batch.save(update_fields=["includes_duplicates"])
        count_rows(batch, list(batch.rows.defer("asked", "problems")))


def start_batch(
    batch_id: UUID,
    *,
    expected_links: int,
    channels: Sequence[str],
    actor: Actor,
    now: datetime,
) -> None:
    """Have the batch's links made by the workers, and sent by "sms", "email", both or neither.

    expected_links: how many the person saw. Raises BatchStateError when it is not CHECKED,
    NoPaymentMethodsError, and BatchChangedError when there are more or fewer links by now.
    """
    if not set(channels) <= set(CHANNELS):
        raise ValueError("channels must hold sms, email or both")
    with transaction.atomic():
        batch = _lock(batch_id, State.CHECKED)
        merchant = Merchant.objects.get(pk=batch.merchant_id)
        if not merchant.payment_provider_methods:
            raise NoPaymentMethodsError
        _look_for_duplicates_again(batch)
        has_changed = batch.link_count != expected_links or not batch.link_count
        if not has_changed:
            _begin(batch, list(channels), actor=actor, now=now)
    if has_changed:
        raise BatchChangedError


def pause_batch(batch_id: UUID) -> None:
    """Hold back what is not begun; what a worker has in hand is finished."""
    with transaction.atomic():
        batch = _lock(batch_id, State.RUNNING)
        _hold_back(batch)
        batch.state = State.PAUSED
        batch.save(update_fields=["state"])


def resume_batch(batch_id: UUID, *, now: datetime) -> None:
    """Go on with what was held back."""
    with transaction.atomic():
        batch = _lock(batch_id, State.PAUSED)
        _release(LinkBatchRow.objects.wanted(batch).filter(state=RowState.BLOCKED), now)
        batch.state = State.RUNNING
        batch.save(update_fields=["state"])


def retry_failed(batch_id: UUID, *, now: datetime) -> None:
    """Try the rows again that failed, except those that have a link from another batch by now."""
    with transaction.atomic():
        batch = _lock(batch_id, State.DONE)
        failed = list(batch.rows.filter(state=RowState.DEAD).order_by("first_row"))
        mark_duplicates(batch, failed)
        LinkBatchRow.objects.bulk_update(failed, ["is_duplicate", "duplicate_of"], AT_ONCE)
        wanted = LinkBatchRow.objects.wanted(batch).filter(state=RowState.DEAD)
        if not wanted.update(
            state=RowState.PENDING, not_before=now, published_until=None, attempts=0, last_error=""
        ):
            raise BatchStateError("Other batches have made these links meanwhile.")
        batch.state, batch.finished_at = State.RUNNING, None
        batch.save(update_fields=["state", "finished_at"])


def cancel_batch(batch_id: UUID, *, now: datetime) -> None:
    """Make no more links of this batch, ever; the links that were made stay.

    Of a batch that was never started nothing is kept but that there was a file.
    """
    with transaction.atomic():
        batch = _lock(batch_id, State.UPLOADED, State.CHECKED, State.RUNNING, State.PAUSED)
        if batch.is_open:
            batch.rows.all().delete()
            count_rows(batch, [])
        _hold_back(batch)
        batch.state, batch.finished_at, batch.cells = State.CANCELLED, now, b""
        batch.save(update_fields=["state", "finished_at", "cells"])


def _lock(batch_id: UUID, *states: State) -> LinkBatch:
    """The batch, locked after its merchant, so that no two batches look for duplicates at once."""
    merchant_id = LinkBatch.objects.values_list("merchant_id", flat=True).get(pk=batch_id)
    Merchant.objects.select_for_update(no_key=True).get(pk=merchant_id)
    batch = LinkBatch.objects.lock(batch_id)
    if batch.state not in states:
        raise BatchStateError
    return batch


def _look_for_duplicates_again(batch: LinkBatch) -> None:
    """Another batch may have been started since this one was checked."""
    rows = list(batch.rows.defer("asked", "problems").order_by("first_row"))
    before = {row.pk: row.is_duplicate for row in rows}
    mark_duplicates(batch, rows)
    changed = [row for row in rows if row.is_duplicate != before[row.pk]]
    LinkBatchRow.objects.bulk_update(changed, ["is_duplicate", "duplicate_of"], AT_ONCE)
    if changed:
        count_rows(batch, rows)


def _begin(batch: LinkBatch, channels: list[str], *, actor: Actor, now: datetime) -> None:
    _release(LinkBatchRow.objects.wanted(batch).filter(state=RowState.BLOCKED), now)
    batch.state, batch.channels, batch.cells = State.RUNNING, channels, b""
    batch.started_by, batch.started_at = actor.user, now
    batch.save(update_fields=["state", "channels", "cells", "started_by", "started_at"])


def _release(rows: QuerySet[LinkBatchRow], now: datetime) -> int:
    """Let the workers take the rows; attempts go on counting, for they fence off slow workers."""
    return rows.update(state=RowState.PENDING, not_before=now, published_until=None)


def _hold_back(batch: LinkBatch) -> None:
    waiting = batch.rows.filter(state=RowState.PENDING)
    waiting.update(state=RowState.BLOCKED, published_until=None)
