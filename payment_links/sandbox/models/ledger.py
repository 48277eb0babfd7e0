"""Every request that came in and every callback, report and webhook that went out."""

from django.db import models


class RequestRecord(models.Model):
    """One request. status: the HTTP status it was answered with, None when there was no answer."""

    class Direction(models.TextChoices):
        """Seen from the sandbox."""

        IN = "in"
        OUT = "out"

    direction = models.CharField(max_length=3, choices=Direction.choices)
    method = models.CharField(max_length=10)
    url = models.TextField()
    body = models.TextField(blank=True, default="")
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=500, blank=True, default="")
    occurred_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.direction} {self.method} {self.url}"
