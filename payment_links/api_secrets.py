"""The API secrets of tenants: made here, shown once, kept as hashes, at most two in use."""

import secrets
from datetime import datetime

from django.db import transaction

from payment_links.errors import DomainError
from payment_links.models import ApiSecret, Tenant
from payment_links.sealing import hash_secret

SECRETS_IN_USE = 2
SECRET_BYTES = 32


class TooManyApiSecretsError(DomainError):
    """Two secrets overlap during a rotation; a third would only be one nobody looks after."""

    description = "The tenant has two API secrets in use. Revoke one first."


def create_api_secret(tenant: Tenant) -> str:
    """Give the tenant a new API secret; returns it, to be shown once.

    Earlier secrets stay valid until they are revoked. Raises TooManyApiSecretsError when two are
    in use.
    """
    secret = f"pls_{secrets.token_urlsafe(SECRET_BYTES)}"
    accept_api_secret(tenant, secret)
    return secret


def accept_api_secret(tenant: Tenant, secret: str) -> ApiSecret:
    """Accept a given secret of the tenant from now on; for secrets that were agreed elsewhere.

    Raises TooManyApiSecretsError when two are in use.
    """
    with transaction.atomic():
        # no_key: links of the tenant are created meanwhile, and refer to its row.
        Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)
        in_use = ApiSecret.objects.filter(tenant=tenant, revoked_at__isnull=True).count()
        if in_use >= SECRETS_IN_USE:
            raise TooManyApiSecretsError
        return ApiSecret.objects.create(
            tenant=tenant, hashed_secret=hash_secret(secret), hint=secret[-4:]
        )


def revoke_api_secret(secret: ApiSecret, *, now: datetime) -> bool:
    """Refuse the secret from now on; False when it was revoked already."""
    in_use = ApiSecret.objects.filter(pk=secret.pk, revoked_at__isnull=True)
    return bool(in_use.update(revoked_at=now))
