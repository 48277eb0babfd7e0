"""Payment orders, which gather payments, and the payouts made when an order is settled."""

import uuid

from django.db import models

from payment_links.sandbox.models.tenants import SandboxMerchant, SandboxTenant


class SandboxOrder(models.Model):
    """A payment order: OPEN for payments, then CLOSED, SPLIT among merchants and SETTLED."""

    class Status(models.TextChoices):
        """Where the order is."""

        OPEN = "OPEN"
        CLOSED = "CLOSED"
        SPLIT = "SPLIT"
        SETTLED = "SETTLED"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    tenant = models.ForeignKey(SandboxTenant, models.PROTECT, related_name="orders")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    currency = models.CharField(max_length=3)
    split_tree_id = models.UUIDField(null=True, blank=True)
    split_parameters = models.JSONField(default=dict, blank=True)
    close_condition = models.JSONField(default=dict, blank=True)
    settle_schedule = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["OPEN", "CLOSED", "SPLIT", "SETTLED"]),
                name="sandbox_order_status",
            )
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.status}"


class Payout(models.Model):
    """What a merchant is paid out of a settled order. amount: minor units."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    order = models.ForeignKey(SandboxOrder, models.PROTECT, related_name="payouts")
    merchant = models.ForeignKey(SandboxMerchant, models.PROTECT, related_name="payouts")
    amount = models.IntegerField()
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "merchant"], name="sandbox_payout_once")
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
