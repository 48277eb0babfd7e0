"""What every row that waits for the outside world has in common: a state and a lease."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

RowT = TypeVar("RowT", bound="OutboxRow", covariant=True)


class OutboxQuerySet(models.QuerySet[RowT]):
    """Rows that a worker may take."""

    def due(self, now: datetime) -> Self:
        """Rows to be done now: waiting ones whose time has come and those whose lease ran out."""
        return self.filter(
            Q(state=OutboxRow.State.PENDING, not_before__lte=now)
            | Q(state=OutboxRow.State.LEASED, lease_until__lt=now)
        )


class OutboxRow(models.Model):
    """A row that is its own queue entry: written with the business, claimed by a worker."""

    class State(models.TextChoices):
        PENDING = "PENDING", _("Waiting")
        LEASED = "LEASED", _("Being done")
        DONE = "DONE", _("Done")
        DEAD = "DEAD", _("Given up")
        BLOCKED = "BLOCKED", _("Held back")

    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.PENDING, editable=False
    )
    not_before = models.DateTimeField(_("not before"), editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    published_until = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text=_("Until then a job for this row is believed to be in the broker's queue."),
    )
    attempts = models.PositiveIntegerField(_("attempts"), default=0, editable=False)
    last_error = models.CharField(_("last error"), max_length=500, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["PENDING", "LEASED", "DONE", "DEAD", "BLOCKED"]),
                name="%(class)s_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="LEASED") | Q(lease_until__isnull=False),
                name="%(class)s_lease_set",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "not_before"], name="%(class)s_due"),
        ]
