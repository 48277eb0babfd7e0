"""The demo's fixed data, and its idempotence."""

import pytest
from django.core.management import call_command

from payment_links.sandbox import demo_data
from payment_links.sandbox.demo_data import PAYMENT_ID, SEED_ORDER_ID, SEK_ORDER_ID
from payment_links.sandbox.models import SandboxOrder, SandboxPayment, StatusChange
from payment_links.sandbox.router import SandboxRouter
from tests.payment_links.sandbox.conftest import PaymentsApi

pytestmark = pytest.mark.django_db(databases=["sandbox"])


def test_seeding_twice_adds_nothing_and_opens_again(api: PaymentsApi) -> None:
    api.call("PUT", f"/payment_orders/{SEK_ORDER_ID}/close")
    before = (SandboxOrder.objects.count(), StatusChange.objects.count())

    call_command("seed_sandbox", verbosity=0)

    assert (SandboxOrder.objects.count(), StatusChange.objects.count()) == before
    assert api.order_status(SEK_ORDER_ID) == "OPEN"


def test_fixed_payment_is_paid(api: PaymentsApi) -> None:
    answer = api.call("GET", f"/payment_orders/{SEK_ORDER_ID}/payments/{PAYMENT_ID}").json()

    assert (answer["status"], answer["provider"]) == ("COMPLETED", "dummy")


def test_registered_payment_tells_nobody(api: PaymentsApi) -> None:
    payment = SandboxPayment.objects.get(pk=PAYMENT_ID)
    payment_id = "d43b87f9-9e28-4802-8eaa-000000000001"
    declined = demo_data.PastPayment(
        order_id=SEED_ORDER_ID,
        payment_id=payment_id,
        provider="swish",
        method="m_commerce",
        status="DECLINED",
        amount=500,
        currency="SEK",
        occurred_at=payment.created_at,
    )

    demo_data.register_payments([declined])

    assert api.history(payment_id) == ["INITIATED", "DECLINED"]


def test_tables_stay_in_their_own_database() -> None:
    router = SandboxRouter()

    assert router.allow_migrate("sandbox", "sandbox") is True
    assert router.allow_migrate("default", "sandbox") is False
    assert router.allow_migrate("sandbox", "payment_links") is False
    assert router.allow_migrate("default", "payment_links") is None
