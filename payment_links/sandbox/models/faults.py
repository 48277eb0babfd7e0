"""Faults asked for by tests: the next so many requests misbehave."""

from django.db import models


class Fault(models.Model):
    """A misbehaviour that is still to happen a number of times."""

    class Target(models.TextChoices):
        """The service that misbehaves."""

        PAYMENTS = "payments"
        SMS = "sms"
        MAIL = "mail"

    class Kind(models.TextChoices):
        """How it misbehaves."""

        STATUS_500 = "status_500"
        CUT_CONNECTION = "cut_connection"
        SLOW = "slow"
        DROP_CALLBACK = "drop_callback"
        DOUBLE_CALLBACK = "double_callback"

    target = models.CharField(max_length=10, choices=Target.choices)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    # Only requests of this method, any when empty. Callbacks are not filtered.
    method = models.CharField(max_length=10, blank=True, default="")
    seconds = models.PositiveSmallIntegerField(default=15)
    times = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.target} {self.kind} × {self.times}"
