"""API secrets: hashed, at most two in use, revoked for good."""

from datetime import timedelta

import pytest

from payment_links.api_secrets import (
    SecretOverError,
    TooManyApiSecretsError,
    accept_api_secret,
    create_api_secret,
    revoke_api_secret,
    rotate_api_secret,
)
from payment_links.models import ApiSecret
from payment_links.sealing import hash_secret
from tests.builders import NOON, make_tenant

pytestmark = pytest.mark.django_db


def test_only_the_hash_and_the_end_are_kept() -> None:
    secret = create_api_secret(make_tenant(), now=NOON)

    kept = ApiSecret.objects.get()
    assert secret.startswith("pls_")
    assert len(secret) >= 40
    assert (kept.hashed_secret, kept.hint) == (hash_secret(secret), secret[-4:])


def test_two_secrets_of_a_tenant_differ() -> None:
    tenant = make_tenant()

    assert create_api_secret(tenant, now=NOON) != create_api_secret(tenant, now=NOON)


def test_a_third_secret_waits_until_one_is_revoked() -> None:
    tenant = make_tenant()
    first = accept_api_secret(tenant, "first secret", now=NOON)
    accept_api_secret(tenant, "second secret", now=NOON)

    with pytest.raises(TooManyApiSecretsError):
        accept_api_secret(tenant, "third secret", now=NOON)

    assert revoke_api_secret(first, now=NOON)
    accept_api_secret(tenant, "third secret", now=NOON)
    assert ApiSecret.objects.filter(revoked_at__isnull=True).count() == 2


def test_another_tenants_secrets_do_not_count() -> None:
    for _number in range(2):
        tenant = make_tenant()
        create_api_secret(tenant, now=NOON)
        create_api_secret(tenant, now=NOON)

    assert ApiSecret.objects.count() == 4


def test_a_revoked_secret_stays_revoked() -> None:
    secret = accept_api_secret(make_tenant(), "a secret", now=NOON)

    assert revoke_api_secret(secret, now=NOON) is True
    assert revoke_api_secret(secret, now=NOON.replace(hour=13)) is False

    secret.refresh_from_db()
    assert secret.revoked_at == NOON


def test_both_secrets_count_until_the_old_one_ends() -> None:
    old = accept_api_secret(make_tenant(), "old secret", now=NOON)
    tomorrow = NOON + timedelta(days=1)

    rotate_api_secret(old, ends_at=tomorrow, now=NOON)

    assert ApiSecret.objects.live(NOON).count() == 2
    assert [kept.pk for kept in ApiSecret.objects.live(tomorrow)] != [old.pk]
    assert ApiSecret.objects.live(tomorrow).count() == 1


def test_an_ended_secret_makes_room_for_a_new_one() -> None:
    tenant = make_tenant()
    old = accept_api_secret(tenant, "old secret", now=NOON)
    rotate_api_secret(old, ends_at=NOON + timedelta(days=1), now=NOON)

    with pytest.raises(TooManyApiSecretsError):
        create_api_secret(tenant, now=NOON)

    create_api_secret(tenant, now=NOON + timedelta(days=1))


def test_an_end_is_never_put_off() -> None:
    tenant = make_tenant()
    old = accept_api_secret(tenant, "old secret", now=NOON)
    rotate_api_secret(old, ends_at=NOON + timedelta(days=1), now=NOON)
    revoke_api_secret(ApiSecret.objects.latest("pk"), now=NOON)

    rotate_api_secret(old, ends_at=NOON + timedelta(days=7), now=NOON)

    old.refresh_from_db()
    assert old.expires_at == NOON + timedelta(days=1)


def test_a_revoked_secret_is_not_rotated() -> None:
    old = accept_api_secret(make_tenant(), "old secret", now=NOON)
    revoke_api_secret(old, now=NOON)

    with pytest.raises(SecretOverError):
        rotate_api_secret(old, ends_at=NOON + timedelta(days=1), now=NOON)

    assert ApiSecret.objects.count() == 1
