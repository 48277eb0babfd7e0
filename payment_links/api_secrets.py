"""The API secrets of tenants: made here, shown once, kept as hashes, at most two in use."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from payment_links.errors import DomainError
from payment_links.models import ApiSecret, Tenant
from payment_links.sealing import hash_secret

SECRETS_IN_USE = 2
SECRET_BYTES = 32


class TooManyApiSecretsError(DomainError):
    """Two secrets overlap during a rotation; a third would only be one nobody looks after."""

    description = _("The tenant has two API secrets in use. Revoke one first.")


class SecretOverError(DomainError):
    """There is nothing to rotate: somebody was quicker, or its end has come."""

    description = _("This secret does not count any more: make a new one instead.")


def create_api_secret(tenant: Tenant, *, now: datetime) -> str:
    """Give the tenant a new API secret; returns it, to be shown once.

    Earlier secrets stay valid until they end or are revoked. Raises TooManyApiSecretsError when
    two are in use.
    """
    secret = _new_secret()
    accept_api_secret(tenant, secret, now=now)
    return secret


def accept_api_secret(tenant: Tenant, secret: str, *, now: datetime) -> ApiSecret:
    """Accept a given secret of the tenant from now on; for secrets that were agreed elsewhere.

    Raises TooManyApiSecretsError when two are in use.
    """
    with transaction.atomic():
        _lock(tenant)
        return _add(tenant, secret, now)


def rotate_api_secret(secret: ApiSecret, *, ends_at: datetime, now: datetime) -> str:
    """Put a new API secret beside this one, which ends at ends_at; returns it, to be shown once.

    An end that has come revokes it at once. One that was to end sooner still does. Raises
    SecretOverError and TooManyApiSecretsError.
    """
    new_secret = _new_secret()
    with transaction.atomic():
        _lock(secret.tenant)
        old = ApiSecret.objects.live(now).filter(pk=secret.pk).first()
        if old is None:
            raise SecretOverError
        if ends_at <= now:
            old.revoked_at = now
        else:
            old.expires_at = min(ends_at, old.expires_at or ends_at)
        old.save(update_fields=["revoked_at", "expires_at"])
        _add(secret.tenant, new_secret, now)
    return new_secret


def revoke_api_secret(secret: ApiSecret, *, now: datetime) -> bool:
    """Refuse the secret from now on; False when it was revoked already."""
    in_use = ApiSecret.objects.filter(pk=secret.pk, revoked_at__isnull=True)
    return bool(in_use.update(revoked_at=now))


def _new_secret() -> str:
    return f"pls_{secrets.token_urlsafe(SECRET_BYTES)}"


def _lock(tenant: Tenant) -> None:
    # no_key: links of the tenant are created meanwhile, and refer to its row.
    Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)


def _add(tenant: Tenant, secret: str, now: datetime) -> ApiSecret:
    """Keep the secret, behind the tenant's lock."""
    if ApiSecret.objects.live(now).filter(tenant=tenant).count() >= SECRETS_IN_USE:
        raise TooManyApiSecretsError
    return ApiSecret.objects.create(
        tenant=tenant, hashed_secret=hash_secret(secret), hint=secret[-4:]
    )
