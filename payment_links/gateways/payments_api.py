"""Client of the Payments API: orders and payments at the payments service (API contract §5).

Plain values in and out, one HTTP call per function. Every function raises GatewayUnavailable when
nobody knows what happened, and GatewayRejected when the service refused for good.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx2
from django.conf import settings

from payment_links.gateways import http
from payment_links.gateways.errors import GatewayRejected, GatewayUnavailable


@dataclass(frozen=True, slots=True)
class Credentials:
    """With which tenant's rights we call."""

    tenant_id: UUID
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """An order to which payments are made. status: OPEN, CLOSED, SPLIT or SETTLED."""

    id: UUID
    status: str
    currency: str


@dataclass(frozen=True, slots=True)
class OrderItem:
    """One line of a payment. amount: minor units of the whole line; vat_rate: percent."""

    amount: int
    name: str
    vat_rate: int | float
    merchant_id: UUID
    metadata: dict[str, Any] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NewPayment:
    """What the service needs to start a payment. total_amount: minor units, sum of the items."""

    provider: str
    method: str
    currency: str
    total_amount: int
    order_items: list[OrderItem]
    provider_method_parameters: dict[str, Any]
    payer: dict[str, str]
    metadata: dict[str, str]
    status_callback_url: str


@dataclass(frozen=True, slots=True)
class StartedPayment:
    """The service's answer to an initiation: its id and what the payer needs to go on."""

    payment_id: UUID
    provider_method_response: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A status that a payment took, and when."""

    status: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class FetchedPayment:
    """A payment as the service knows it: the truth. amount: minor units."""

    payment_id: UUID
    status: str
    amount: int
    currency: str
    provider: str
    method: str
    metadata: dict[str, Any]
    status_history: tuple[StatusChange, ...] = ()


def get_payment_order(credentials: Credentials, order_id: UUID) -> PaymentOrder:
    """The order; GatewayRejected with http_status 404 when the tenant has none with this id."""
    body = _call(credentials, "GET", f"/payment_orders/{order_id}")
    try:
        return PaymentOrder(
            id=UUID(str(body["id"])), status=str(body["status"]), currency=str(body["currency"])
        )
    except (KeyError, ValueError) as error:
        raise GatewayUnavailable(f"unreadable payment order: {error!r}") from error


def create_payment_order(credentials: Credentials, currency: str) -> PaymentOrder:
    """A new order in the currency (ISO 4217), to which nothing has been paid."""
    body = _call(credentials, "POST", "/payment_orders", json={"currency": currency})
    try:
        return PaymentOrder(id=UUID(str(body["id"])), status="OPEN", currency=currency)
    except (KeyError, ValueError) as error:
        raise GatewayUnavailable(f"unreadable new payment order: {error!r}") from error


def initiate_payment(
    credentials: Credentials, order_id: UUID, payment: NewPayment
) -> StartedPayment:
    """Start a payment on the order."""
    body = _call(
        credentials,
        "POST",
        f"/payment_orders/{order_id}/payments",
        json={
            "provider": payment.provider,
            "method": payment.method,
            "currency": payment.currency,
            "total_amount": payment.total_amount,
            "order_items": [_order_item(item) for item in payment.order_items],
            "provider_method_parameters": payment.provider_method_parameters,
            "payer": payment.payer,
            "metadata": payment.metadata,
            "status_callback_url": payment.status_callback_url,
        },
    )
    try:
        response = body.get("provider_method_response") or {}
        return StartedPayment(
            payment_id=UUID(str(body["id"])),
            provider_method_response=_without_pickles(dict(response)),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise GatewayUnavailable(f"unreadable answer to an initiation: {error!r}") from error


def get_payment(credentials: Credentials, order_id: UUID, payment_id: UUID) -> FetchedPayment:
    """The payment as it is now."""
    body = _call(credentials, "GET", f"/payment_orders/{order_id}/payments/{payment_id}")
    return _fetched_payment(body)


def list_order_payment_ids(credentials: Credentials, order_id: UUID) -> list[UUID]:
    """The ids of all payments of the order, to find one whose initiation was never answered."""
    body = _call(credentials, "GET", f"/payment_orders/{order_id}")
    try:
        return [
            UUID(str(payment["id"] if isinstance(payment, dict) else payment))
            for payment in body.get("payments") or []
        ]
    except (KeyError, ValueError) as error:
        raise GatewayUnavailable(f"unreadable payments of an order: {error!r}") from error


def stop_payment(credentials: Credentials, order_id: UUID, payment_id: UUID) -> None:
    """Stop a payment under way; GatewayRejected when it can no longer be stopped."""
    _call(credentials, "PUT", f"/payment_orders/{order_id}/payments/{payment_id}/stop", json={})


def _without_pickles(value: Any) -> Any:
    """The value without keys beginning py/, at any depth: a client of ours unpickles such keys."""
    if isinstance(value, dict):
        return {
            key: _without_pickles(inner)
            for key, inner in value.items()
            if not key.startswith("py/")
        }
    if isinstance(value, list):
        return [_without_pickles(inner) for inner in value]
    return value


def _order_item(item: OrderItem) -> dict[str, Any]:
    return {
        "amount": item.amount,
        "name": item.name,
        "vat_rate": item.vat_rate,
        "merchant_id": str(item.merchant_id),
        "metadata": item.metadata,
        "tags": item.tags,
    }


def _fetched_payment(body: dict[str, Any]) -> FetchedPayment:
    try:
        return FetchedPayment(
            payment_id=UUID(str(body["id"])),
            status=str(body["status"]),
            amount=int(body["total_amount"]),
            currency=str(body["currency"]),
            provider=str(body["provider"]),
            method=str(body["method"]),
            metadata=dict(body.get("metadata") or {}),
            status_history=tuple(_status_changes(body.get("status_history"))),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise GatewayUnavailable(f"unreadable payment: {error!r}") from error


def _status_changes(history: Any) -> Iterator[StatusChange]:
    """What can be read of the history: only dates hang on it, and a payment must count without."""
    for change in history if isinstance(history, list) else ():
        try:
            occurred_at = datetime.fromisoformat(change["occurred_at"])
            status = str(change["status"])
        except (KeyError, ValueError, TypeError):
            continue
        yield StatusChange(
            status, occurred_at if occurred_at.tzinfo else occurred_at.replace(tzinfo=UTC)
        )


def _call(credentials: Credentials, method: str, path: str, **options: Any) -> dict[str, Any]:
    headers = {"tenant_id": str(credentials.tenant_id), "Accept": "application/json"}
    if credentials.secret:
        headers["x-api-secret"] = credentials.secret
    response = http.request(
        method, f"{settings.PAYMENTS_API_URL}{path}", headers=headers, **options
    )
    if response.status_code >= 500 or response.status_code == 429:
        raise GatewayUnavailable(f"payments service answered {response.status_code}")
    if not response.is_success:
        raise _rejection(response)
    if response.status_code == 204:
        return {}
    return _json_object(response)


def _json_object(response: httpx2.Response) -> dict[str, Any]:
    try:
        body = response.json()
    except ValueError as error:
        raise GatewayUnavailable("payments service answered no JSON") from error
    if not isinstance(body, dict):
        raise GatewayUnavailable("payments service answered no JSON object")
    return body


def _rejection(response: httpx2.Response) -> GatewayRejected:
    code, description = "", f"payments service answered {response.status_code}"
    try:
        first = response.json()["errors"][0]
        code, description = str(first["error"]), str(first["description"])
    except (ValueError, KeyError, IndexError, TypeError):
        pass
    return GatewayRejected(description, code=code, http_status=response.status_code)
