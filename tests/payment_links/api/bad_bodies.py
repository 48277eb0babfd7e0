"""Bodies that a create request refuses: (name, body, error code, property)."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from tests.payment_links.api.calls import modern_body

BadBody = tuple[str, bytes, str, str]
MISSING = object()
NESTED = "[" * 21 + "]" * 21
ZALGO = "e" + "\u0301" * 9
ITEM = "items.0."
TEXTS = {
    "customer.first_name": 200,
    "customer.last_name": 200,
    "items.0.description": 500,
}
OPTIONAL_TEXTS = {
    "customer.email": 254,
    "customer.phone": 40,
    "customer.reference": 200,
    "customer.company_name": 200,
    "customer.organization_number": 20,
    "customer.vat_number": 20,
    "buyer_reference": 200,
    "supplier.name": 200,
    "supplier.organization_number": 200,
    "supplier.website": 200,
    "supplier.city": 200,
    "supplier.zip": 200,
    "items.0.item_number": 100,
    "items.0.unit": 20,
    "delivery_address.street_address": 200,
    "delivery_address.zip": 20,
    "invoice_address.city": 100,
}
INVALID_TEXTS = {
    "NUL": "a\u0000b",
    "lone surrogate": "a\ud800b",
    "escape": "a\u001bb",
    "C1 control": "a\u0085b",
    "right-to-left override": "a\u202eb",
    "right-to-left mark": "a\u200fb",
    "isolate": "a\u2066b",
    "noncharacter": "a\ufffeb",
    "line separator": "a\u2028b",
    "combining marks": ZALGO,
}
URLS = (
    "logo_image_link",
    "payment_link_status_callback_url",
    "checkout_success_url",
    "checkout_cancel_url",
    "checkout_url",
)
BAD_URLS = {
    "javascript": "javascript:alert(1)",
    "relative": "/here",
    "no host": "https://",
    "file": "file:///etc/passwd",
    "user info": "https://user:secret@example.com/",
    "blank inside": "https://example.com/a b",
    "backslash": "https://example.com\\@evil.example",
    "port": "https://example.com:99999/",
}
INTEGERS = ("items.0.price", "items.0.quantity", "total_amount")
NOT_INTEGERS = {
    "text": '"14000"',
    "decimal point": "14000.0",
    "exponent": "1e3",
    "boolean": "true",
    "list": "[1]",
    "Arabic digits": '"\u0661\u0664"',
    "tiny fraction": "0.1e-400",
}
TOO_LARGE = {"32 bits": "2147483648", "negative": "-2147483649", "5,000 digits": "9" * 5000}
BAD_RATES = {
    "negative": ("-1", "invalid_value"),
    "hundred": ("100", "invalid_value"),
    "three decimals": ("12.345", "invalid_value"),
    "fraction of a hundredth": ("0.12345", "invalid_value"),
    "fraction with something at its far end": (f"0.12{'0' * 40}1", "invalid_value"),
    "smaller than any number that is reckoned with": ("1e-9999999", "invalid_value"),
    "1e400": ("1e400", "invalid_value"),
    "endless exponent": ("1e99999999999999999999", "invalid_value"),
    "text": ('"12"', "invalid_type"),
    "boolean": ("true", "invalid_type"),
    "null": ("null", "null_value"),
}
BAD_DATES = {
    "first day": ('"0001-01-01"', "invalid_value"),
    "last day": ('"9999-12-31"', "invalid_value"),
    "no such day": ('"2026-02-30"', "invalid_format"),
    "compact": ('"20261122"', "invalid_format"),
    "with time": ('"2026-11-22T12:00:00Z"', "invalid_format"),
    "Arabic digits": ('"\u0662\u0660\u0662\u0666-11-22"', "invalid_format"),
    "number": ("20261122", "invalid_type"),
}
TREATMENTS_WITHOUT_VAT = ("EXEMPT", "REVERSE_CHARGE", "INTRA_EU", "EXPORT", "OUTSIDE_SCOPE")
METADATA = {
    "list": ("[]", "invalid_type"),
    "NUL": ('{"a":"\\u0000"}', "invalid_characters"),
    "NUL in key": ('{"\\u0000":1}', "invalid_characters"),
    "surrogate": ('{"a":["\\ud800"]}', "invalid_characters"),
    "1e400": ('{"a":1e400}', "invalid_value"),
    "5,000 digits": ('{"a":' + "9" * 5000 + "}", "invalid_value"),
    "17 kB": (json.dumps({"a": "x" * 17_000}), "invalid_value"),
}
REQUIRED = (
    *("payment_order_id", "currency", "locale", "customer", "items", "supplier"),
    *("payment_provider_methods", "total_amount", "customer.first_name", "customer.last_name"),
    *("items.0.description", "items.0.price", "items.0.quantity", "items.0.vat"),
    *("items.0.merchant_id", "payment_provider_methods.0.provider"),
    "payment_provider_methods.0.method",
)
WRONG_TYPES = {
    "payment_order_id": 5,
    "currency": 5,
    "locale": [],
    "language": 5,
    "customer": [],
    "customer.first_name": 5,
    "customer.phone": 700000000,
    "customer.company_name": {},
    "customer.organization_number": 5560160680,
    "customer.vat_number": ["SE556016068001"],
    "buyer_reference": 4711,
    "price_basis": False,
    "items.0.vat_treatment": 0,
    "items": {},
    "items.0": 5,
    "items.0.tags": "a",
    "items.0.tags.0": 5,
    "items.0.merchant_id": 5,
    "supplier": "x",
    "supplier.zip": 45133,
    "payment_provider_methods": {},
    "payment_provider_methods.0": "swish",
    "payment_provider_methods.0.parameters": [],
    "delivery_address": "Nygatan 15",
    "logo_image_link": 5,
}
WRONG_VALUES = {
    "payment_order_id": ("122da843", "invalid_format"),
    "merchant_id": ("{122da843-346e-4693-a7ef-985b8444156b}", "invalid_format"),
    "items.0.merchant_id": ("urn:uuid:122da843-346e-4693-a7ef-985b8444156b", "invalid_format"),
    "currency": ("USD", "invalid_value"),
    "locale": ("sv", "invalid_value"),
    "language": ("DE", "invalid_value"),
    "price_basis": ("net", "invalid_value"),
    "items": ([], "invalid_value"),
    "items.0.quantity": (0, "invalid_value"),
    "items.0.tags": (["a"] * 51, "invalid_value"),
    "items.0.vat_treatment": ("AE", "invalid_value"),
    "payment_provider_methods.0.provider": ("paypal", "invalid_value"),
    "payment_provider_methods.0.method": ("card", "invalid_value"),
}


def bad_bodies() -> Iterator[BadBody]:
    """Every body differs from an accepted one in one value."""
    for path in REQUIRED:
        yield f"without {path}", _changed(path, MISSING), "missing_property", path
        yield f"{path} null", _changed(path, None), "null_value", path
    for path, value in WRONG_TYPES.items():
        yield f"{path} of another type", _changed(path, value), "invalid_type", path
    for path, (value, code) in WRONG_VALUES.items():
        yield f"{path} {code}", _changed(path, value), code, path
    yield from _bad_texts()
    yield from _bad_numbers()
    for path in URLS:
        yield f"{path} no address", _changed(path, "somewhere"), "invalid_format", path
    for name, url in BAD_URLS.items():
        yield f"address: {name}", _changed(URLS[0], url), "invalid_format", URLS[0]
    for name, (raw, code) in BAD_DATES.items():
        yield f"date: {name}", _raw("due_date", raw), code, "due_date"
        yield f"delivery date: {name}", _raw("delivery_date", raw), code, "delivery_date"
    for treatment in TREATMENTS_WITHOUT_VAT:
        path = "items.0.vat_treatment"
        yield f"{treatment} with VAT", _changed(path, treatment), "invalid_value", path
    for name, (raw, code) in METADATA.items():
        yield f"metadata: {name}", _raw("metadata", raw), code, "metadata"


def _bad_texts() -> Iterator[BadBody]:
    for path, longest in {**TEXTS, **OPTIONAL_TEXTS}.items():
        yield f"{path} too long", _changed(path, "x" * (longest + 1)), "invalid_value", path
        yield f"NUL in {path}", _changed(path, "a\u0000"), "invalid_characters", path
    for path in TEXTS:
        yield (
            f"{path} blank",
            _changed(path, " \t\u00a0" if path[0] == "i" else " \u200b"),
            "blank",
            path,
        )
    for path in OPTIONAL_TEXTS:
        yield f"line break in {path}", _changed(path, "a\r\nb"), "invalid_characters", path
    for name, text in INVALID_TEXTS.items():
        path = "items.0.description"
        yield f"text with {name}", _changed(path, text), "invalid_characters", path


def _bad_numbers() -> Iterator[BadBody]:
    for path in INTEGERS:
        for name, raw in NOT_INTEGERS.items():
            yield f"{path}: {name}", _raw(path, raw), "invalid_type", path
        for name, raw in TOO_LARGE.items():
            yield f"{path}: {name}", _raw(path, raw), "invalid_value", path
    for name, (raw, code) in BAD_RATES.items():
        yield f"rate: {name}", _raw("items.0.vat", raw), code, "items.0.vat"


def _changed(path: str, value: Any) -> bytes:
    """An accepted body with one value changed, or removed."""
    body = deepcopy(modern_body(delivery_address={}, invoice_address={}))
    body["items"][0]["tags"] = ["a"]
    *parents, last = path.split(".")
    place: Any = body
    for key in parents:
        place = place[int(key)] if isinstance(place, list) else place[key]
    member = int(last) if isinstance(place, list) else last
    if value is MISSING:
        del place[member]
    else:
        place[member] = value
    return json.dumps(body).encode()


def _raw(path: str, raw: str) -> bytes:
    """The value as text of the body, for what Python's JSON would not write."""
    return _changed(path, "here it goes").replace(b'"here it goes"', raw.encode())
