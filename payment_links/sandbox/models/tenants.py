"""Who may call the Payments API, and the merchants they sell for."""

import uuid

from django.db import models


class SandboxTenant(models.Model):
    """A platform known to the Payments API. With a secret, every request must present it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=200)
    # In the clear on purpose: nothing here guards anything real.
    secret = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return self.name


class SandboxMerchant(models.Model):
    """A seller. organization or person holds what was given at creation, the other is empty."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    tenant = models.ForeignKey(SandboxTenant, models.PROTECT, related_name="merchants")
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, blank=True, default="")
    phone_number = models.CharField(max_length=40, blank=True, default="")
    organization = models.JSONField(default=dict, blank=True)
    person = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
