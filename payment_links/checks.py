"""System checks of the settings: what a production would start without and then fail at."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

INSECURE_ADDRESS = Error(
    "PUBLIC_URL is not an https address.",
    hint="Payers, providers and mail services are sent there.",
    id="payment_links.E001",
)
NO_SMS_ACCOUNT = Warning(
    "The SMS gateway's account is not set: no SMS will be sent.",
    hint="Set SMS_API_USERNAME and SMS_API_PASSWORD.",
    id="payment_links.W001",
)
NO_MAIL_TOKEN = Warning(
    "The mail service's token is not set: no e-mail will be sent.",
    hint="Set POSTMARK_SERVER_TOKEN.",
    id="payment_links.W002",
)
OPEN_WEBHOOK = Warning(
    "The mail service's webhook asks for no password.",
    hint="Set POSTMARK_WEBHOOK_SECRET to user:password, and the same at Postmark.",
    id="payment_links.W003",
)
NO_SENDER = Warning(
    "E-mails would come from example.com.",
    hint="Set DEFAULT_FROM_EMAIL to an address that the mail service knows.",
    id="payment_links.W004",
)
NO_BROKER = Warning(
    "The workers' Redis is the demo's, which nobody starts in production: nothing will be sent.",
    hint="Set BROKER_URL, such as redis://redis.internal:6379/0.",
    id="payment_links.W005",
)


def check_outside_services(
    app_configs: Sequence[AppConfig] | None, **options: Any
) -> list[CheckMessage]:
    """What must be agreed with the outside services; nothing to say but in production."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if urlsplit(settings.PUBLIC_URL).scheme != "https":
        found.append(INSECURE_ADDRESS)
    if not (settings.SMS_API_USERNAME and settings.SMS_API_PASSWORD):
        found.append(NO_SMS_ACCOUNT)
    if "postmark" in settings.EMAIL_BACKEND:
        found += _postmark_faults()
    if settings.DEFAULT_FROM_EMAIL.endswith("@example.com"):
        found.append(NO_SENDER)
    demo_broker_url = f"redis+socket://{settings.VAR_DIR}/redis.sock"
    if demo_broker_url == settings.CELERY_BROKER_URL:
        found.append(NO_BROKER)
    return found


def _postmark_faults() -> list[CheckMessage]:
    needed = {"POSTMARK_SERVER_TOKEN": NO_MAIL_TOKEN, "WEBHOOK_SECRET": OPEN_WEBHOOK}
    return [message for name, message in needed.items() if not settings.ANYMAIL[name]]
