"""POST /payment_links: what is accepted, what is refused, what is written."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from payment_links import sealing
from payment_links.models import ApiSecret, Merchant, PaymentLink, Tenant
from tests.builders import (
    DEMO_MERCHANT_ID,
    LIVE_TENANT_ID,
    NOK_ORDER_ID,
    make_demo_merchant,
    make_merchant,
    make_tenant,
)
from tests.doors import Sandbox
from tests.payment_links.api.calls import LINKS, SEED_PAYLOAD, Api, modern_body

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])


@pytest.fixture
def api(sandbox: Sandbox) -> Api:
    return Api(make_demo_merchant().tenant_id)


def _item(**values: Any) -> dict[str, Any]:
    return {**modern_body()["items"][0], **values}


def _refusal(response: Any) -> tuple[int, str, str]:
    body = response.json()
    assert PaymentLink.objects.count() == 0
    return response.status_code, body["error"], body["property"]


def test_seed_payload_is_accepted_as_printed(api: Api) -> None:
    response = api.post(LINKS, SEED_PAYLOAD)

    link = PaymentLink.objects.get()
    assert response.status_code == 200
    assert response.json() == {"id": str(link.pk), "checkout_url": link.checkout_url}


@pytest.mark.parametrize(
    ("language", "locale"),
    [("SE", "sv-SE"), ("NO", "nb-NO"), ("EN", "en-US"), ("DK", "da-DK"), ("FI", "fi-FI")],
)
def test_legacy_form_takes_the_orders_currency(api: Api, language: str, locale: str) -> None:
    body = modern_body(language=language, locale=None, currency=None)
    body["payment_order_id"] = str(NOK_ORDER_ID)

    response = api.post(LINKS, body)

    link = PaymentLink.objects.get()
    assert response.status_code == 200
    assert (link.locale, link.currency) == (locale, "NOK")


def test_locale_wins_over_language(api: Api) -> None:
    api.post(LINKS, modern_body(language="NO"))

    assert PaymentLink.objects.get().locale == "sv-SE"


def test_locale_with_language_still_needs_a_currency(api: Api) -> None:
    response = api.post(LINKS, modern_body(language="NO", currency=None))

    assert _refusal(response) == (422, "null_value", "currency")


def test_read_only_and_unknown_keys_are_ignored(api: Api) -> None:
    body = modern_body(
        payment_link_id=str(UUID(int=0)), status="PAID", sms_status=5, surprise={"a": [None]}
    )

    response = api.post(LINKS, body)

    assert response.status_code == 200
    assert response.json()["id"] != str(UUID(int=0))


def test_null_stands_for_an_absent_optional_value(api: Api) -> None:
    names = ("due_date", "delivery_address", "metadata", "merchant_id", "checkout_url", "language")
    more = ("price_basis", "delivery_date", "buyer_reference")
    body = modern_body(**dict.fromkeys([*names, *more]))
    body["items"][0]["vat_treatment"] = None
    body["customer"] |= dict.fromkeys(["company_name", "organization_number", "vat_number"])

    assert api.post(LINKS, body).status_code == 200


def test_blanks_around_a_companys_numbers_are_dropped(api: Api) -> None:
    body = modern_body(buyer_reference=" Projekt 4711 ")
    body["customer"] |= {"organization_number": " 556016-0680\u00a0", "vat_number": " "}

    api.post(LINKS, body)

    link = PaymentLink.objects.get()
    assert link.buyer_reference == "Projekt 4711"
    assert (link.customer.organization_number, link.customer.vat_number) == ("556016-0680", "")


@pytest.mark.parametrize(
    ("treatment", "vat"),
    [("TAXED", 0), ("TAXED", 0.25), ("EXEMPT", 0), ("REVERSE_CHARGE", 0.0), ("OUTSIDE_SCOPE", 0)],
)
def test_a_treatment_fits_its_rate(api: Api, treatment: str, vat: float) -> None:
    body = modern_body(items=[_item(vat_treatment=treatment, vat=vat)])

    assert api.post(LINKS, body).status_code == 200


@pytest.mark.parametrize(
    ("sellers", "given", "total_amount"),
    [
        ("GROSS", None, 14000),
        ("NET", None, 15680),
        ("NET", "GROSS", 14000),
        ("GROSS", "NET", 15680),
    ],
)
def test_the_first_items_merchant_says_what_prices_are(
    api: Api, sellers: str, given: str | None, total_amount: int
) -> None:
    Merchant.objects.update(price_basis=sellers)

    response = api.post(LINKS, modern_body(price_basis=given, total_amount=total_amount))

    link = PaymentLink.objects.get()
    assert response.status_code == 200
    assert (link.price_basis, link.items.get().amount) == (given or sellers, total_amount)


def test_a_wrong_total_of_prices_without_vat_is_told_the_right_one(api: Api) -> None:
    response = api.post(LINKS, modern_body(price_basis="NET"))

    assert _refusal(response) == (403, "total_amount_mismatch", "total_amount")
    assert response.json()["description"] == (
        "The items add up to 15680 with VAT, total_amount is 14000."
    )


def test_older_spellings_are_read(api: Api) -> None:
    body = modern_body(
        delivery_address={"street_addres": "Nygatan 15"},
        payment_provider_methods=[
            {"provider": "swish", "method": "mobile"},
            {"provider": "open_banking", "method": "pis"},
        ],
    )
    link_id = api.post(LINKS, body).json()["id"]

    shown = api.get(f"{LINKS}/{link_id}").json()

    methods = [(m["provider"], m["method"]) for m in shown["payment_provider_methods"]]
    assert shown["delivery_address"]["street_address"] == "Nygatan 15"
    assert methods == [("swish", "m_commerce"), ("open_payments", "pis")]


def test_own_checkout_is_echoed(api: Api) -> None:
    response = api.post(LINKS, modern_body(checkout_url="https://shop.example.com/pay/1"))

    assert response.json()["checkout_url"] == "https://shop.example.com/pay/1"


def test_texts_of_every_script_are_kept(api: Api) -> None:
    description = "Crème brûlée 🍕👨‍👩‍👧 قهوة\nmed grädde"

    link_id = api.post(LINKS, modern_body(items=[_item(description=f" {description} ")])).json()[
        "id"
    ]

    shown = api.get(f"{LINKS}/{link_id}").json()
    assert shown["items"][0]["description"] == description


def test_discount_line_lowers_the_total(api: Api) -> None:
    items = [_item(), _item(description="Rabatt", price=-1000, quantity=1)]

    response = api.post(LINKS, modern_body(items=items, total_amount=13000))

    assert response.status_code == 200


def test_items_of_several_merchants(api: Api) -> None:
    other = make_merchant(Tenant.objects.get())
    items = [_item(), _item(merchant_id=str(other.pk))]

    link_id = api.post(LINKS, modern_body(items=items, total_amount=28000)).json()["id"]

    shown = api.get(f"{LINKS}/{link_id}").json()
    assert shown["merchant_id"] is None
    assert [item["merchant_id"] for item in shown["items"]] == [
        str(DEMO_MERCHANT_ID),
        str(other.pk),
    ]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"total_amount": 13999}, (403, "total_amount_mismatch", "total_amount")),
        ({"total_amount": 0}, (403, "total_amount_mismatch", "total_amount")),
        (
            {"payment_provider_methods": []},
            (403, "no_payment_provider_methods", "payment_provider_methods"),
        ),
        (
            {"payment_order_id": str(uuid4())},
            (403, "payment_order_not_found", "payment_order_id"),
        ),
        (
            {"items": [_item(merchant_id=str(uuid4()))]},
            (403, "merchant_not_found", "items.0.merchant_id"),
        ),
        ({"currency": "NOK"}, (422, "currency_mismatch", "currency")),
        (
            {"total_amount": "1", "payment_order_id": str(uuid4())},
            (422, "invalid_type", "total_amount"),
        ),
    ],
)
def test_refusals(api: Api, changes: dict[str, Any], refusal: tuple[int, str, str]) -> None:
    assert _refusal(api.post(LINKS, modern_body(**changes))) == refusal


def test_payments_service_down_is_502(api: Api, sandbox: Sandbox) -> None:
    sandbox.fault("payments", "status_500")

    assert _refusal(api.post(LINKS, modern_body())) == (502, "payments_service_unavailable", "")


def test_dummy_payments_are_for_sandbox_tenants(sandbox: Sandbox) -> None:
    live = make_tenant(id=LIVE_TENANT_ID, mode="LIVE")
    body = modern_body(payment_provider_methods=[{"provider": "dummy", "method": "dummy"}])

    ApiSecret.objects.create(tenant=live, hashed_secret=sealing.hash_secret("secret"))

    response = Api(live.pk, x_api_secret="secret").post(LINKS, body)

    assert _refusal(response) == (422, "invalid_value", "payment_provider_methods.0.provider")


def test_create_asks_the_database_a_fixed_number_of_questions(
    api: Api, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    body = modern_body(items=[_item() for _ in range(20)], total_amount=280_000)

    with django_assert_max_num_queries(12):
        response = api.post(LINKS, body)

    assert response.status_code == 200
