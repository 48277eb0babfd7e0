"""The demo's tenants with their secrets, its merchants, and the people who sign in."""

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from payment_links.api_secrets import accept_api_secret
from payment_links.demo.shops import (
    LIVE_TENANT_ID,
    OUTDOOR_SHOP,
    SANDBOX_SHOPS,
    SANDBOX_TENANT_ID,
    SHOPS,
)
from payment_links.models import ApiSecret, Membership, Merchant, SigningSecret, Tenant, User
from payment_links.sealing import hash_secret, seal

# These secrets are printed in the documentation: they open the demo and nothing else.
LIVE_API_SECRET = "demo-live-tenant-api-secret"  # noqa: S105
SIGNING_SECRETS = {
    SANDBOX_TENANT_ID: "whsec_ZGVtby1zaWduaW5nLXNlY3JldC1zYW5kYm94LTAx",
    LIVE_TENANT_ID: "whsec_ZGVtby1zaWduaW5nLXNlY3JldC1saXZlLXRlbi0wMQ==",
}
PASSWORD = "demo"  # noqa: S105
Role = Membership.Role
# User name, first and last name, role at each of the sandbox tenant's merchants.
STAFF = (
    ("owner", "Olivia", "Öberg", Role.OWNER),
    ("staff", "Stefan", "Ståhl", Role.STAFF),
    ("finance", "Filippa", "Fransson", Role.FINANCE),
    ("support", "Samir", "Sundin", Role.SUPPORT),
    ("accountant", "Agneta", "Räknevall", Role.ACCOUNTANT),
)


def make_accounts(live_payments_api_secret: str, now: datetime) -> None:
    """Make what is missing; what is there keeps what people changed.

    live_payments_api_secret: what the live tenant presents to the payments service.
    """
    with transaction.atomic():
        _make_tenants(live_payments_api_secret, now)
        for shop in SHOPS:
            Merchant.objects.get_or_create(
                pk=shop.id,
                defaults={
                    "tenant_id": shop.tenant_id,
                    "payment_provider_methods": list(shop.methods),
                    **shop.record,
                },
            )
        _make_people()


def _make_tenants(live_payments_api_secret: str, now: datetime) -> None:
    Tenant.objects.get_or_create(
        pk=SANDBOX_TENANT_ID,
        defaults={"name": "Sandbox tenant", "mode": Tenant.Mode.SANDBOX},
    )
    live, _is_new = Tenant.objects.get_or_create(
        pk=LIVE_TENANT_ID,
        defaults={
            "name": "Live tenant",
            "mode": Tenant.Mode.LIVE,
            "sealed_payments_api_secret": seal(live_payments_api_secret),
        },
    )
    if not ApiSecret.objects.filter(hashed_secret=hash_secret(LIVE_API_SECRET)).exists():
        accept_api_secret(live, LIVE_API_SECRET, now=now)
    for tenant_id, secret in SIGNING_SECRETS.items():
        if not SigningSecret.objects.filter(tenant_id=tenant_id).exists():
            SigningSecret.objects.create(tenant_id=tenant_id, sealed_secret=seal(secret))


def _make_people() -> None:
    people = [_person("admin", is_superuser=True)]
    for username, first_name, last_name, role in STAFF:
        person = _person(username, first_name=first_name, last_name=last_name)
        people.append(person)
        for shop in SANDBOX_SHOPS:
            Membership.objects.get_or_create(
                user=person[0], merchant_id=shop.id, defaults={"role": role}
            )
    # Somebody of another tenant, so that the others' pages can be seen to be closed to them.
    outsider = _person("outsider", first_name="Ulf", last_name="Utanför")
    people.append(outsider)
    Membership.objects.get_or_create(
        user=outsider[0], merchant_id=OUTDOOR_SHOP.id, defaults={"role": Role.OWNER}
    )
    _give_password([user for user, is_new in people if is_new])


def _person(username: str, **values: Any) -> tuple[User, bool]:
    defaults = {"is_staff": True, "email": f"{username}@example.com", **values}
    return User.objects.get_or_create(username=username, defaults=defaults)


def _give_password(users: list[User]) -> None:
    """One hash for all of them: everybody knows the password, and hashing is slow on purpose."""
    if users:
        password = make_password(PASSWORD)
        User.objects.filter(pk__in=[user.pk for user in users]).update(password=password)
