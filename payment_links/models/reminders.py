"""Reminders: the steps a merchant wants, and what became of each step at each link."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Cast
from django.db.models.lookups import Regex
from django.utils.translation import gettext_lazy as _

from payment_links.models.links import PaymentLink
from payment_links.models.tenants import Merchant

# One day from the due date: -30 to 60, which distribution.reminder_plans demands as well.
DAY = "(-([1-9]|[12][0-9]|30)|[1-5]?[0-9]|60)"
# JSON as both databases write it, of one to six days.
DAYS = rf"\A\[{DAY}(, {DAY}){{0,5}}\]\Z"


class ReminderPlan(models.Model):
    """When a merchant's unpaid links are reminded of; a merchant without one reminds by hand.

    days: from the due date, negative for before it, as in [-3, 1, 7]. Steps of days before
    since_date are not made up for. next_pass_at: when the merchant's links are looked at again.
    """

    merchant = models.OneToOneField(
        Merchant, on_delete=models.CASCADE, primary_key=True, related_name="reminder_plan"
    )
    days = models.JSONField(_("days from the due date"))
    since_date = models.DateField(_("since"))
    next_pass_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("reminder plan")
        verbose_name_plural = _("reminder plans")
        constraints: ClassVar = [
            # A pass over the links trusts them; as text, the one way that both databases have.
            models.CheckConstraint(
                condition=Regex(Cast("days", models.TextField()), DAYS),
                name="reminder_plan_days_in_range",
            ),
        ]

    def __str__(self) -> str:
        return str(self.days)


class Reminder(models.Model):
    """One step of the plan at one link: sent or left out, and in either case never again."""

    class Outcome(models.TextChoices):
        SENT = "SENT", _("Sent")
        SKIPPED = "SKIPPED", _("Left out")

    payment_link = models.ForeignKey(
        PaymentLink, on_delete=models.CASCADE, related_name="reminders"
    )
    days = models.SmallIntegerField(_("days from the due date"))
    outcome = models.CharField(_("outcome"), max_length=7, choices=Outcome.choices)
    created_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["payment_link", "days"], name="reminder_once_a_step"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["SENT", "SKIPPED"]), name="reminder_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.days)
