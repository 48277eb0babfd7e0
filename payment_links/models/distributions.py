"""Messages that carry a payment link to its payer, by SMS or e-mail."""

from datetime import UTC, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from payment_links.models.fields import random_token, uuid7
from payment_links.models.links import PaymentLink
from payment_links.models.outbox import OutboxQuerySet, OutboxRow
from payment_links.models.reminders import Reminder

BEFORE_ALL_LINKS = datetime(2000, 1, 1, tzinfo=UTC)
OF_ITS_LINK = F("payment_link__address_replaced_at")


class DistributionQuerySet(OutboxQuerySet["Distribution"]):
    """Messages, also those that tell of the present address alone."""

    def of_present_address(self, replaced_at: F = OF_ITS_LINK) -> Self:
        """Those asked for since their link's address was last replaced, else all.

        What is older may have gone to somebody who must not get the new address. replaced_at: where
        an outer query of links has it, which saves the join. As PaymentLink.is_of_present_address.
        """
        return self.filter(created_at__gt=Coalesce(replaced_at, BEFORE_ALL_LINKS))

    def emailed_to(self, address: str) -> Self:
        """E-mails to the address, in whatever case either is written, as an index has them.

        The database makes both small: it knows fewer capitals than we do.
        """
        lowered = self.alias(recipient_in_lower_case=Lower("recipient"))
        return lowered.filter(channel="EMAIL", recipient_in_lower_case=Lower(Value(address)))


class Distribution(OutboxRow):
    """One message to one recipient: asked for, sent, delivered or failed with its reason."""

    class Channel(models.TextChoices):
        SMS = "SMS", _("SMS")
        EMAIL = "EMAIL", _("E-mail")

    class Purpose(models.TextChoices):
        LINK = "LINK", _("Payment link")
        REMINDER = "REMINDER", _("Reminder")
        RECEIPT = "RECEIPT", _("Receipt")

    class Status(models.TextChoices):
        CREATED = "CREATED", _("Queued")
        SENT = "SENT", _("Sent")
        DELIVERED = "DELIVERED", _("Delivered")
        FAILED = "FAILED", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    payment_link = models.ForeignKey(
        PaymentLink, on_delete=models.CASCADE, related_name="distributions"
    )
    channel = models.CharField(_("channel"), max_length=5, choices=Channel.choices)
    purpose = models.CharField(
        _("purpose"), max_length=8, choices=Purpose.choices, default=Purpose.LINK
    )
    reminder = models.ForeignKey(
        Reminder,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        editable=False,
        related_name="distributions",
        help_text=_("The step of the merchant's plan; empty when a person asked for it."),
    )
    recipient = models.CharField(_("recipient"), max_length=254)
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, default=Status.CREATED, editable=False
    )
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text as sent"), blank=True)
    segments = models.PositiveSmallIntegerField(_("SMS segments"), default=0)
    provider_message_id = models.CharField(max_length=200, blank=True, db_index=True)
    report_token = models.CharField(
        max_length=43, unique=True, default=random_token, editable=False
    )
    failure_reason = models.CharField(_("reason of failure"), max_length=500, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty when the tenant asked over the API."),
    )
    created_at = models.DateTimeField(_("created at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)

    objects = DistributionQuerySet.as_manager()

    class Meta(OutboxRow.Meta):
        abstract = False
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints: ClassVar = [
            *OutboxRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status__in=["CREATED", "SENT", "DELIVERED", "FAILED"]),
                name="distribution_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["SENT", "DELIVERED"]) | Q(sent_at__isnull=False),
                name="distribution_sent_at_set",
            ),
            models.UniqueConstraint(
                fields=["payment_link"],
                condition=Q(purpose="RECEIPT"),
                name="distribution_one_receipt",
            ),
        ]
        indexes: ClassVar = [
            *OutboxRow.Meta.indexes,
            # The limits of SMS count by recipient and by day.
            models.Index(fields=["recipient", "created_at"], name="distribution_by_recipient"),
            models.Index(fields=["created_at"], name="distribution_by_day"),
            # Whether an e-mail address is closed, in any case. Whole: PostgreSQL estimates nothing
            # by the statistics of an index with a condition.
            models.Index(Lower("recipient"), name="distribution_by_any_case"),
            models.Index(
                fields=["payment_link", "created_at"],
                condition=Q(status="FAILED"),
                name="distribution_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.recipient}"


class MessageEvent(models.Model):
    """One thing that happened to a message after it was asked for, as we or its provider say.

    told_at: when it happened by the provider's clock, where that was told.
    """

    class Kind(models.TextChoices):
        PUT_OFF = "PUT_OFF", _("Put off: the service did not answer, it is tried again")
        REFUSED = "REFUSED", _("Not sent")
        ACCEPTED = "ACCEPTED", _("Sent: the service has taken it")
        DELAYED = "DELAYED", _("Delayed: the receiving side did not take it yet")
        DELIVERED = "DELIVERED", _("Delivered")
        UNDELIVERED = "UNDELIVERED", _("Not delivered")
        SOFT_BOUNCE = "SOFT_BOUNCE", _("Came back this time: the address may work later")
        HARD_BOUNCE = "HARD_BOUNCE", _("Came back for good: the address does not work")
        BLOCKED = "BLOCKED", _("Blocked by the recipient's or our mail service")
        COMPLAINT = "COMPLAINT", _("Marked as spam by the recipient")

    # After these nothing is sent to the address by itself.
    CLOSING_KINDS = (Kind.HARD_BOUNCE, Kind.COMPLAINT)

    distribution = models.ForeignKey(
        # The constraint below is its index.
        Distribution,
        on_delete=models.CASCADE,
        related_name="message_events",
        db_index=False,
    )
    kind = models.CharField(_("event"), max_length=11, choices=Kind.choices)
    reason = models.CharField(_("in the provider's words"), max_length=500, blank=True)
    told_at = models.DateTimeField(_("by the provider's clock"), null=True, blank=True)
    occurred_at = models.DateTimeField(_("when"))
    fingerprint = models.CharField(
        max_length=64, help_text=_("Of a provider's report, by which a repeated one is known.")
    )

    class Meta:
        verbose_name = _("event of a message")
        verbose_name_plural = _("events of messages")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["distribution", "fingerprint"], name="message_event_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        *("PUT_OFF", "REFUSED", "ACCEPTED", "DELAYED", "DELIVERED", "UNDELIVERED"),
                        *("SOFT_BOUNCE", "HARD_BOUNCE", "BLOCKED", "COMPLAINT"),
                    ]
                ),
                name="message_event_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
