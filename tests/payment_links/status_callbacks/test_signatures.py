"""Signatures that the public library of Standard Webhooks accepts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from pytest_django import Settings
from standardwebhooks import Webhook, WebhookVerificationError

from payment_links.models import SigningSecret
from payment_links.status_callbacks import create_signing_secret, revoke_signing_secret
from tests.builders import NOON
from tests.payment_links.status_callbacks.timeline import callback_link, deliver, tell
from tests.tenant_endpoint import Received, TenantEndpoint

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    """Sending and verifying happen at one moment: the library refuses old time stamps."""
    with time_machine.travel(NOON, tick=False):
        yield


def received(endpoint: TenantEndpoint, secrets: int) -> tuple[Received, list[str]]:
    link = callback_link()
    created = [create_signing_secret(link.tenant) for _ in range(secrets)]
    deliver(tell(link), NOON)
    return endpoint.received[0], created


def verify(request: Received, secret: str) -> None:
    Webhook(secret).verify(request.body, request.headers)


def test_the_library_accepts_the_signature(endpoint: TenantEndpoint) -> None:
    request, [secret] = received(endpoint, 1)

    verify(request, secret)
    assert secret.startswith("whsec_")


def test_the_time_stamp_is_real_time_also_when_the_demos_clock_was_moved(
    endpoint: TenantEndpoint, settings: Settings, tmp_path: Path
) -> None:
    settings.CLOCK_FILE = tmp_path / "clock"
    settings.CLOCK_FILE.write_text(str(90 * 86_400))

    request, [secret] = received(endpoint, 1)

    verify(request, secret)


def test_during_rotation_both_secrets_fit(endpoint: TenantEndpoint) -> None:
    request, secrets = received(endpoint, 2)

    for secret in secrets:
        verify(request, secret)
    assert len(request.headers["webhook-signature"].split(" ")) == 2


def test_a_revoked_secret_and_a_changed_body_do_not_fit(endpoint: TenantEndpoint) -> None:
    link = callback_link()
    revoked = create_signing_secret(link.tenant)
    assert revoke_signing_secret(SigningSecret.objects.get(), now=NOON)
    current = create_signing_secret(link.tenant)
    deliver(tell(link), NOON)
    [request] = endpoint.received

    with pytest.raises(WebhookVerificationError):
        verify(request, revoked)
    request.body = request.body.replace("COMPLETED", "CANCELLED")
    with pytest.raises(WebhookVerificationError):
        verify(request, current)


def test_secrets_are_sealed_at_rest(endpoint: TenantEndpoint) -> None:
    secret = create_signing_secret(callback_link().tenant)

    assert secret not in SigningSecret.objects.get().sealed_secret


def test_a_tenant_without_a_secret_gets_no_signature(endpoint: TenantEndpoint) -> None:
    request, _ = received(endpoint, 0)

    assert "webhook-signature" not in request.headers
    assert {"webhook-id", "webhook-timestamp"} <= request.headers.keys()
