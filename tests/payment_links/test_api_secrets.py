"""API secrets: hashed, at most two in use, revoked for good."""

import pytest

from payment_links.api_secrets import (
    TooManyApiSecretsError,
    accept_api_secret,
    create_api_secret,
    revoke_api_secret,
)
from payment_links.models import ApiSecret
from payment_links.sealing import hash_secret
from tests.builders import NOON, make_tenant

pytestmark = pytest.mark.django_db


def test_only_the_hash_and_the_end_are_kept() -> None:
    secret = create_api_secret(make_tenant())

    kept = ApiSecret.objects.get()
    assert secret.startswith("pls_")
    assert len(secret) >= 40
    assert (kept.hashed_secret, kept.hint) == (hash_secret(secret), secret[-4:])


def test_two_secrets_of_a_tenant_differ() -> None:
    tenant = make_tenant()

    assert create_api_secret(tenant) != create_api_secret(tenant)


def test_a_third_secret_waits_until_one_is_revoked() -> None:
    tenant = make_tenant()
    first = accept_api_secret(tenant, "first secret")
    accept_api_secret(tenant, "second secret")

    with pytest.raises(TooManyApiSecretsError):
        accept_api_secret(tenant, "third secret")

    assert revoke_api_secret(first, now=NOON)
    accept_api_secret(tenant, "third secret")
    assert ApiSecret.objects.filter(revoked_at__isnull=True).count() == 2


def test_another_tenants_secrets_do_not_count() -> None:
    for _number in range(2):
        tenant = make_tenant()
        create_api_secret(tenant)
        create_api_secret(tenant)

    assert ApiSecret.objects.count() == 4


def test_a_revoked_secret_stays_revoked() -> None:
    secret = accept_api_secret(make_tenant(), "a secret")

    assert revoke_api_secret(secret, now=NOON) is True
    assert revoke_api_secret(secret, now=NOON.replace(hour=13)) is False

    secret.refresh_from_db()
    assert secret.revoked_at == NOON
