"""Who is let in, what the others are told, and the header on its way through the server."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from payment_links import clock, sealing
from payment_links.models import ActorKind, ApiSecret, Tenant
from tests.builders import make_demo_merchant, make_link, make_tenant
from tests.doors import Sandbox
from tests.payment_links.api.calls import LINKS, Api

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_earlier_failures() -> None:
    caches["process"].clear()


def _secret(tenant: Tenant, secret: str, **values: Any) -> ApiSecret:
    hashed = sealing.hash_secret(secret)
    return ApiSecret.objects.create(tenant=tenant, hashed_secret=hashed, **values)


def _error(response: Any) -> tuple[int, str, str]:
    body = response.json()
    return response.status_code, body["error"], body["description"]


BAD = (401, "invalid_credentials", "The credentials are missing or not valid.")


def test_missing_header_is_told_apart() -> None:
    response = Client().get(LINKS)

    assert response.headers["WWW-Authenticate"] == "tenant_id"
    assert _error(response) == (
        401,
        "invalid_credentials",
        "tenant_id header was not received; a proxy may drop headers with underscores",
    )


def test_both_spellings_of_one_tenant_are_one_tenant() -> None:
    tenant, other = make_tenant(), make_tenant()

    assert Client(headers={"tenant-id": f"{tenant.pk},{tenant.pk}"}).get(LINKS).status_code == 200
    assert _error(Client(headers={"tenant-id": f"{tenant.pk},{other.pk}"}).get(LINKS)) == BAD


def test_every_kind_of_bad_credentials_has_the_same_answer() -> None:
    sandbox, live = make_tenant(), make_tenant(mode="LIVE")
    closed = make_tenant(is_active=False)
    _secret(live, "right")
    unknown = "122da843-346e-4693-a7ef-985b8444156b"

    answers = [
        _error(Api(sandbox.pk, x_api_secret="wrong").get(LINKS)),
        _error(Api(live.pk).get(LINKS)),
        _error(Api(live.pk, x_api_secret="wrong").get(LINKS)),
        _error(Api(closed.pk).get(LINKS)),
        _error(Client(headers={"tenant-id": unknown}).get(LINKS)),
        _error(Client(headers={"tenant-id": "\u0000"}).get(LINKS)),
    ]

    assert answers == [BAD] * 6


def test_two_secrets_are_live_at_a_time() -> None:
    live = make_tenant(mode="LIVE")
    _secret(live, "old")
    _secret(live, "new")

    statuses = [Api(live.pk, x_api_secret=s).get(LINKS).status_code for s in ("old", "new")]

    assert statuses == [200, 200]


def test_revoked_secret_is_refused() -> None:
    live = make_tenant(mode="LIVE")
    _secret(live, "old", revoked_at=clock.now())

    assert _error(Api(live.pk, x_api_secret="old").get(LINKS)) == BAD


def test_secret_is_refused_from_its_end_on(monkeypatch: pytest.MonkeyPatch) -> None:
    live, end = make_tenant(mode="LIVE"), clock.now() + timedelta(hours=1)
    _secret(live, "old", expires_at=end)
    api = Api(live.pk, x_api_secret="old")

    assert api.get(LINKS).status_code == 200
    monkeypatch.setattr(clock, "now", lambda: end)

    assert _error(api.get(LINKS)) == BAD


def test_secret_of_another_tenant_is_refused() -> None:
    live = make_tenant(mode="LIVE")
    _secret(make_tenant(mode="LIVE"), "theirs")

    assert _error(Api(live.pk, x_api_secret="theirs").get(LINKS)) == BAD


def test_use_of_a_secret_is_noted_once_a_minute() -> None:
    live = make_tenant(mode="LIVE")
    recently, long_ago = (clock.now() - timedelta(seconds=n) for n in (30, 90))
    fresh = _secret(live, "fresh", last_used_at=recently)
    stale = _secret(live, "stale", last_used_at=long_ago)

    for secret in ("fresh", "stale"):
        Api(live.pk, x_api_secret=secret).get(LINKS)

    fresh.refresh_from_db()
    stale.refresh_from_db()
    assert fresh.last_used_at == recently
    assert stale.last_used_at is not None
    assert stale.last_used_at > recently


def test_eleventh_failure_in_a_minute_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    live = make_tenant(mode="LIVE")
    _secret(live, "right")
    start = clock.now().replace(second=20, microsecond=0)
    monkeypatch.setattr(clock, "now", lambda: start)
    failures = [Api(live.pk, x_api_secret="wrong").get(LINKS).status_code for _ in range(10)]

    limited = Api(live.pk, x_api_secret="right").get(LINKS)

    assert failures == [401] * 10
    assert (limited.status_code, limited.json()["error"]) == (429, "rate_limited")
    assert limited.headers["Retry-After"] == "40"


def test_limit_ends_with_the_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    live = make_tenant(mode="LIVE")
    _secret(live, "right")
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start)
    for _ in range(11):
        Api(live.pk, x_api_secret="wrong").get(LINKS)

    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=1))

    assert Api(live.pk, x_api_secret="right").get(LINKS).status_code == 200


def test_limit_of_one_address_leaves_others_alone() -> None:
    live = make_tenant(mode="LIVE")
    _secret(live, "right")
    for _ in range(11):
        Api(live.pk, x_api_secret="wrong").get(LINKS)

    elsewhere = Api(live.pk, x_api_secret="right").get(LINKS, REMOTE_ADDR="192.0.2.7")

    assert elsewhere.status_code == 200


@pytest.mark.parametrize(("trusted", "statuses"), [(True, [401, 200]), (False, [429, 429])])
def test_failures_behind_a_trusted_proxy_count_for_their_caller(
    settings: Any, trusted: bool, statuses: list[int]
) -> None:
    settings.TRUST_X_FORWARDED_FOR = trusted
    live = make_tenant(mode="LIVE")
    _secret(live, "right")
    for n in range(10):
        told = f"192.0.2.{n}, 198.51.100.1"
        Api(live.pk, x_api_secret="wrong").get(LINKS, HTTP_X_FORWARDED_FOR=told)

    answers = [
        Api(live.pk, x_api_secret="wrong").get(LINKS, HTTP_X_FORWARDED_FOR="198.51.100.2"),
        Api(live.pk, x_api_secret="right").get(LINKS, HTTP_X_FORWARDED_FOR="198.51.100.3"),
    ]

    assert [answer.status_code for answer in answers] == statuses


def test_caller_cannot_hide_behind_made_up_addresses(settings: Any) -> None:
    settings.TRUST_X_FORWARDED_FOR = True
    live = make_tenant(mode="LIVE")
    statuses = [
        Api(live.pk, x_api_secret="wrong")
        .get(LINKS, HTTP_X_FORWARDED_FOR=f"192.0.2.{n}, 198.51.100.1")
        .status_code
        for n in range(11)
    ]

    assert statuses == [401] * 10 + [429]


def _pay(link_id: Any, token: str, **headers: str) -> Any:
    return Client(headers={"authorization": f"Bearer {token}", **headers}).post(
        f"{LINKS}/{link_id}/payments",
        '{"provider": "swish", "method": "m_commerce"}',
        content_type="application/json",
    )


@pytest.mark.django_db(databases=["default", "sandbox"])
def test_checkout_token_opens_the_payments_of_its_link(sandbox: Sandbox) -> None:
    link = make_link(make_demo_merchant())

    response = _pay(link.pk, link.checkout_token)

    entries = link.timeline.filter(actor=ActorKind.PAYER)
    assert response.status_code == 200
    assert [entry.event for entry in entries] == ["PAYMENT_STARTED"]


def test_checkout_token_opens_nothing_else() -> None:
    link, other = make_link(), make_link()

    client = Client(headers={"authorization": f"Bearer {link.checkout_token}"})
    answers = [_pay(other.pk, link.checkout_token), client.get(f"{LINKS}/{link.pk}")]

    assert [answer.status_code for answer in answers] == [401, 401]


def test_wrong_checkout_tokens_are_limited() -> None:
    link = make_link()
    statuses = [_pay(link.pk, f"guess-{n}").status_code for n in range(11)]

    assert statuses == [401] * 10 + [429]
