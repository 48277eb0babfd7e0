"""The secrets with which a tenant's status callbacks are signed (Standard Webhooks 1.0)."""

import base64
import secrets
from datetime import UTC, datetime
from uuid import UUID

from standardwebhooks import Webhook

from payment_links.models import SigningSecret, Tenant
from payment_links.sealing import seal, unseal

SECRET_BYTES = 32


def create_signing_secret(tenant: Tenant) -> str:
    """Give the tenant one more signing secret; returns it as "whsec_…", to be shown once.

    Earlier secrets go on signing beside it until they are revoked.
    """
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    SigningSecret.objects.create(tenant=tenant, sealed_secret=seal(secret))
    return secret


def revoke_signing_secret(secret: SigningSecret, *, now: datetime) -> bool:
    """Sign nothing with the secret from now on; False when it was revoked already."""
    in_use = SigningSecret.objects.filter(pk=secret.pk, revoked_at__isnull=True)
    return bool(in_use.update(revoked_at=now))


def signature_headers(tenant_id: UUID, message_id: str, body: str) -> dict[str, str]:
    """The headers webhook-id, -timestamp and -signature: one signature per secret in use.

    The time stamp is real time and not the product's clock, because the receiver compares it with
    its own. A tenant without a secret gets no webhook-signature.
    """
    sent_at = datetime.now(UTC)
    headers = {"webhook-id": message_id, "webhook-timestamp": str(int(sent_at.timestamp()))}
    in_use = SigningSecret.objects.filter(tenant_id=tenant_id, revoked_at__isnull=True)
    signatures = [
        Webhook(unseal(secret.sealed_secret)).sign(message_id, sent_at, body)
        for secret in in_use.order_by("pk")
    ]
    if signatures:
        headers["webhook-signature"] = " ".join(signatures)
    return headers
