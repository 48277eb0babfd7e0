"""The SMS and e-mails that reached the outside. Rows are written once and never changed."""

import uuid

from django.db import models


class Outcome(models.TextChoices):
    """What becomes of a message, decided by its recipient when it is accepted."""

    DELIVERED = "delivered"
    FAILED = "failed"
    BOUNCED = "bounced"
    NO_REPORT = "no_report"


class Sms(models.Model):
    """An SMS the gateway accepted."""

    sms_id = models.CharField(max_length=40, unique=True)
    sender = models.CharField(max_length=20)
    recipient = models.CharField(max_length=20)
    message = models.TextField()
    report_url = models.CharField(max_length=2000, blank=True, default="")
    parts = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.recipient}: {self.message[:40]}"


class Mail(models.Model):
    """An e-mail the mail service accepted, as it was handed over."""

    message_id = models.UUIDField(default=uuid.uuid4, unique=True)
    sender = models.CharField(max_length=500)
    to = models.TextField()
    cc = models.TextField(blank=True, default="")
    bcc = models.TextField(blank=True, default="")
    reply_to = models.TextField(blank=True, default="")
    subject = models.TextField(blank=True, default="")
    text_body = models.TextField(blank=True, default="")
    html_body = models.TextField(blank=True, default="")
    headers = models.JSONField(default=list, blank=True)
    tag = models.CharField(max_length=1000, blank=True, default="")
    metadata = models.JSONField(default=dict, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class MailAttachment(models.Model):
    """A file that came with an e-mail."""

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=200)
    content_id = models.CharField(max_length=255, blank=True, default="")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name
