"""The secrets with which a tenant's status callbacks are signed (Standard Webhooks 1.0)."""

import base64
import secrets
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from standardwebhooks import Webhook

from payment_links.models import SigningSecret, Tenant
from payment_links.sealing import seal, unseal

SECRET_BYTES = 32


def create_signing_secret(tenant: Tenant) -> str:
    """Give the tenant one more signing secret; returns it as "whsec_…", to be shown once.

    Earlier secrets go on signing beside it until they end or are revoked.
    """
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    SigningSecret.objects.create(tenant=tenant, sealed_secret=seal(secret))
    return secret


def revoke_signing_secret(secret: SigningSecret, *, now: datetime) -> bool:
    """Sign nothing with the secret from now on; False when it was revoked already."""
    in_use = SigningSecret.objects.filter(pk=secret.pk, revoked_at__isnull=True)
    return bool(in_use.update(revoked_at=now))


def rotate_signing_secret(secret: SigningSecret, *, ends_at: datetime, now: datetime) -> str:
    """Let a new secret sign beside this one, which signs until ends_at; returns the new one.

    An end that has come revokes it at once. One that was to end sooner still does.
    """
    with transaction.atomic():
        if ends_at <= now:
            revoke_signing_secret(secret, now=now)
        else:
            later = Q(expires_at__isnull=True) | Q(expires_at__gt=ends_at)
            SigningSecret.objects.filter(later, pk=secret.pk).update(expires_at=ends_at)
        return create_signing_secret(secret.tenant)


def signature_headers(
    tenant_id: UUID, message_id: str, body: str, *, now: datetime
) -> dict[str, str]:
    """The headers webhook-id, -timestamp and -signature: one signature per secret in use.

    now: decides which secrets are in use. The time stamp is real time and not the product's clock,
    because the receiver compares it with its own. A tenant without a secret gets no
    webhook-signature.
    """
    sent_at = datetime.now(UTC)
    headers = {"webhook-id": message_id, "webhook-timestamp": str(int(sent_at.timestamp()))}
    in_use = SigningSecret.objects.live(now).filter(tenant_id=tenant_id)
    signatures = [
        Webhook(unseal(secret.sealed_secret)).sign(message_id, sent_at, body)
        for secret in in_use.order_by("pk")
    ]
    if signatures:
        headers["webhook-signature"] = " ".join(signatures)
    return headers
