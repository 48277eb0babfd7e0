"""Calls of the API in the test's own process, and the bodies that tenants send."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

from django.test import Client

from tests.builders import DEMO_MERCHANT_ID, SEK_ORDER_ID

LINKS = "/api/v1/payment_links"
# The payload of the seed, as printed.
SEED_PAYLOAD = (Path(__file__).parent / "seed_payload.json").read_text()


def modern_body(**values: Any) -> dict[str, Any]:
    """A create request in the modern form, with the fields it needs and no others."""
    return {
        "payment_order_id": str(SEK_ORDER_ID),
        "currency": "SEK",
        "locale": "sv-SE",
        "customer": {"first_name": "Bertil", "last_name": "Jönsson"},
        "items": [
            {
                "description": "Hawaii Pizza",
                "price": 7000,
                "quantity": 2,
                "vat": 12,
                "merchant_id": str(DEMO_MERCHANT_ID),
            }
        ],
        "supplier": {},
        "payment_provider_methods": [{"provider": "swish", "method": "m_commerce"}],
        "total_amount": 14000,
        **values,
    }


class Api:
    """One tenant's view of the API."""

    def __init__(self, tenant_id: UUID, **headers: str) -> None:
        self.client = Client(headers={"tenant-id": str(tenant_id), **headers})

    def get(self, path: str, **options: Any) -> Any:
        return self.client.get(path, **options)

    def post(self, path: str, body: Any, **options: Any) -> Any:
        return self.client.post(path, _text(body), content_type="application/json", **options)

    def put(self, path: str, body: Any = None, **options: Any) -> Any:
        if body is None:
            return self.client.put(path, content_type="", **options)
        return self.client.put(path, _text(body), content_type="application/json", **options)


def listed(response: Any) -> list[dict[str, Any]]:
    """The links of a list, streamed or not."""
    content = response.getvalue()
    links: list[dict[str, Any]] = json.loads(content)
    return links


def _text(body: Any) -> str:
    return body if isinstance(body, str) else json.dumps(body)
