"""What the tests of the sandbox stand on: a tenant's client, and what the sandbox sends out."""

from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from pytest_django import Settings

from payment_links.sandbox import callbacks
from payment_links.sandbox.demo_data import MERCHANT_ID, SANDBOX_TENANT_ID, SEED_ORDER_ID
from tests.doors import Sandbox


@dataclass(frozen=True, slots=True)
class Sent:
    """A callback, report or webhook that the sandbox sent."""

    url: str
    body: bytes
    headers: dict[str, str]


class PaymentsApi:
    """The Payments API as a tenant's program calls it."""

    def __init__(self, door: Sandbox, tenant_id: str = SANDBOX_TENANT_ID) -> None:
        self.door = door
        self.headers = {"tenant_id": tenant_id}

    def call(self, method: str, path: str, **options: Any) -> httpx2.Response:
        """Any call, by its path below /payments/api/v1."""
        headers = {**self.headers, **options.pop("headers", {})}
        path = f"/payments/api/v1{path}"
        return self.door.http.request(method, path, headers=headers, **options)

    def initiate(self, name: str, parameters: dict[str, Any], **overrides: Any) -> httpx2.Response:
        """Start a payment of 140,00 SEK by provider/method on the seed's order."""
        provider, method = name.split("/")
        body = payment_body(provider=provider, method=method, **overrides)
        body["provider_method_parameters"] = parameters
        return self.call("POST", f"/payment_orders/{SEED_ORDER_ID}/payments", json=body)

    def start(self, name: str, parameters: dict[str, Any], **overrides: Any) -> str:
        """Start a payment and return its id."""
        answer = self.initiate(name, parameters, **overrides)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def payment_path(self, payment_id: str) -> str:
        """The path of a payment on the seed's order."""
        return f"/payment_orders/{SEED_ORDER_ID}/payments/{payment_id}"

    def payment(self, payment_id: str) -> dict[str, Any]:
        """The payment as it is now."""
        answer = self.call("GET", self.payment_path(payment_id))
        payment: dict[str, Any] = answer.json()
        return payment

    def history(self, payment_id: str) -> list[str]:
        """The statuses the payment has had."""
        return [entry["status"] for entry in self.payment(payment_id)["status_history"]]

    def new_order(self) -> str:
        """A new OPEN order in SEK."""
        answer = self.call("POST", "/payment_orders", json={"currency": "SEK"})
        return str(answer.json()["id"])

    def order_status(self, order_id: str) -> str:
        """The status of an order."""
        return str(self.call("GET", f"/payment_orders/{order_id}").json()["status"])


def payment_body(**overrides: Any) -> dict[str, Any]:
    """A valid body for the initiation of a dummy payment of 140,00 SEK."""
    return {
        "currency": "SEK",
        "total_amount": 14000,
        "order_items": [
            {"amount": 14000, "name": "Hawaii Pizza", "vat_rate": 12, "merchant_id": MERCHANT_ID}
        ],
        "provider": "dummy",
        "method": "dummy",
        "provider_method_parameters": {"desired_payment_status": "COMPLETED"},
        **overrides,
    }


@pytest.fixture
def api(sandbox: Sandbox) -> PaymentsApi:
    """The Payments API for the sandbox tenant."""
    return PaymentsApi(sandbox)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox, settings: Settings) -> list[Sent]:
    """Everything the sandbox sends out, at once; each is answered with 204."""
    settings.SANDBOX_CALLBACKS = "inline"
    found: list[Sent] = []

    def remember(url: str, body: bytes, headers: dict[str, str]) -> int:
        found.append(Sent(url, body, headers))
        return 204

    monkeypatch.setattr(callbacks, "send", remember)
    return found
