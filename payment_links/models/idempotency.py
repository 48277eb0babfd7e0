"""Answers to requests that carried an Idempotency-Key."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from payment_links.models.tenants import Tenant


class IdempotencyKey(models.Model):
    """A key a tenant sent, the request it stood for and, once given, our answer."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="idempotency_keys")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(
        max_length=64, help_text="SHA-256 of method, path and body of the request."
    )
    locked_until = models.DateTimeField(null=True, help_text="In flight until then at most.")
    response_status = models.PositiveSmallIntegerField(null=True)
    response_body = models.TextField(blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("repeatable request")
        verbose_name_plural = _("repeatable requests")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant", "key"], name="idempotency_key_once"),
        ]

    def __str__(self) -> str:
        return self.key
