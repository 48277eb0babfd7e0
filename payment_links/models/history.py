"""The timeline of a link: everything that happened to it, append-only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from payment_links.models.links import PaymentLink

if TYPE_CHECKING:
    from payment_links.models.staff import User


class HistoryIsFinalError(TypeError):
    """A timeline entry is never changed or deleted; only its free text may be erased."""


class ActorKind(models.TextChoices):
    """Who made something happen."""

    TENANT = "TENANT", _("Tenant")
    STAFF = "STAFF", _("Staff")
    PAYER = "PAYER", _("Payer")
    SYSTEM = "SYSTEM", _("System")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks for a verb: passed to it and written on the timeline. user: only for STAFF."""

    kind: ActorKind
    user: User | None = None


# What staff and providers wrote in their own words, which may name a person.
ERASABLE_EVENTS = ("NOTE", "MESSAGE_FAILED")
TENANT = Actor(ActorKind.TENANT)
PAYER = Actor(ActorKind.PAYER)
SYSTEM = Actor(ActorKind.SYSTEM)


class TimelineQuerySet(models.QuerySet["TimelineEntry"]):
    """A queryset that only reads and appends."""

    def record(
        self, link: PaymentLink, event: str, *, actor: Actor, now: datetime, **details: Any
    ) -> TimelineEntry:
        """Append what happened to the link; details must be JSON values without secrets."""
        return self.create(
            payment_link=link,
            event=event,
            actor=actor.kind,
            user=actor.user,
            details=details,
            occurred_at=now,
        )

    def erase_words(self) -> int:
        """Empty the entries that hold free text about a person; that they happened stays.

        The database allows it for ERASABLE_EVENTS alone.
        """
        return self.filter(event__in=ERASABLE_EVENTS)._empty_details()

    def _empty_details(self) -> int:
        return super().update(details={})

    def update(self, **values: Any) -> int:
        raise HistoryIsFinalError("Timeline entries are never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise HistoryIsFinalError("Timeline entries are never deleted.")


class TimelineEntry(models.Model):
    """One thing that happened to a link: what, when and who."""

    class Event(models.TextChoices):
        CREATED = "CREATED", _("Created")
        STATUS_CHANGED = "STATUS_CHANGED", _("Status changed")
        EXTENDED = "EXTENDED", _("Extended")
        OPENED = "OPENED", _("Opened by the payer")
        MESSAGE_REQUESTED = "MESSAGE_REQUESTED", _("Message asked for")
        MESSAGE_SENT = "MESSAGE_SENT", _("Message sent")
        MESSAGE_DELIVERED = "MESSAGE_DELIVERED", _("Message delivered")
        MESSAGE_FAILED = "MESSAGE_FAILED", _("Message failed")
        REMINDER_SKIPPED = "REMINDER_SKIPPED", _("Reminder left out")
        PAYMENT_STARTED = "PAYMENT_STARTED", _("Payment started")
        PAYMENT_CHANGED = "PAYMENT_CHANGED", _("Payment changed")
        EXCEPTION_RAISED = "EXCEPTION_RAISED", _("Needs a person")
        EXCEPTION_RESOLVED = "EXCEPTION_RESOLVED", _("Exception resolved")
        INVOICE_ISSUED = "INVOICE_ISSUED", _("Invoice issued")
        RECEIPT_ISSUED = "RECEIPT_ISSUED", _("Receipt issued")
        CREDITED = "CREDITED", _("Credit note issued")
        CALLBACK_DELIVERED = "CALLBACK_DELIVERED", _("Tenant told")
        CALLBACK_GIVEN_UP = "CALLBACK_GIVEN_UP", _("Tenant could not be told")
        NOTE = "NOTE", _("Note")
        CUSTOMER_MERGED = "CUSTOMER_MERGED", _("Customer merged")
        ADDRESS_REPLACED = "ADDRESS_REPLACED", _("Address replaced")
        DATA_ERASED = "DATA_ERASED", _("Personal data erased")

    payment_link = models.ForeignKey(PaymentLink, on_delete=models.PROTECT, related_name="timeline")
    event = models.CharField(_("event"), max_length=18, choices=Event.choices)
    actor = models.CharField(_("who"), max_length=6, choices=ActorKind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    details = models.JSONField(_("details"), default=dict, blank=True)
    occurred_at = models.DateTimeField(_("when"))

    objects = TimelineQuerySet.as_manager()

    class Meta:
        verbose_name = _("timeline entry")
        verbose_name_plural = _("timeline")
        indexes: ClassVar = [
            models.Index(F("payment_link"), F("id").desc(), name="timeline_by_link"),
        ]

    def __str__(self) -> str:
        return self.get_event_display()
