"""The status callbacks of the demo's past: delivered long ago, or given up."""

import json
import random
from datetime import UTC, datetime, timedelta

from payment_links.demo.batch import Batch
from payment_links.demo.stories import uuid7_at
from payment_links.models import (
    SYSTEM,
    CallbackAttempt,
    CallbackEndpoint,
    PaymentLink,
    StatusCallback,
    TimelineEntry,
)

DELIVERED_TO = "https://orders.example.com/payment-links/callbacks"
GIVEN_UP_AT = "https://old-shop.example.com/callbacks"
GIVEN_UP = "The endpoint answered 410 and is switched off."


def tell_tenant(
    link: PaymentLink,
    changes: list[tuple[datetime, str]],
    outcome: str,
    *,
    batch: Batch,
    random_source: random.Random,
) -> None:
    """Let the callbacks of the link's changes of status wait in the batch; none for an open link.

    changes: when the link took on which status. outcome: "delivered", "given_up", or empty for a
    link without a callback address. Open links get no address, because nobody answers there when
    the demo's visitor pays them. The address is set on the link and not saved.
    """
    if not outcome or not changes:
        return
    is_delivered = outcome == "delivered"
    endpoint, _is_new = CallbackEndpoint.objects.get_or_create(
        tenant_id=link.tenant_id,
        url=DELIVERED_TO if is_delivered else GIVEN_UP_AT,
        defaults={
            "health": CallbackEndpoint.Health.UP
            if is_delivered
            else CallbackEndpoint.Health.DISABLED
        },
    )
    link.payment_link_status_callback_url = endpoint.url
    for at, status in changes:
        callback = _callback(link, endpoint, at, status, is_delivered, random_source)
        batch.add(callback)
        batch.add(_attempt(callback, is_delivered, random_source))
        event = TimelineEntry.Event
        batch.record(
            link,
            event.CALLBACK_DELIVERED if is_delivered else event.CALLBACK_GIVEN_UP,
            actor=SYSTEM,
            now=at + timedelta(seconds=1),
            status=status,
            **({} if is_delivered else {"reason": GIVEN_UP}),
        )


def _callback(
    link: PaymentLink,
    endpoint: CallbackEndpoint,
    at: datetime,
    status: str,
    is_delivered: bool,
    random_source: random.Random,
) -> StatusCallback:
    return StatusCallback(
        id=uuid7_at(at, random_source),
        payment_link=link,
        endpoint=endpoint,
        status=status,
        occurred_at=at,
        body=json.dumps(
            {
                "payment_link_id": str(link.pk),
                "status": status,
                "occured_at": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
            },
            separators=(",", ":"),
        ),
        created_at=at,
        not_before=at,
        state=StatusCallback.State.DONE if is_delivered else StatusCallback.State.DEAD,
        attempts=1,
        last_error="" if is_delivered else GIVEN_UP,
        delivered_at=at + timedelta(seconds=1) if is_delivered else None,
    )


def _attempt(
    callback: StatusCallback, is_delivered: bool, random_source: random.Random
) -> CallbackAttempt:
    return CallbackAttempt(
        status_callback=callback,
        attempted_at=callback.occurred_at + timedelta(seconds=1),
        http_status=204 if is_delivered else 410,
        response_excerpt="" if is_delivered else "Gone",
        duration_ms=random_source.randint(40, 900),
    )
