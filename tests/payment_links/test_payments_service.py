"""The payments service seen from a tenant: opening an order for a link that staff make."""

import httpx2
import pytest

from payment_links.gateways import http
from payment_links.gateways.errors import GatewayUnavailable
from payment_links.payments_service import (
    PaymentOrderRefusedError,
    PaymentsServiceUnavailableError,
    fetch_payment_order,
    open_payment_order,
)
from tests.builders import make_demo_merchant
from tests.doors import Sandbox

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])


def test_an_opened_order_is_known_to_the_payments_service(sandbox: Sandbox) -> None:
    tenant = make_demo_merchant().tenant

    order = open_payment_order(tenant, "NOK")

    assert (order.status, order.currency) == ("OPEN", "NOK")
    assert fetch_payment_order(tenant, order.id) == order


def test_a_currency_that_the_service_refuses_is_told(sandbox: Sandbox) -> None:
    tenant = make_demo_merchant().tenant

    with pytest.raises(PaymentOrderRefusedError):
        open_payment_order(tenant, "")


def test_silence_of_the_service_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_arguments: object, **_options: object) -> httpx2.Response:
        raise GatewayUnavailable("timed out")

    monkeypatch.setattr(http, "request", silent)

    with pytest.raises(PaymentsServiceUnavailableError):
        open_payment_order(make_demo_merchant().tenant, "SEK")
