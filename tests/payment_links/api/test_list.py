"""GET /payment_links: the bare array, its filters, pages and cursors, and the whole of it."""

import json
import tracemalloc
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payment_links.api import streaming
from payment_links.models import Item, Merchant, PaymentLink
from tests.builders import NOK_ORDER_ID, NOON, TODAY, make_customer, make_link, make_merchant
from tests.payment_links.api.calls import LINKS, Api, listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


@pytest.fixture
def api(merchant: Merchant) -> Api:
    return Api(merchant.tenant_id)


def _ids(links: list[dict[str, Any]]) -> list[str]:
    return [link["payment_link_id"] for link in links]


def _make_many(merchant: Merchant, count: int) -> None:
    """Links of different ages, amounts and due dates, with ties and links without a due date."""
    customer = make_customer(merchant)
    links = PaymentLink.objects.bulk_create(
        PaymentLink(
            tenant=merchant.tenant,
            merchant=merchant,
            customer=customer,
            currency="SEK",
            total_amount=1000 + number % 7,
            due_date=None if number % 5 == 0 else TODAY + timedelta(days=number % 3),
            expires_at=NOON,
            payment_order_id=NOK_ORDER_ID,
            created_at=NOON - timedelta(minutes=number // 2),
        )
        for number in range(count)
    )
    Item.objects.bulk_create(
        Item(
            payment_link=link,
            position=0,
            description="A",
            price=1,
            quantity=1,
            vat=0,
            amount=1,
            merchant=merchant,
        )
        for link in links
    )


def test_list_is_a_bare_array_newest_first(api: Api, merchant: Merchant) -> None:
    old = make_link(merchant, created_at=NOON - timedelta(days=1))
    new = make_link(merchant)

    response = api.get(LINKS)

    assert response.headers["Content-Type"] == "application/json"
    assert _ids(listed(response)) == [str(new.pk), str(old.pk)]


def test_empty_list_is_an_empty_array(api: Api) -> None:
    assert api.get(LINKS).getvalue() == b"[]"
    assert api.get(f"{LINKS}?limit=10").content == b"[]"


def test_streamed_link_equals_the_single_one(api: Api, merchant: Merchant) -> None:
    link = make_link(merchant, metadata={"a": [1, 2.5, None, "ö"]})

    single = api.get(f"{LINKS}/{link.pk}").json()

    assert listed(api.get(LINKS)) == [single]
    assert api.get(f"{LINKS}?limit=1").json() == [single]


def test_delivered_is_spelt_as_the_tenant_wants(api: Api, merchant: Merchant) -> None:
    make_link(merchant, sms_status="DELIVERED")
    plain = listed(api.get(LINKS))[0]["sms_status"]

    merchant.tenant.spells_delivered_without_e = True
    merchant.tenant.save(update_fields=["spells_delivered_without_e"])

    assert (plain, listed(api.get(LINKS))[0]["sms_status"]) == ("DELIVERED", "DELIVERD")


@pytest.mark.parametrize(
    "query",
    [
        "status=CANCELLED",
        "currency=NOK",
        "ocr=12345",
        f"payment_order_id={NOK_ORDER_ID}",
        "customer_email=ANNA@example.COM",
        "customer_phone=070-999",
        "created_at_from=2026-11-23",
        "created_at_from=2026-11-23T00:00:00%2B01:00",
        "updated_since=2026-11-23T08:30:00Z",
        "due_date_from=2027-01-10",
        "due_date_from=2027-01-10&due_date_to=2027-01-10",
        "total_amount_min=20000",
        "total_amount_min=20000&total_amount_max=20000",
        "created_at_from=2026-11-23&created_at_to=2026-11-23",
    ],
)
def test_filter_finds_the_one_link(api: Api, merchant: Merchant, query: str) -> None:
    other = make_link(merchant)
    PaymentLink.objects.filter(pk=other.pk).update(updated_at=NOON)
    wanted = make_link(
        merchant,
        items=[("Bok", 20000, 1, "6")],
        customer={"email": "anna@example.com", "phone": "070-999"},
        status="CANCELLED",
        currency="NOK",
        ocr="12345",
        payment_order_id=NOK_ORDER_ID,
        due_date="2027-01-10",
        created_at=NOON + timedelta(days=1),
    )
    PaymentLink.objects.filter(pk=wanted.pk).update(updated_at=NOON + timedelta(days=1))

    assert _ids(listed(api.get(f"{LINKS}?{query}"))) == [str(wanted.pk)]


@pytest.mark.parametrize("typed", ["Åsa@Example.com", "ÅSA@EXAMPLE.COM"])
def test_filter_finds_an_address_that_begins_with_a_swedish_capital(
    api: Api, merchant: Merchant, typed: str
) -> None:
    link = make_link(merchant, customer={"email": "Åsa@Example.com"})

    assert _ids(listed(api.get(f"{LINKS}?customer_email={quote(typed)}"))) == [str(link.pk)]


@pytest.mark.parametrize(
    "query", ["created_at_to=2026-11-21", "due_date_to=2026-11-21", "total_amount_max=13999"]
)
def test_upper_bound_leaves_out_what_lies_above(api: Api, merchant: Merchant, query: str) -> None:
    make_link(merchant)

    assert listed(api.get(f"{LINKS}?{query}")) == []


def test_merchant_filter_finds_shared_links_too(api: Api, merchant: Merchant) -> None:
    other = make_merchant(merchant.tenant)
    make_link(merchant)
    shared = make_link(merchant, has_one_merchant=False)
    shared.items.update(merchant=other)

    found = listed(api.get(f"{LINKS}?merchant_id={other.pk}"))

    assert _ids(found) == [str(shared.pk)]


ORDERINGS = [
    sign + column
    for column in ("created_at", "due_date", "total_amount", "updated_at")
    for sign in ("", "-")
]


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_cursor_walks_through_the_whole_list(api: Api, merchant: Merchant, ordering: str) -> None:
    _make_many(merchant, 23)
    whole = listed(api.get(f"{LINKS}?ordering={ordering}"))

    walked, path = [], f"{LINKS}?ordering={ordering}&limit=4&currency=SEK"
    while path:
        response = api.get(path)
        walked += response.json()
        link = response.headers.get("Link", "")
        address = urlsplit(link.removeprefix("<").partition(">")[0])
        path = f"{address.path}?{address.query}" if link else ""

    assert len(whole) == 23
    assert _ids(walked) == _ids(whole)


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_list_is_ordered(api: Api, merchant: Merchant, ordering: str) -> None:
    _make_many(merchant, 9)
    column = ordering.removeprefix("-")

    values = [link[column] for link in listed(api.get(f"{LINKS}?ordering={ordering}"))]

    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=ordering.startswith("-"))
    assert values[len(known) :] == [None] * (len(values) - len(known))


def test_last_page_has_no_next(api: Api, merchant: Merchant) -> None:
    _make_many(merchant, 4)

    assert "Link" not in api.get(f"{LINKS}?limit=4").headers
    assert 'rel="next"' in api.get(f"{LINKS}?limit=3").headers["Link"]


def test_cursor_of_another_ordering_is_refused(api: Api, merchant: Merchant) -> None:
    _make_many(merchant, 3)
    link = api.get(f"{LINKS}?limit=1").headers["Link"]
    path = link.removeprefix("<").partition(">")[0].removeprefix("http://testserver")

    response = api.get(f"{path}&ordering=due_date")

    assert response.status_code == 422
    assert (response.json()["error"], response.json()["property"]) == ("invalid_value", "cursor")


def test_page_costs_three_queries(api: Api, merchant: Merchant) -> None:
    _make_many(merchant, 60)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        api.get(f"{LINKS}?limit=50")

    # The tenant, the links, their items.
    assert len(queries) == 3


def test_long_list_is_streamed_in_pages(
    api: Api, merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "PAGE_SIZE", 5)
    monkeypatch.setattr("payment_links.api.views.links.PAGE_SIZE", 5)
    _make_many(merchant, 12)

    with CaptureQueriesContext(connection) as queries:
        content = api.get(LINKS).getvalue()

    assert len(set(_ids(json.loads(content)))) == 12
    assert len(queries) == 1 + 3 * 2


@pytest.mark.parametrize("count", [4, 5, 10])
def test_list_of_whole_pages_is_valid(
    api: Api, merchant: Merchant, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(streaming, "PAGE_SIZE", 5)
    monkeypatch.setattr("payment_links.api.views.links.PAGE_SIZE", 5)
    _make_many(merchant, count)

    assert len(listed(api.get(LINKS))) == count


def test_stream_holds_a_page_at_a_time(api: Api, merchant: Merchant) -> None:
    _make_many(merchant, 2000)
    response = api.get(LINKS)

    tracemalloc.start()
    size = sum(len(chunk) for chunk in response)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert size > 2_000_000
    assert peak < 8_000_000


def test_one_long_list_at_a_time(
    api: Api, merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "PAGE_SIZE", 1)
    monkeypatch.setattr("payment_links.api.views.links.PAGE_SIZE", 1)
    make_link(merchant)
    under_way = streaming.LinkStream(merchant.tenant_id, iter([[{}]]), lambda rows: rows)

    refused = api.get(LINKS)
    under_way.close()
    again = api.get(LINKS)

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "5")
    assert len(listed(again)) == 1


def test_head_sends_no_body(api: Api, merchant: Merchant) -> None:
    _make_many(merchant, 3)

    response = api.client.head(LINKS)

    assert response.status_code == 200
