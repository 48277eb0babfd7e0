"""A tenant's endpoint and a link that calls it back."""

import pytest

from payment_links.gateways import outside
from tests.tenant_endpoint import TenantEndpoint


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> TenantEndpoint:
    endpoint = TenantEndpoint()
    monkeypatch.setattr(outside, "request", endpoint.request)
    return endpoint
