"""Payments, every status they have had, the bank deposits that fund them and their refunds."""

import uuid

from django.db import models

from payment_links.sandbox.models.orders import SandboxOrder


class SandboxPayment(models.Model):
    """One attempt to pay. total_amount: minor units."""

    class Status(models.TextChoices):
        """Where the payment is, in the Payments API's words."""

        INITIATED = "INITIATED"
        PENDING = "PENDING"
        COMPLETED = "COMPLETED"
        DECLINED = "DECLINED"
        ABORTED = "ABORTED"
        EXPIRED = "EXPIRED"
        CRASHED = "CRASHED"
        STOPPED = "STOPPED"
        UNDERFUNDED = "UNDERFUNDED"
        OVERFUNDED = "OVERFUNDED"
        FUNDED = "FUNDED"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    order = models.ForeignKey(SandboxOrder, models.PROTECT, related_name="payments")
    status = models.CharField(max_length=12, choices=Status.choices)
    provider = models.CharField(max_length=40)
    method = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict, blank=True)
    currency = models.CharField(max_length=3)
    total_amount = models.IntegerField()
    order_items = models.JSONField(default=list)
    payer = models.JSONField(default=dict, blank=True)
    metadata = models.JSONField(default=dict, blank=True)
    status_callback_url = models.CharField(max_length=2000, blank=True, default="")
    # What a bank deposit names; empty for payments that no deposit funds.
    reference_type = models.CharField(max_length=3, blank=True, default="")
    reference = models.CharField(max_length=30, blank=True, default="", db_index=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total_amount__gt=0), name="sandbox_payment_above_zero"
            )
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.status}"

    @property
    def is_open(self) -> bool:
        """Whether the payer may still decide."""
        return self.status in {self.Status.INITIATED, self.Status.PENDING}

    @property
    def accepts_late_money(self) -> bool:
        """Whether the payment is over without money, though money may still arrive."""
        return self.status in {self.Status.STOPPED, self.Status.EXPIRED}


class StatusChange(models.Model):
    """One status of a payment; the rows together are the ledger of payments."""

    event_id = models.UUIDField(default=uuid.uuid4, unique=True)
    payment = models.ForeignKey(SandboxPayment, models.PROTECT, related_name="history")
    status = models.CharField(max_length=12, choices=SandboxPayment.Status.choices)
    occurred_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.payment_id} {self.status}"


class Deposit(models.Model):
    """Money that arrived on the bank account for a payment. amount: minor units."""

    payment = models.ForeignKey(SandboxPayment, models.PROTECT, related_name="deposits")
    amount = models.IntegerField()
    arrived_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.payment_id} {self.amount}"


class Refund(models.Model):
    """Money given back to the payer. amount: minor units."""

    payment = models.ForeignKey(SandboxPayment, models.PROTECT, related_name="refunds")
    amount = models.IntegerField()
    reason = models.CharField(max_length=200)
    description = models.CharField(max_length=500, blank=True, default="")
    refunded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.payment_id} {self.amount}"
