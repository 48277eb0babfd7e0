"""What the buttons on a batch's page do, by the name in their address."""

import re
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from payment_links.admin.batch_forms import SENDING
from payment_links.batches import running
from payment_links.models import Actor

WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
# What was posted with the button.
Values = dict[str, str]


def _start(batch_id: UUID, values: Values, actor: Actor, now: datetime) -> None:
    """links: how many the person saw; sending: one of SENDING."""
    seen = values.get("links", "")
    running.start_batch(
        batch_id,
        expected_links=int(seen) if WHOLE_NUMBER.fullmatch(seen) else 0,
        channels=SENDING.get(values.get("sending", ""), ()),
        actor=actor,
        now=now,
    )


def _choose_duplicates(batch_id: UUID, values: Values, actor: Actor, now: datetime) -> None:
    running.choose_duplicates(batch_id, includes_duplicates=values.get("include") == "yes")


def _pause(batch_id: UUID, values: Values, actor: Actor, now: datetime) -> None:
    running.pause_batch(batch_id)


def _resume(batch_id: UUID, values: Values, actor: Actor, now: datetime) -> None:
    running.resume_batch(batch_id, now=now)


def _cancel(batch_id: UUID, values: Values, actor: Actor, now: datetime) -> None:
    running.cancel_batch(batch_id, now=now)


def _retry(batch_id: UUID, values: Values, actor: Actor, now: datetime) -> None:
    running.retry_failed(batch_id, now=now)


ACTIONS: dict[str, Callable[[UUID, Values, Actor, datetime], None]] = {
    "start": _start,
    "duplicates": _choose_duplicates,
    "pause": _pause,
    "resume": _resume,
    "cancel": _cancel,
    "retry": _retry,
}
