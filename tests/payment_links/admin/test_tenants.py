"""Secrets of tenants: made for superusers, shown once, revoked, never shown again."""

import pytest
from django.test import Client
from django.utils import timezone

from payment_links.models import ApiSecret, SigningSecret, Tenant
from payment_links.sealing import matches_hash, unseal
from tests.back_office import confirmed, page, superuser
from tests.builders import make_tenant
from tests.unrendered import filled_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant(name="Plattformen AB")


@pytest.fixture
def root() -> Client:
    return confirmed(superuser())


def revoke(client: Client, secret: ApiSecret | SigningSecret) -> None:
    """Press the button of the page that asks first."""
    client.post(page(type(secret), "revoke", secret.pk))


def test_a_new_api_secret_is_shown_once(tenant: Tenant, root: Client) -> None:
    answer = root.post(page(ApiSecret, "add"), {"tenant": tenant.pk})

    kept = ApiSecret.objects.get()
    shown = answer.context["secret"]
    assert matches_hash(shown, kept.hashed_secret)
    assert answer.content.decode().count(f">{shown}<") == 1
    assert shown not in root.get(page(ApiSecret, "changelist")).content.decode()
    assert shown not in root.get(page(ApiSecret, "change", kept.pk)).content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_new_signing_secret_is_shown_once(tenant: Tenant, root: Client) -> None:
    answer = root.post(page(SigningSecret, "add"), {"tenant": tenant.pk})

    kept = SigningSecret.objects.get()
    assert answer.context["secret"].startswith("whsec_")
    assert unseal(kept.sealed_secret) == answer.context["secret"]
    again = root.get(page(SigningSecret, "change", kept.pk)).content.decode()
    assert kept.sealed_secret not in again


def test_a_third_live_api_secret_is_refused(tenant: Tenant, root: Client) -> None:
    for _number in range(2):
        root.post(page(ApiSecret, "add"), {"tenant": tenant.pk})

    answer = root.post(page(ApiSecret, "add"), {"tenant": tenant.pk})

    assert "Revoke one first" in answer.content.decode()
    assert ApiSecret.objects.count() == 2


def test_a_revoked_secret_makes_room_for_a_new_one(tenant: Tenant, root: Client) -> None:
    for _number in range(2):
        root.post(page(ApiSecret, "add"), {"tenant": tenant.pk})

    revoke(root, ApiSecret.objects.earliest("pk"))
    root.post(page(ApiSecret, "add"), {"tenant": tenant.pk})

    revoked = ApiSecret.objects.order_by("pk").values_list("revoked_at", flat=True)
    assert [moment is not None for moment in revoked] == [True, False, False]


def test_revoking_twice_keeps_the_first_time(tenant: Tenant, root: Client) -> None:
    earlier = timezone.now()
    secret = SigningSecret.objects.create(tenant=tenant, sealed_secret="x", revoked_at=earlier)

    revoke(root, secret)

    secret.refresh_from_db()
    assert secret.revoked_at == earlier


def test_a_form_without_a_tenant_makes_nothing(root: Client) -> None:
    answer = root.post(page(ApiSecret, "add"), {"tenant": ""})

    assert (answer.status_code, ApiSecret.objects.count()) == (200, 0)


def test_superusers_change_a_tenants_mode(tenant: Tenant, root: Client) -> None:
    form = filled_with(root, page(Tenant, "change", tenant.pk))["adminform"].form
    values = {name: form[name].value() for name in form.fields}

    root.post(
        page(Tenant, "change", tenant.pk), {**values, "mode": "LIVE", "sms_countries": "SE, no"}
    )

    tenant.refresh_from_db()
    assert (tenant.mode, tenant.sms_countries) == ("LIVE", ["SE", "NO"])


def test_countries_that_are_none_are_refused(tenant: Tenant, root: Client) -> None:
    form = filled_with(root, page(Tenant, "change", tenant.pk))["adminform"].form
    values = {name: form[name].value() for name in form.fields}

    answer = root.post(
        page(Tenant, "change", tenant.pk), {**values, "sms_countries": "Sweden", "mode": "LIVE"}
    )

    assert values["sms_countries"] == "SE, NO, DK, FI"
    faults = answer.context["adminform"].form.errors
    assert faults == {"sms_countries": ["Write countries with two letters each, as in SE, NO."]}
    tenant.refresh_from_db()
    assert tenant.mode == "SANDBOX"


def test_a_tenant_that_is_not_there_yet_shows_no_id(root: Client) -> None:
    shown = filled_with(root, page(Tenant, "add"))["adminform"]

    fields = shown.fieldsets[0][1]["fields"]
    assert ("id" in fields, "created_at" in fields, "name" in fields) == (False, False, True)
    assert shown.form["sms_countries"].value() == "SE, NO, DK, FI"
