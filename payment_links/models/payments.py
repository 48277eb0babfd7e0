"""Attempts to pay a link, and the exceptions that need a person."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from payment_links.models.fields import random_token, uuid7
from payment_links.models.links import PaymentLink

METHOD_NAMES = {
    "swish": "Swish",
    "quickpay": "Vipps",
    "open_payments": _("Bank payment"),
    "billmate": _("Invoice (Billmate)"),
    "ping": _("Bank deposit"),
    "dummy": _("Test payment"),
}


def method_text(provider: str, method: str) -> str:
    """How the payer paid or tried to: "Swish", "Card (payment_iq)"."""
    if provider in METHOD_NAMES:
        return str(METHOD_NAMES[provider])
    if method == "vipps":
        return "Vipps"
    return f"{gettext('Card')} ({provider})" if method == "card" else f"{provider} / {method}"


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Filters that chain."""

    def attempts(self) -> PaymentQuerySet:
        """What payers started at a checkout; leaves out deposits, which wait for the bank."""
        return self.exclude(provider=Payment.DEPOSIT[0])

    def under_way(self) -> PaymentQuerySet:
        """Payments that money may still come of."""
        return self.filter(status__in=Payment.OPEN_STATUSES)

    def paid_for(self, link: PaymentLink) -> Payment | None:
        """The payment that completed the link, among several that were paid; else the first."""
        paid = self.filter(payment_link=link, status__in=Payment.PAID_STATUSES)
        in_order = paid.order_by("completed_at", "pk")
        return in_order.filter(payment_id=link.payment_id).first() or in_order.first()


class Payment(models.Model):
    """One payment of a link, as the payments service tells it.

    Either an attempt that the payer started, or the deposit by which an invoice is paid: it waits
    for money on the bank account that carries the invoice's reference.
    """

    class Status(models.TextChoices):
        UNKNOWN = "UNKNOWN", _("Being checked")
        INITIATED = "INITIATED", _("Started")
        PENDING = "PENDING", _("Waiting for the payer")
        COMPLETED = "COMPLETED", _("Paid")
        DECLINED = "DECLINED", _("Declined")
        ABORTED = "ABORTED", _("Aborted by the payer")
        EXPIRED = "EXPIRED", _("Expired")
        CRASHED = "CRASHED", _("Failed at the provider")
        STOPPED = "STOPPED", _("Stopped")
        UNDERFUNDED = "UNDERFUNDED", _("Paid in part")
        OVERFUNDED = "OVERFUNDED", _("Paid too much")
        FUNDED = "FUNDED", _("Funded")
        REJECTED = "REJECTED", _("Refused by the payments service")

    # Provider and method of a deposit.
    DEPOSIT: ClassVar = ("ping", "deposit")
    # A payment that money may still come of; a link has at most one such attempt and deposit.
    OPEN_STATUSES: ClassVar = ["UNKNOWN", "INITIATED", "PENDING", "UNDERFUNDED", "FUNDED"]
    PAID_STATUSES: ClassVar = ["COMPLETED", "OVERFUNDED"]

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    payment_link = models.ForeignKey(PaymentLink, on_delete=models.CASCADE, related_name="payments")
    payment_id = models.UUIDField(
        _("payment id"),
        null=True,
        blank=True,
        unique=True,
        help_text=_("The id at the payments service; empty until it has answered."),
    )
    provider = models.CharField(_("provider"), max_length=20)
    method = models.CharField(_("method"), max_length=20)
    status = models.CharField(
        _("status"), max_length=11, choices=Status.choices, default=Status.UNKNOWN, editable=False
    )
    amount = models.IntegerField(_("amount"), help_text=_("Minor units."))
    currency = models.CharField(_("currency"), max_length=3)
    provider_method_response = models.JSONField(default=dict, blank=True)
    callback_token = models.CharField(
        max_length=43, unique=True, default=random_token, editable=False
    )
    asked_person_hash = models.CharField(
        max_length=64, blank=True, default="", db_default="", editable=False
    )
    checks = models.PositiveIntegerField(
        default=0, help_text=_("How often the payments service was asked about this attempt.")
    )
    next_check_at = models.DateTimeField(null=True, blank=True, db_index=True)
    failure_reason = models.CharField(_("reason of failure"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"))
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["payment_link"],
                condition=Q(status__in=["UNKNOWN", "INITIATED", "PENDING", "UNDERFUNDED", "FUNDED"])
                & ~Q(provider="ping"),
                name="payment_one_open_attempt",
            ),
            models.UniqueConstraint(
                fields=["payment_link"],
                condition=Q(provider="ping"),
                name="payment_one_deposit",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount"),
            models.CheckConstraint(
                condition=~Q(status__in=["COMPLETED", "OVERFUNDED"])
                | Q(completed_at__isnull=False),
                name="payment_completed_at_set",
            ),
        ]

    def __str__(self) -> str:
        return f"{method_text(self.provider, self.method)}: {self.get_status_display()}"

    @property
    def is_deposit(self) -> bool:
        return self.provider == self.DEPOSIT[0]


class LinkException(models.Model):
    """Something about a link's money that a person must look at."""

    class Kind(models.TextChoices):
        PAID_LATE = "PAID_LATE", _("Paid after it expired")
        PAID_AFTER_CANCEL = "PAID_AFTER_CANCEL", _("Paid after it was cancelled")
        PAID_TWICE = "PAID_TWICE", _("Paid twice")
        AMOUNT_MISMATCH = "AMOUNT_MISMATCH", _("Another amount was paid")

    payment_link = models.ForeignKey(
        PaymentLink, on_delete=models.CASCADE, related_name="exceptions"
    )
    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="exceptions")
    kind = models.CharField(_("kind"), max_length=17, choices=Kind.choices)
    description = models.CharField(_("description"), max_length=500)
    created_at = models.DateTimeField(_("created at"))
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["payment", "kind"], name="link_exception_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["payment_link"],
                condition=Q(resolved_at__isnull=True),
                name="link_exception_open",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
