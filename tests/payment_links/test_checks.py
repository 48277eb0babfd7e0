"""The settings a production is warned about."""

from typing import Any

import pytest
from pytest_django import Settings

from payment_links.checks import check_outside_services

READY: dict[str, Any] = {
    "PRODUCTION": True,
    "PUBLIC_URL": "https://pay.example.org",
    "SMS_API_USERNAME": "user",
    "SMS_API_PASSWORD": "password",
    "EMAIL_BACKEND": "anymail.backends.postmark.EmailBackend",
    "ANYMAIL": {"POSTMARK_SERVER_TOKEN": "token", "WEBHOOK_SECRET": "user:password"},
    "DEFAULT_FROM_EMAIL": "payments@example.org",
    "CELERY_BROKER_URL": "redis://redis.example.org:6379/0",
}


def ids(settings: Settings, **change: Any) -> list[str | None]:
    for name, value in {**READY, **change}.items():
        setattr(settings, name, value)
    return [message.id for message in check_outside_services(None)]


def test_a_ready_production_hears_nothing(settings: Settings) -> None:
    assert ids(settings) == []


def test_elsewhere_nothing_is_asked_for(settings: Settings) -> None:
    assert ids(settings, PRODUCTION=False, PUBLIC_URL="http://127.0.0.1:8000") == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"PUBLIC_URL": "http://pay.example.org"}, ["payment_links.E001"]),
        ({"SMS_API_PASSWORD": ""}, ["payment_links.W001"]),
        (
            {"ANYMAIL": {"POSTMARK_SERVER_TOKEN": "", "WEBHOOK_SECRET": ""}},
            ["payment_links.W002", "payment_links.W003"],
        ),
        ({"DEFAULT_FROM_EMAIL": "payment-links@example.com"}, ["payment_links.W004"]),
        (
            {"VAR_DIR": "/srv", "CELERY_BROKER_URL": "redis+socket:///srv/redis.sock"},
            ["payment_links.W005"],
        ),
    ],
)
def test_what_is_missing_is_named(
    settings: Settings, change: dict[str, Any], expected: list[str]
) -> None:
    assert ids(settings, **change) == expected


def test_another_mail_service_needs_no_postmark(settings: Settings) -> None:
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    nothing = {"POSTMARK_SERVER_TOKEN": "", "WEBHOOK_SECRET": ""}

    assert ids(settings, EMAIL_BACKEND=smtp, ANYMAIL=nothing) == []
