"""Facts that several situations of an unpaid link have in common."""

from datetime import date
from typing import Any

from payment_links.admin.failure_reasons import failure_reason

# Facts, the English and the Swedish sentence, the action.
Situation = tuple[dict[str, Any], str, str, str]

DAY = date(2026, 11, 20)
LANDLINE = failure_reason("SMS", "The SMS gateway reports: undelivered, error 30006").words
SERVICE_DOWN = failure_reason("SMS", "The SMS gateway answered 503.").words
NO_MAILBOX = failure_reason("EMAIL", "Hard bounce: the mailbox does not exist.").words
MAIL_DOWN = failure_reason("EMAIL", "The mail service answered 503.").words
SMS_FAILED: dict[str, Any] = {"channel": "SMS", "message": "FAILED", "failure": LANDLINE}
EMAIL_FAILED: dict[str, Any] = {"channel": "EMAIL", "message": "FAILED", "failure": NO_MAILBOX}
DELIVERED: dict[str, Any] = {"channel": "SMS", "message": "DELIVERED", "reached_by": "SMS"}
SENT: dict[str, Any] = {**DELIVERED, "message": "SENT"}
QUEUED: dict[str, Any] = {"channel": "SMS", "message": "CREATED"}
TRIED: dict[str, Any] = {
    **DELIVERED,
    "is_opened": True,
    "method": "Swish",
    "failed_attempts": 1,
}
