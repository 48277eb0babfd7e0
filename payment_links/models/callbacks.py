"""What we tell tenants about their links, and what outside services tell us."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from payment_links.models.distributions import Distribution
from payment_links.models.fields import uuid7
from payment_links.models.links import PaymentLink
from payment_links.models.outbox import OutboxQuerySet, OutboxRow
from payment_links.models.payments import Payment
from payment_links.models.tenants import Tenant


class CallbackEndpoint(models.Model):
    """One callback address of a tenant and whether it answers."""

    class Health(models.TextChoices):
        UP = "UP", _("Answers")
        DOWN = "DOWN", _("Does not answer")
        DISABLED = "DISABLED", _("Answered 410: switched off")

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="callback_endpoints")
    url = models.CharField(_("address"), max_length=2000)
    health = models.CharField(_("health"), max_length=8, choices=Health.choices, default=Health.UP)
    down_since = models.DateTimeField(_("down since"), null=True, blank=True)

    class Meta:
        verbose_name = _("callback endpoint")
        verbose_name_plural = _("callback endpoints")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "url"], name="callback_endpoint_once"),
        ]

    def __str__(self) -> str:
        return self.url


class StatusCallback(OutboxRow):
    """One change of a link's status that a tenant is told about."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    payment_link = models.ForeignKey(
        PaymentLink, on_delete=models.CASCADE, related_name="status_callbacks"
    )
    endpoint = models.ForeignKey(
        CallbackEndpoint, on_delete=models.PROTECT, related_name="status_callbacks"
    )
    status = models.CharField(_("status"), max_length=10, choices=PaymentLink.Status.choices)
    occurred_at = models.DateTimeField(_("occurred at"))
    body = models.TextField(_("body"), help_text=_("Exactly the text that is signed and sent."))
    replay_of = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replays"
    )
    created_at = models.DateTimeField(_("created at"))
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta(OutboxRow.Meta):
        abstract = False
        verbose_name = _("status callback")
        verbose_name_plural = _("status callbacks")
        indexes: ClassVar = [
            *OutboxRow.Meta.indexes,
            models.Index(
                fields=["payment_link"], condition=Q(state="DEAD"), name="status_callback_dead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.payment_link_id}"


class CallbackAttempt(models.Model):
    """One try to deliver a status callback, and what the tenant answered."""

    status_callback = models.ForeignKey(
        StatusCallback, on_delete=models.CASCADE, related_name="callback_attempts"
    )
    attempted_at = models.DateTimeField(_("attempted at"))
    http_status = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=500, blank=True)
    response_excerpt = models.CharField(_("answer"), max_length=1024, blank=True)
    duration_ms = models.PositiveIntegerField(_("milliseconds"))

    class Meta:
        verbose_name = _("callback attempt")
        verbose_name_plural = _("callback attempts")

    def __str__(self) -> str:
        return f"HTTP {self.http_status}" if self.http_status else self.error


class InboundEvent(OutboxRow):
    """What an outside service told us, stored before anything is made of it."""

    class Source(models.TextChoices):
        PAYMENT_STATUS = "PAYMENT_STATUS", _("Payment status")
        SMS_REPORT = "SMS_REPORT", _("SMS delivery report")
        EMAIL_REPORT = "EMAIL_REPORT", _("E-mail delivery report")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.CharField(_("source"), max_length=14, choices=Source.choices)
    payment = models.ForeignKey(
        Payment, on_delete=models.CASCADE, null=True, blank=True, related_name="inbound_events"
    )
    distribution = models.ForeignKey(
        Distribution, on_delete=models.CASCADE, null=True, blank=True, related_name="inbound_events"
    )
    body = models.TextField(_("body"), help_text=_("As received; a hint, never the truth."))
    received_at = models.DateTimeField(_("received at"))

    objects = OutboxQuerySet.as_manager()

    class Meta(OutboxRow.Meta):
        abstract = False
        verbose_name = _("inbound event")
        verbose_name_plural = _("inbound events")

    def __str__(self) -> str:
        return self.get_source_display()
