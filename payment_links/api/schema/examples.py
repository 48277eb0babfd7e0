"""Requests as tenants send them; a test sends every one of them."""

from typing import Any

MERCHANT_ID = ORDER_ID = "122da843-346e-4693-a7ef-985b8444156b"

LEGACY_LINK: dict[str, Any] = {
    "customer": {
        "email": "[email protected]",
        "first_name": "Bertil",
        "last_name": "Jönsson",
        "phone": "0700000000",
    },
    "delivery_address": {"city": "Örebro", "street_address": "Nygatan 15", "zip": "702 10"},
    "due_date": "2022-03-25",
    "invoice_address": {"city": "Örebro", "street_address": "Nygatan 15", "zip": "702 10"},
    "items": [{"description": "Hawaii Pizza", "price": 7000, "quantity": 2, "vat": 0.12}],
    "language": "SE",
    "logo_image_link": "https://someurl.com/some-image.png",
    "merchant_id": MERCHANT_ID,
    "payment_link_status_callback_url": "https://someurl.com/payment_link_callback",
    "payment_order_id": ORDER_ID,
    "payment_provider_methods": [
        {
            "method": "mobile",
            "parameters": {"swish_message": "Tack för din betalning"},
            "provider": "swish",
        },
        {"method": "card", "provider": "verifone"},
    ],
    "supplier": {
        "city": "Örebro",
        "organization_number": "5555555555",
        "website": "https://somewebsite.com",
        "zip": "45133",
    },
    "total_amount": 14000,
}

LINK: dict[str, Any] = {
    "payment_order_id": ORDER_ID,
    "currency": "SEK",
    "locale": "sv-SE",
    "customer": {
        "first_name": "Bertil",
        "last_name": "Jönsson",
        "email": "bertil@example.com",
        "phone": "070-174 06 15",
    },
    "items": [
        {
            "description": "Hawaii Pizza",
            "price": 7000,
            "quantity": 2,
            "vat": 12,
            "merchant_id": MERCHANT_ID,
        },
        {
            "description": "Rabatt",
            "price": -1000,
            "quantity": 1,
            "vat": 12,
            "merchant_id": MERCHANT_ID,
        },
    ],
    "supplier": {"name": "Pizzeria Vesuvio"},
    "payment_provider_methods": [
        {"provider": "swish", "method": "m_commerce"},
        {"provider": "payment_iq", "method": "card"},
    ],
    "total_amount": 13000,
    "due_date": "2026-12-22",
    "checkout_success_url": "https://shop.example.com/thanks",
    "checkout_cancel_url": "https://shop.example.com/basket",
    "payment_link_status_callback_url": "https://shop.example.com/payment-links",
    "metadata": {"order": "A-1001"},
}

BUSINESS_LINK: dict[str, Any] = {
    "payment_order_id": ORDER_ID,
    "currency": "SEK",
    "locale": "sv-SE",
    "customer": {
        "first_name": "Anna",
        "last_name": "Andersson",
        "email": "anna@bygg.example.com",
        "company_name": "Andersson Bygg AB",
        "organization_number": "556016-0680",
        "vat_number": "SE556016068001",
    },
    "buyer_reference": "Projekt 4711",
    "invoice_address": {"street_address": "Storgatan 1", "zip": "702 11", "city": "Örebro"},
    "delivery_date": "2026-11-20",
    "price_basis": "NET",
    "merchant_id": MERCHANT_ID,
    "items": [
        {"description": "Konsulttimmar", "price": 95000, "quantity": 8, "unit": "h", "vat": 25},
        {"description": "Rabatt", "price": -10000, "quantity": 1, "vat": 25},
        {
            "description": "Byggtjänst",
            "price": 120000,
            "quantity": 1,
            "vat": 0,
            "vat_treatment": "REVERSE_CHARGE",
        },
    ],
    "supplier": {},
    "payment_provider_methods": [{"provider": "payment_iq", "method": "card"}],
    "total_amount": 1057500,
}

DISTRIBUTE_TO_CUSTOMER: dict[str, Any] = {"methods": ["sms", "email"]}
DISTRIBUTE_TO_NUMBER: dict[str, Any] = {"methods": ["sms"], "customer_phone": "070-174 06 15"}

PAY_BY_SWISH: dict[str, Any] = {"provider": "swish", "method": "m_commerce"}

STATUS_CALLBACK: dict[str, Any] = {
    "payment_link_id": "b299d88a-1d8a-4d54-8352-aa90479aab46",
    "status": "COMPLETED",
    "occured_at": "2026-11-22T12:00:00.000000Z",
}
