"""What people did to a customer: who corrected, merged or erased, and when; append-only."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from payment_links.models.customers import Customer
from payment_links.models.history import Actor, ActorKind, HistoryIsFinalError


class CustomerEventQuerySet(models.QuerySet["CustomerEvent"]):
    """A queryset that only reads and appends."""

    def record(
        self, customer: Customer, kind: str, *, actor: Actor, now: datetime, **details: Any
    ) -> "CustomerEvent":
        """Append what happened; details name fields and count rows, never what was in them."""
        return self.create(
            customer=customer,
            kind=kind,
            actor=actor.kind,
            user=actor.user,
            details=details,
            occurred_at=now,
        )

    def update(self, **values: Any) -> int:
        raise HistoryIsFinalError("Events of customers are never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise HistoryIsFinalError("Events of customers are never deleted.")


class CustomerEvent(models.Model):
    """One thing that was done to a customer: what, when and who; without personal data."""

    class Kind(models.TextChoices):
        CORRECTED = "CORRECTED", _("Corrected")
        MERGED = "MERGED", _("Merged")
        ERASED = "ERASED", _("Personal data erased")
        KEPT_PART_ERASED = "KEPT_PART_ERASED", _("Kept name erased")

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("event"), max_length=16, choices=Kind.choices)
    actor = models.CharField(_("who"), max_length=6, choices=ActorKind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    details = models.JSONField(_("details"), default=dict, blank=True)
    occurred_at = models.DateTimeField(_("when"))

    objects = CustomerEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event of a customer")
        verbose_name_plural = _("events of customers")
        indexes: ClassVar = [
            models.Index(F("customer"), F("id").desc(), name="event_by_customer"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
