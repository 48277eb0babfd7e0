"""Making the links of started batches: one job per row, claimed, and done in one transaction.

A worker may be killed at any point. Before the transaction, the row's lease runs out and another
worker takes it, with the same payment order; after it, the link, its messages and the row's end
are all there. The link has the row's id, so that no row can ever have a second one.
"""

from datetime import datetime, timedelta

from celery import shared_task
from django.db import transaction

from payment_links import clock, links, outbox, payments_service
from payment_links.batches.asked import asked_link
from payment_links.distribution import distribute
from payment_links.errors import DomainError
from payment_links.gateways.payments_api import PaymentOrder
from payment_links.models import SYSTEM, Actor, ActorKind, LinkBatch, LinkBatchRow

# Three times as long as connecting and waiting for the payments service may take.
LEASE = timedelta(seconds=45)
RETRY_DELAYS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
# So many jobs wait in the broker at most: a large batch never stands in the way of messages.
MOST_PUBLISHED = 100
State = LinkBatch.State
RowState = LinkBatchRow.State


class LeaseLostError(Exception):
    """Another worker has the row by now: what this one did is taken back."""


@shared_task(name="payment_links.batches.sweep_link_batches")
def sweep_link_batches() -> int:
    """Hand out jobs for rows of running batches and end the batches that have none left.

    Returns how many jobs were handed out.
    """
    now = clock.now()
    _take_back_abandoned(now)
    running = list(LinkBatch.objects.filter(state=State.RUNNING).values_list("pk", flat=True))
    if not running:
        return 0
    rows = LinkBatchRow.objects.filter(batch__in=running)
    published = rows.filter(state=RowState.PENDING, published_until__gte=now).count()
    count = outbox.publish_due(
        LinkBatchRow.objects.filter(batch__in=running),
        make_link_of_row,
        now,
        most=max(0, MOST_PUBLISHED - published),
    )
    for batch_id in running:
        under_way = LinkBatchRow.objects.filter(
            batch=batch_id, state__in=[RowState.PENDING, RowState.LEASED]
        )
        if not under_way.exists():
            unfinished = LinkBatch.objects.filter(pk=batch_id, state=State.RUNNING)
            unfinished.update(state=State.DONE, finished_at=now)
    return count


def _take_back_abandoned(now: datetime) -> None:
    """Rows whose worker died, of batches that were paused or cancelled meanwhile, are held back."""
    LinkBatchRow.objects.filter(
        state=RowState.LEASED,
        lease_until__lt=now,
        batch__state__in=[State.PAUSED, State.CANCELLED],
    ).update(state=RowState.BLOCKED, lease_until=None)


@shared_task(name="payment_links.batches.make_link_of_row", acks_late=True)
def make_link_of_row(row_id: str) -> None:
    """Make the link of one row; ends quietly when it is made, leased or held back."""
    attempt = outbox.claim(LinkBatchRow, row_id, clock.now(), lease=LEASE)
    if attempt is None:
        return
    row = LinkBatchRow.objects.select_related("batch__merchant__tenant", "batch__started_by").get(
        pk=row_id
    )
    if attempt > len(RETRY_DELAYS) + 1:
        # Workers died over it.
        outbox.give_up(LinkBatchRow, row.pk, attempt, error=row.last_error or "Given up.")
        return
    try:
        order = _order(row, attempt)
        _make(row, attempt, order, now=clock.now())
    except payments_service.PaymentsServiceUnavailableError as error:
        _try_later(row, attempt, error.description)
    except LeaseLostError:
        return
    except DomainError as error:
        outbox.give_up(LinkBatchRow, row.pk, attempt, error=error.description)


def _order(row: LinkBatchRow, attempt: int) -> PaymentOrder:
    """The row's payment order: the one of an earlier attempt, else a new one, kept on the row."""
    tenant = row.batch.merchant.tenant
    if row.payment_order_id is not None:
        return payments_service.fetch_payment_order(tenant, row.payment_order_id)
    order = payments_service.open_payment_order(tenant, row.currency)
    mine = LinkBatchRow.objects.filter(pk=row.pk, state=RowState.LEASED, attempts=attempt)
    if not mine.update(payment_order_id=order.id):
        raise LeaseLostError
    return order


def _make(row: LinkBatchRow, attempt: int, order: PaymentOrder, *, now: datetime) -> None:
    """Link, messages and the end of the row, all or nothing."""
    tenant = row.batch.merchant.tenant
    actor = _actor(row.batch)
    with transaction.atomic():
        links.create_link_once(
            row.pk, tenant, asked_link(row, order.id), order=order, actor=actor, now=now
        )
        refusals = [
            refusal
            for channel in row.batch.channels
            if (refusal := _send(row, channel, actor=actor, now=now))
        ]
        if not outbox.complete(LinkBatchRow, row.pk, attempt):
            raise LeaseLostError
        # The link knows all this now; it need not lie about twice.
        LinkBatchRow.objects.filter(pk=row.pk).update(asked={}, refusals=refusals)


def _send(row: LinkBatchRow, channel: str, *, actor: Actor, now: datetime) -> dict[str, str]:
    """Ask for the message; returns why there is none, when there is none."""
    try:
        distribute(row.pk, [channel], actor=actor, now=now)
    except DomainError as error:
        return {"channel": channel, "code": error.code, "reason": error.description}
    return {}


def _actor(batch: LinkBatch) -> Actor:
    return Actor(ActorKind.STAFF, batch.started_by) if batch.started_by else SYSTEM


def _try_later(row: LinkBatchRow, attempt: int, error: str) -> None:
    if attempt > len(RETRY_DELAYS):
        outbox.give_up(LinkBatchRow, row.pk, attempt, error=error)
        return
    not_before = clock.now() + RETRY_DELAYS[attempt - 1]
    outbox.give_back(LinkBatchRow, row.pk, attempt, not_before=not_before, error=error)
