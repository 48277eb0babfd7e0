"""Requests that are refused for their address, headers or form, each with its answer."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.builders import LIVE_TENANT_ID, SANDBOX_TENANT_ID
from tests.payment_links.api.calls import LINKS

JSON = "application/json"
UNKNOWN = f"{LINKS}/{uuid4()}"


@dataclass(frozen=True)
class BadRequest:
    """A request and the status and error code that answer it."""

    name: str
    method: str
    path: str
    status: int
    code: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


def bad_requests() -> list[BadRequest]:
    """All of them."""
    return [
        *_malformed(),
        *_media_types(),
        *_addresses(),
        *_methods(),
        *_credentials(),
        *_parameters(),
        *_keys(),
    ]


def _call(name: str, method: str, path: str, *expected: Any, **request: Any) -> BadRequest:
    """A request of the sandbox tenant; `headers` and `body` as given."""
    status, code = expected
    headers = {"tenant_id": str(SANDBOX_TENANT_ID), **request.pop("headers", {})}
    return BadRequest(name, method, path, status, code, headers=headers, **request)


def _post(name: str, body: bytes, status: int, code: str) -> BadRequest:
    headers = {"Content-Type": JSON}
    return _call(name, "POST", LINKS, status, code, body=body, headers=headers)


def _malformed() -> list[BadRequest]:
    bodies = {
        "empty body": b"",
        "no JSON": b"hello",
        "cut off": b'{"currency": "SEK"',
        "trailing garbage": b"{} {}",
        "trailing comma": b'{"currency": "SEK",}',
        "byte order mark": b"\xef\xbb\xbf{}",
        "Latin-1": '{"currency": "\u00e5"}'.encode("latin-1"),
        "UTF-16": '{"currency": "SEK"}'.encode("utf-16"),
        "duplicate keys": b'{"currency": "SEK", "currency": "NOK"}',
        "duplicate keys inside": b'{"customer": {"email": "a", "email": "b"}}',
        "NaN": b'{"total_amount": NaN}',
        "Infinity": b'{"total_amount": -Infinity}',
        "raw control character": b'{"currency": "S\x01K"}',
        "single quotes": b"{'currency': 'SEK'}",
        "leading zero": b'{"total_amount": 014000}',
    }
    cases = [_post(name, body, 422, "malformed_json") for name, body in bodies.items()]
    cases += [
        _post("null", b"null", 422, "null_value"),
        _post("list", b"[]", 422, "invalid_type"),
        _post("text", b'"{}"', 422, "invalid_type"),
        _post("number", b"5", 422, "invalid_type"),
        _post("21 levels", b'{"a":' + b"[" * 20 + b"]" * 20 + b"}", 422, "invalid_value"),
        _post("100,000 levels", b"[" * 100_000, 422, "invalid_value"),
        _post(
            "100,000 closed levels",
            b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
            422,
            "invalid_value",
        ),
        _post("py/ key", b'{"metadata": {"py/object": "os.system"}}', 422, "invalid_value"),
        _post("py/ key deep", b'{"x": [{"y": {"py/reduce": []}}]}', 422, "invalid_value"),
        _post("py/ key on top", b'{"py/type": "a"}', 422, "invalid_value"),
        _post("over 1 MiB", b'{"a":"' + b"x" * 1024 * 1024 + b'"}', 413, "body_too_large"),
    ]
    return cases


def _media_types() -> list[BadRequest]:
    types = (
        *("text/plain", "application/xml", "application/x-www-form-urlencoded", "text/json"),
        *("multipart/form-data; boundary=x", f"{JSON}; charset=utf-16", "*/*", "nonsense"),
        *(f"{JSON}; charset=iso-8859-1", "application/vnd.api+json"),
    )
    cases = [
        _call(
            f"content type {content_type}",
            *("POST", LINKS, 415, "unsupported_media_type"),
            body=b"{}",
            headers={"Content-Type": content_type},
        )
        for content_type in types
    ]
    compressed = {"Content-Type": JSON, "Content-Encoding": "gzip"}
    return [
        *cases,
        _call("no content type", "POST", LINKS, 415, "unsupported_media_type", body=b"{}"),
        _call(
            *("compressed", "POST", LINKS, 415, "unsupported_media_type"),
            body=b"\x1f\x8b",
            headers=compressed,
        ),
        *[
            _call(
                f"accept {accept}", "GET", LINKS, 406, "not_acceptable", headers={"Accept": accept}
            )
            for accept in ("text/html", "application/xml", "image/*", "application/json-patch")
        ],
    ]


def _addresses() -> list[BadRequest]:
    ids = {
        "zero": "0",
        "no UUID": "not-a-uuid",
        "without hyphens": "122da843346e4693a7ef985b8444156b",
        "in braces": "%7B122da843-346e-4693-a7ef-985b8444156b%7D",
        "NUL": "%00",
        "UUID and NUL": "122da843-346e-4693-a7ef-985b8444156b%00",
        "5,000 characters": "a" * 5000,
        "bytes that are no UTF-8": "%ff%fe",
        "dots": "..%2f..%2fetc%2fpasswd",
        "Arabic digits": "%D9%A1%D9%A2",
        "nobody's": str(uuid4()),
    }
    paths = {
        "two slashes": "/api/v1//payment_links",
        "empty id": f"{LINKS}//cancel",
        "trailing slash": f"{LINKS}/",
        "unknown path": "/api/v1/payments",
        "unknown version": "/api/v2/payment_links",
        "unknown action": f"{UNKNOWN}/refund",
        "only the prefix": "/api/v1/",
        "NUL in the path": "/api/v1/%00",
    }
    return [
        *[_call(f"id {n}", "GET", f"{LINKS}/{i}", 404, "not_found") for n, i in ids.items()],
        *[_call(f"path {n}", "GET", path, 404, "not_found") for n, path in paths.items()],
        _call("cancel nobody's", "PUT", f"{UNKNOWN}/cancel", 404, "not_found"),
        _call(
            *("distribute nobody's, empty", "PUT", f"{UNKNOWN}/distribute", 404, "not_found"),
            body=b"{}",
            headers={"Content-Type": JSON},
        ),
        _call(
            *("pay nobody's, malformed", "POST", f"{UNKNOWN}/payments", 404, "not_found"),
            body=b"{",
            headers={"Content-Type": JSON},
        ),
        _call("credits of nobody's", "GET", f"{UNKNOWN}/credit_notes", 404, "not_found"),
        _call(
            *("credit nobody's, malformed", "POST", f"{UNKNOWN}/credit_notes", 404, "not_found"),
            body=b"{",
            headers={"Content-Type": JSON},
        ),
    ]


def _methods() -> list[BadRequest]:
    wrong = {
        LINKS: ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE"),
        UNKNOWN: ("POST", "PUT", "DELETE"),
        f"{UNKNOWN}/cancel": ("GET", "POST", "DELETE"),
        f"{UNKNOWN}/distribute": ("GET", "POST"),
        f"{UNKNOWN}/payments": ("GET", "PUT"),
        f"{UNKNOWN}/credit_notes": ("PUT", "DELETE"),
        "/api/v1/ping": ("POST", "DELETE"),
        "/api/v1/schema": ("POST", "OPTIONS"),
        "/api/v1/docs": ("POST", "OPTIONS"),
    }
    return [
        _call(f"{method} {path.removeprefix(UNKNOWN)}", method, path, 405, "method_not_allowed")
        for path, methods in wrong.items()
        for method in methods
    ]


def _credentials() -> list[BadRequest]:
    tenants = {
        "no tenant": {},
        "empty tenant": {"tenant_id": ""},
        "no UUID": {"tenant_id": "me"},
        "unknown tenant": {"tenant_id": str(uuid4())},
        "wrong secret": {"tenant_id": str(SANDBOX_TENANT_ID), "x-api-secret": "wrong"},
        "empty secret": {"tenant_id": str(SANDBOX_TENANT_ID), "x-api-secret": ""},
        "live tenant without secret": {"tenant_id": str(LIVE_TENANT_ID)},
        "live tenant, wrong secret": {"tenant_id": str(LIVE_TENANT_ID), "x-api-secret": "no"},
        "bearer alone": {"Authorization": "Bearer x"},
    }
    return [
        BadRequest(f"credentials: {n}", "GET", LINKS, 401, "invalid_credentials", headers=headers)
        for n, headers in tenants.items()
    ]


def _parameters() -> list[BadRequest]:
    queries = {
        "status=paid": "invalid_value",
        "status=CREATED&status=EXPIRED": "invalid_value",
        "status=": "blank",
        "sort=created_at": "invalid_value",
        "currency=sek": "invalid_value",
        "merchant_id=5": "invalid_format",
        "payment_order_id=%00": "invalid_format",
        "customer_email=a%00": "invalid_characters",
        "customer_phone=" + "1" * 41: "invalid_value",
        "ocr=" + "1" * 26: "invalid_value",
        "created_at_from=yesterday": "invalid_format",
        "created_at_to=0001-01-01": "invalid_value",
        "updated_since=2026-11-22T12:00:00": "invalid_format",
        "due_date_from=2026-13-01": "invalid_format",
        "due_date_to=9999-12-31": "invalid_value",
        "total_amount_min=14000.0": "invalid_type",
        "total_amount_max=2147483648": "invalid_value",
        "limit=0": "invalid_value",
        "limit=1001": "invalid_value",
        "limit=ten": "invalid_type",
        "ordering=id": "invalid_value",
        "limit=1&cursor=x": "invalid_value",
        "limit=1&cursor=W1tbW1tb": "invalid_value",
        "cursor=WyJhIl0": "invalid_value",
    }
    return [_call(f"?{q[:40]}", "GET", f"{LINKS}?{q}", 422, code) for q, code in queries.items()]


def _keys() -> list[BadRequest]:
    keys = {"empty": "", "256 characters": "k" * 256, "not ASCII": "nyckel-\u00e5", "tab": "a\tb"}
    return [
        _call(
            f"Idempotency-Key {name}",
            *("POST", LINKS, 422, "invalid_value"),
            body=b"{}",
            headers={"Content-Type": JSON, "Idempotency-Key": key},
        )
        for name, key in keys.items()
    ]
