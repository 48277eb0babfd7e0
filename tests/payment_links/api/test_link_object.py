"""The link object as the API shows it: whole values, numbers as numbers, nothing of the inside."""

import json
from decimal import Decimal
from typing import Any

import pytest

from payment_links.api.schema import examples
from payment_links.models import Item
from tests.builders import make_demo_merchant, make_link, make_payment
from tests.doors import Sandbox
from tests.payment_links.api.calls import LINKS, SEED_PAYLOAD, Api, modern_body

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])

ADDRESS = {"street_address": "Nygatan 15", "zip": "702 10", "city": "Örebro"}
# What the seed's payload becomes, but for ids, addresses and times that we make.
SHOWN: dict[str, Any] = {
    "tenant_id": "55555555-5555-5555-5555-555555555555",
    "merchant_id": "122da843-346e-4693-a7ef-985b8444156b",
    "merchant_name": "Pizzeria Vesuvio AB",
    "status": "CREATED",
    "sms_status": "NOT_CREATED",
    "distributed_by_email": False,
    "invoice_created": False,
    "ocr": None,
    "total_amount": 14000,
    "currency": "SEK",
    "language": "SE",
    "locale": "sv-SE",
    "price_basis": "GROSS",
    "due_date": "2022-03-25",
    "delivery_date": None,
    "buyer_reference": None,
    "customer": {
        "email": "[email protected]",
        "first_name": "Bertil",
        "last_name": "Jönsson",
        "phone": "0700000000",
        "reference": None,
        "company_name": None,
        "organization_number": None,
        "vat_number": None,
    },
    "delivery_address": ADDRESS,
    "invoice_address": ADDRESS,
    "items": [
        {
            "description": "Hawaii Pizza",
            "price": 7000,
            "quantity": 2,
            "vat": 12,
            "vat_treatment": "TAXED",
            "merchant_id": "122da843-346e-4693-a7ef-985b8444156b",
            "item_number": None,
            "unit": "st",
            "metadata": {},
            "tags": [],
        }
    ],
    "supplier": {
        "name": "Pizzeria Vesuvio AB",
        "organization_number": "5555555555",
        "website": "https://somewebsite.com",
        "city": "Örebro",
        "zip": "45133",
    },
    "payment_provider_methods": [
        {
            "provider": "swish",
            "method": "m_commerce",
            "parameters": {"swish_message": "Tack för din betalning"},
        },
        {"provider": "verifone", "method": "card", "parameters": {}},
    ],
    "payment_order_id": "122da843-346e-4693-a7ef-985b8444156b",
    "payment_id": None,
    "logo_image_link": "https://someurl.com/some-image.png",
    "checkout_success_url": None,
    "checkout_cancel_url": None,
    "payment_link_status_callback_url": "https://someurl.com/payment_link_callback",
    "metadata": {},
}


@pytest.fixture
def api(sandbox: Sandbox) -> Api:
    return Api(make_demo_merchant().tenant_id)


def test_seed_payload_is_shown_in_the_modern_form(api: Api) -> None:
    created = api.post(LINKS, SEED_PAYLOAD).json()

    shown = api.get(f"{LINKS}/{created['id']}").json()

    assert {name: shown[name] for name in SHOWN} == SHOWN
    assert shown["payment_link_id"] == created["id"]
    assert shown["checkout_url"] == created["checkout_url"]
    made = {"payment_link_id", "checkout_url", "created_at", "updated_at", "expires_at"}
    assert set(shown) - set(SHOWN) == made


def test_what_a_business_buyer_needs_is_shown_as_it_was_given(api: Api) -> None:
    created = api.post(LINKS, examples.BUSINESS_LINK).json()

    shown = api.get(f"{LINKS}/{created['id']}").json()

    customer = examples.BUSINESS_LINK["customer"]
    assert {name: shown["customer"][name] for name in customer} == customer
    for name in ("buyer_reference", "delivery_date", "price_basis", "total_amount"):
        assert shown[name] == examples.BUSINESS_LINK[name]
    assert [(item["price"], item["vat"], item["vat_treatment"]) for item in shown["items"]] == [
        (95000, 25, "TAXED"),
        (-10000, 25, "TAXED"),
        (120000, 0, "REVERSE_CHARGE"),
    ]


def test_what_happens_later_is_shown() -> None:
    link = make_link(
        make_demo_merchant(),
        status="COMPLETED",
        sms_status="FAILED",
        distributed_by_email=True,
        invoice_created=True,
        ocr="123456782",
    )
    payment = make_payment(link, status="COMPLETED")
    link.payment_id = payment.payment_id
    link.save(update_fields=["payment_id"])

    shown = Api(link.tenant_id).get(f"{LINKS}/{link.pk}").json()

    expected = {
        "status": "COMPLETED",
        "sms_status": "FAILED",
        "distributed_by_email": True,
        "invoice_created": True,
        "ocr": "123456782",
        "payment_id": str(payment.payment_id),
        "delivery_address": None,
        "created_at": "2026-11-22T12:00:00.000000Z",
        "expires_at": "2027-01-21T12:00:00.000000Z",
    }
    assert {name: shown[name] for name in expected} == expected


def test_amounts_are_whole_json_numbers() -> None:
    link = make_link(make_demo_merchant())

    text = Api(link.tenant_id).get(f"{LINKS}/{link.pk}").content.decode()

    for part in ('"total_amount":14000,', '"price":7000,', '"quantity":2,', '"vat":12,'):
        assert part in text


@pytest.mark.parametrize(
    ("sent", "kept", "shown"),
    [
        ("0.12", "12", "12"),
        ("0.25", "25", "25"),
        ("0.111", "11.1", "11.1"),
        ("12", "12", "12"),
        ("11.1", "11.1", "11.1"),
        ("25.50", "25.5", "25.5"),
        ("99.99", "99.99", "99.99"),
        ("1", "1", "1"),
        ("0", "0", "0"),
        ("-0.0", "0", "0"),
        ("1.2e1", "12", "12"),
    ],
)
def test_rates_are_percent_or_fractions(api: Api, sent: str, kept: str, shown: str) -> None:
    body = json.dumps(modern_body()).replace('"vat": 12', f'"vat": {sent}')

    link_id = api.post(LINKS, body).json()["id"]

    assert Item.objects.get().vat == Decimal(kept)
    assert f'"vat":{shown},' in api.get(f"{LINKS}/{link_id}").content.decode()
