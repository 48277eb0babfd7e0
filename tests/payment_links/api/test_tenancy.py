"""Another tenant's link does not exist, on every route; a route without an entry fails."""

from typing import Any

import pytest
from django.urls import URLResolver, get_resolver

from payment_links.models import IdempotencyKey
from tests.builders import make_link, make_merchant, make_tenant
from tests.payment_links.api.calls import Api, listed

pytestmark = pytest.mark.django_db

# Route → its methods with a body that would be accepted for one's own link.
ROUTES: dict[str, dict[str, Any]] = {
    "payment_links/<str:payment_link_id>": {"get": None},
    "payment_links/<str:payment_link_id>/cancel": {"put": {}},
    "payment_links/<str:payment_link_id>/distribute": {
        "put": {"methods": ["sms"], "customer_phone": "0701740615"}
    },
    "payment_links/<str:payment_link_id>/payments": {
        "post": {"provider": "swish", "method": "m_commerce"}
    },
    "payment_links/<str:payment_link_id>/invoice": {"get": None, "put": {"reference_type": "OCR"}},
    "payment_links/<str:payment_link_id>/credit_notes": {"get": None, "post": {"reason": "Wrong"}},
    "payment_links/<str:payment_link_id>/receipt": {"get": None},
}
CALLS = [
    pytest.param(route, method, body, id=f"{method} {route}")
    for route, methods in ROUTES.items()
    for method, body in methods.items()
]
NOT_FOUND = {
    "error": "not_found",
    "description": "There is no payment link with this id.",
    "property": "",
}


def _send(api: Api, method: str, path: str, body: Any) -> Any:
    return getattr(api, method)(path, *([] if body is None else [body]))


def test_every_route_with_a_link_id_has_an_entry() -> None:
    routes = {
        str(pattern.pattern)
        for resolver in get_resolver().url_patterns
        if isinstance(resolver, URLResolver) and str(resolver.pattern) == "api/v1/"
        for pattern in resolver.url_patterns
        if "<" in str(pattern.pattern)
    }

    assert routes == set(ROUTES)


@pytest.mark.parametrize(("route", "method", "body"), CALLS)
def test_link_of_another_tenant_is_not_found(route: str, method: str, body: Any) -> None:
    theirs = make_link()
    path = f"/api/v1/{route.replace('<str:payment_link_id>', str(theirs.pk))}"

    response = _send(Api(make_tenant().pk), method, path, body)

    assert response.status_code == 404
    assert response.json() == {"errors": [NOT_FOUND], **NOT_FOUND}


@pytest.mark.parametrize(("route", "method", "body"), CALLS)
def test_own_link_is_found(route: str, method: str, body: Any) -> None:
    """The control: the same call does not end at the lookup for the link's own tenant."""
    link = make_link(status="EXPIRED")
    path = f"/api/v1/{route.replace('<str:payment_link_id>', str(link.pk))}"

    response = _send(Api(link.tenant_id), method, path, body)

    is_found = method == "get" and route.endswith((">", "credit_notes"))
    assert response.status_code == (200 if is_found else 403)


def test_list_holds_own_links_only() -> None:
    link, _theirs = make_link(), make_link()

    links = listed(Api(link.tenant_id).get("/api/v1/payment_links"))

    assert [shown["payment_link_id"] for shown in links] == [str(link.pk)]


def test_filters_do_not_reach_into_another_tenant() -> None:
    theirs = make_link(make_merchant(), customer={"email": "same@example.com"})
    api = Api(make_tenant().pk)

    queries = [f"merchant_id={theirs.merchant_id}", "customer_email=same@example.com"]

    assert [listed(api.get(f"/api/v1/payment_links?{query}")) for query in queries] == [[], []]


def test_same_key_of_another_tenant_is_another_key() -> None:
    mine, theirs = make_link(), make_link()

    for link in (mine, theirs):
        Api(link.tenant_id).put(
            f"/api/v1/payment_links/{link.pk}/cancel", headers={"idempotency-key": "one"}
        )

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert IdempotencyKey.objects.count() == 2
    assert (mine.status, theirs.status) == ("CANCELLED", "CANCELLED")
