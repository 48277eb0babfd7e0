"""Secrets in the hands of owners: the password again, rotation with an overlap, revocation."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from payment_links import clock
from payment_links.api_secrets import create_api_secret
from payment_links.models import ApiSecret, Merchant, SigningSecret
from tests.back_office import confirmed, member, page
from tests.builders import NOON, make_membership, make_merchant, make_user
from tests.second_step import add_app, code_of
from tests.unrendered import filled_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


@pytest.fixture
def secret(merchant: Merchant) -> ApiSecret:
    create_api_secret(merchant.tenant, now=NOON)
    return ApiSecret.objects.get()


def asks_again(answer: object) -> bool:
    headers: dict[str, str] = answer.headers  # type: ignore[attr-defined]
    return headers.get("Location", "").startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize("view", ["rotate", "revoke"])
def test_pages_about_a_secret_ask_for_the_password(secret: ApiSecret, view: str) -> None:
    client = member(secret.tenant.merchants.get(), "OWNER")

    assert asks_again(client.get(page(ApiSecret, view, secret.pk)))
    assert asks_again(client.post(page(ApiSecret, view, secret.pk), {"ends": "now"}))

    secret.refresh_from_db()
    assert (secret.revoked_at, ApiSecret.objects.count()) == (None, 1)


@pytest.mark.parametrize("model", [ApiSecret, SigningSecret])
def test_making_a_secret_asks_and_then_goes_on_with_the_form(
    merchant: Merchant, model: type[ApiSecret] | type[SigningSecret]
) -> None:
    client = member(merchant, "OWNER")
    asked = client.post(page(model, "add"), {"tenant": merchant.tenant_id})
    assert (asks_again(asked), model.objects.count()) == (True, 0)

    answer = client.post(asked.headers["Location"], {"password": "demo"})

    assert answer.context["secret"]
    assert model.objects.count() == 1


def test_a_wrong_password_goes_nowhere(secret: ApiSecret) -> None:
    client = member(secret.tenant.merchants.get(), "OWNER")
    asked = client.post(page(ApiSecret, "revoke", secret.pk))

    client.post(asked.headers["Location"], {"password": "guess"})

    secret.refresh_from_db()
    assert secret.revoked_at is None


def test_a_code_of_the_app_serves_as_well_as_the_password(secret: ApiSecret) -> None:
    user = make_user("olle")
    make_membership(user, secret.tenant.merchants.get(), "OWNER")
    key = add_app(user)
    client = Client()
    client.force_login(user)
    address = page(ApiSecret, "revoke", secret.pk)
    client.post(address)

    client.post(f"{reverse('mfa_reauthenticate')}?next={address}", {"code": code_of(key)})

    secret.refresh_from_db()
    assert secret.revoked_at is not None


def test_rotating_shows_the_new_secret_and_lets_the_old_one_end(secret: ApiSecret) -> None:
    client = confirmed(member(secret.tenant.merchants.get(), "OWNER"))
    before = clock.now()

    answer = client.post(page(ApiSecret, "rotate", secret.pk), {"ends": "day"})

    secret.refresh_from_db()
    assert answer.context["secret"].endswith(ApiSecret.objects.latest("pk").hint)
    assert answer.content.decode().count(f">{answer.context['secret']}<") == 1
    assert secret.expires_at is not None
    assert timedelta(0) <= secret.expires_at - before - timedelta(hours=24) < timedelta(minutes=1)
    assert "no-store" in answer.headers["Cache-Control"]


def test_rotating_by_now_revokes_the_old_one(secret: ApiSecret) -> None:
    client = confirmed(member(secret.tenant.merchants.get(), "OWNER"))

    client.post(page(ApiSecret, "rotate", secret.pk), {"ends": "now"})

    secret.refresh_from_db()
    assert secret.revoked_at is not None
    assert ApiSecret.objects.live(clock.now()).count() == 1


def test_a_choice_that_was_not_offered_changes_nothing(secret: ApiSecret) -> None:
    client = confirmed(member(secret.tenant.merchants.get(), "OWNER"))

    answer = client.post(page(ApiSecret, "rotate", secret.pk), {"ends": "never"})

    assert (answer.status_code, ApiSecret.objects.count()) == (200, 1)


def test_revoking_asks_before_it_does(secret: ApiSecret) -> None:
    client = confirmed(member(secret.tenant.merchants.get(), "OWNER"))
    address = page(ApiSecret, "revoke", secret.pk)

    shown = client.get(address).content.decode()

    secret.refresh_from_db()
    assert ("cannot be undone" in shown, secret.revoked_at) == (True, None)
    assert client.post(address).headers["Location"] == page(ApiSecret, "changelist")
    assert client.get(address).status_code == 404


def test_whoever_owns_only_some_merchants_of_a_tenant_has_no_say(secret: ApiSecret) -> None:
    own = secret.tenant.merchants.get()
    make_merchant(secret.tenant, name="En till AB")
    client = confirmed(member(own, "OWNER"))

    assert client.get(page(ApiSecret, "changelist")).status_code == 403
    assert client.post(page(ApiSecret, "revoke", secret.pk)).status_code == 404
    secret.refresh_from_db()
    assert secret.revoked_at is None


def test_owners_make_no_secret_for_a_foreign_tenant(merchant: Merchant) -> None:
    foreign = make_merchant(name="Annan AB")
    client = confirmed(member(merchant, "OWNER"))

    client.post(page(ApiSecret, "add"), {"tenant": foreign.tenant_id})

    assert not ApiSecret.objects.exists()


def test_signing_secrets_rotate_too(merchant: Merchant) -> None:
    client = confirmed(member(merchant, "OWNER"))
    client.post(page(SigningSecret, "add"), {"tenant": merchant.tenant_id})
    old = SigningSecret.objects.get()

    answer = client.post(page(SigningSecret, "rotate", old.pk), {"ends": "week"})

    assert answer.context["secret"].startswith("whsec_")
    assert SigningSecret.objects.live(clock.now()).count() == 2
    assert SigningSecret.objects.live(clock.now() + timedelta(days=8)).count() == 1


def test_bank_details_ask_for_the_password_and_keep_the_form(merchant: Merchant) -> None:
    user = make_user("root", is_superuser=True)
    client = Client()
    client.force_login(user)
    form = filled_with(client, page(Merchant, "change", merchant.pk))["adminform"].form
    values = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    address = page(Merchant, "change", merchant.pk) + "?_changelist_filters=q%3DVesuvio"
    asked = client.post(address, {**values, "bankgiro": "5050-1055"})
    merchant.refresh_from_db()
    assert (asks_again(asked), merchant.bankgiro) == (True, "991-2346")

    client.post(asked.headers["Location"], {"password": "demo"})

    merchant.refresh_from_db()
    assert merchant.bankgiro == "5050-1055"
