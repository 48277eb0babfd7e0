"""Rows of the demo's past that wait to be written together: single inserts are slow."""

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model

from payment_links.models import (
    Actor,
    CallbackAttempt,
    Distribution,
    LinkException,
    MessageEvent,
    Payment,
    PaymentLink,
    StatusCallback,
    TimelineEntry,
)

# Rows that others refer to come first.
ORDER: tuple[type[Model], ...] = (
    Payment,
    Distribution,
    MessageEvent,
    LinkException,
    StatusCallback,
    CallbackAttempt,
    TimelineEntry,
)
RowT = TypeVar("RowT", bound=Model)


class Batch:
    """Rows in the order in which they were added. Write it before a verb writes rows of its own:

    numbers that the database gives out then follow the order of the story.
    """

    def __init__(self) -> None:
        self._rows: dict[type[Model], list[Model]] = {model: [] for model in ORDER}

    def add(self, row: RowT) -> RowT:
        """Let a new row of one of the models in ORDER wait; its references must have their ids."""
        self._rows[type(row)].append(row)
        return row

    def record(
        self, link: PaymentLink, event: str, *, actor: Actor, now: datetime, **details: Any
    ) -> None:
        """Let an entry of the link's timeline wait; what TimelineEntry.objects.record writes."""
        self.add(
            TimelineEntry(
                payment_link=link,
                event=event,
                actor=actor.kind,
                user=actor.user,
                details=details,
                occurred_at=now,
            )
        )

    def write(self) -> None:
        """Insert what waits, one statement per table."""
        for model, rows in self._rows.items():
            if rows:
                model._default_manager.bulk_create(rows)
                rows.clear()
