"""Figures of whole days, written when the day is over, so that no page sums up all links."""

from typing import ClassVar

from django.db import models

from payment_links.models.tenants import Merchant


class DailyFigures(models.Model):
    """What was made and paid on one day, and what was unpaid when it ended.

    Per merchant and currency; a day without any of it has no row. Amounts in minor units, days by
    the calendar of settings.TIME_ZONE.
    """

    merchant = models.ForeignKey(Merchant, on_delete=models.CASCADE, related_name="+")
    figures_date = models.DateField()
    currency = models.CharField(max_length=3)
    created_count = models.PositiveIntegerField(default=0)
    created_amount = models.BigIntegerField(default=0)
    paid_count = models.PositiveIntegerField(default=0)
    paid_amount = models.BigIntegerField(default=0)
    days_to_pay = models.BigIntegerField(
        default=0, help_text="From creation to payment, all paid links together."
    )
    outstanding_count = models.PositiveIntegerField(default=0)
    outstanding_amount = models.BigIntegerField(default=0)
    overdue_count = models.PositiveIntegerField(default=0)
    overdue_amount = models.BigIntegerField(default=0)
    not_delivered_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["figures_date", "merchant", "currency"], name="daily_figures_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figures_date} {self.currency}"


class DailyMethodFigures(models.Model):
    """How the links that were paid on one day were paid; the sum of DailyFigures.paid_amount.

    provider and method: as in Payment; empty when no payment of the link is known.
    """

    merchant = models.ForeignKey(Merchant, on_delete=models.CASCADE, related_name="+")
    figures_date = models.DateField()
    currency = models.CharField(max_length=3)
    provider = models.CharField(max_length=20, blank=True)
    method = models.CharField(max_length=20, blank=True)
    paid_count = models.PositiveIntegerField()
    paid_amount = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["figures_date", "merchant", "currency", "provider", "method"],
                name="daily_method_figures_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figures_date} {self.provider}/{self.method}"


class ClosedDays(models.Model):
    """The days whose figures are written, both included: one row, and the lock of who writes.

    through_date before from_date says that none is.
    """

    ONLY: ClassVar = 1

    from_date = models.DateField()
    through_date = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(pk=1), name="closed_days_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.from_date} – {self.through_date}"
