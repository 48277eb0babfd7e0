"""The demo's fixed data at the Payments API, and how others register theirs; all idempotent."""

from datetime import datetime
from typing import Any

from django.db import transaction

from payment_links.sandbox import clock
from payment_links.sandbox.models import (
    SandboxMerchant,
    SandboxOrder,
    SandboxPayment,
    SandboxTenant,
    StatusChange,
)
from payment_links.sandbox.router import DATABASE

SANDBOX_TENANT_ID = "55555555-5555-5555-5555-555555555555"
LIVE_TENANT_ID = "66666666-6666-4666-8666-666666666666"
# Printed by the demo: it opens nothing but the demo itself.
LIVE_TENANT_SECRET = "demo-live-tenant-payments-key"  # noqa: S105
MERCHANT_ID = "122da843-346e-4693-a7ef-985b8444156b"
LIVE_MERCHANT_ID = "66666666-6666-4666-8666-000000000001"
SEED_ORDER_ID = "122da843-346e-4693-a7ef-985b8444156b"
SEK_ORDER_ID = "a3710107-26e5-434c-8c5b-ebc19a77f372"
NOK_ORDER_ID = "a3710107-26e5-434c-8c5b-ebc19a77f373"
LIVE_ORDER_ID = "66666666-6666-4666-8666-000000000002"
PAYMENT_ID = "d43b87f9-9e28-4802-8eaa-6ee91a40ea71"


def seed() -> None:
    """The tenants, merchants, orders and the payment with fixed ids; re-opens the fixed orders."""
    with transaction.atomic(using=DATABASE):
        register_tenant(SANDBOX_TENANT_ID, "Sandbox tenant")
        register_tenant(LIVE_TENANT_ID, "Live tenant", LIVE_TENANT_SECRET)
        register_merchant(
            SANDBOX_TENANT_ID,
            MERCHANT_ID,
            name="Pizzeria Nygatan AB",
            organization_number="5555555555",
        )
        register_merchant(LIVE_TENANT_ID, LIVE_MERCHANT_ID, "Fjällsport AB", "5560360793")
        register_order(SANDBOX_TENANT_ID, SEED_ORDER_ID, "SEK")
        register_order(SANDBOX_TENANT_ID, SEK_ORDER_ID, "SEK")
        register_order(SANDBOX_TENANT_ID, NOK_ORDER_ID, "NOK")
        register_order(LIVE_TENANT_ID, LIVE_ORDER_ID, "SEK")
        fixed = [SEED_ORDER_ID, SEK_ORDER_ID, NOK_ORDER_ID, LIVE_ORDER_ID]
        SandboxOrder.objects.filter(pk__in=fixed).update(status=SandboxOrder.Status.OPEN)
        register_payment(
            SEK_ORDER_ID,
            PAYMENT_ID,
            provider="dummy",
            method="dummy",
            status="COMPLETED",
            amount=14000,
            currency="SEK",
            occurred_at=clock.now(),
            merchant_id=MERCHANT_ID,
        )


def register_tenant(tenant_id: str, name: str, secret: str | None = None) -> SandboxTenant:
    """A tenant the Payments API knows; with a secret, its requests must present it."""
    tenant, _ = SandboxTenant.objects.update_or_create(
        pk=tenant_id, defaults={"name": name, "secret": secret or ""}
    )
    return tenant


def register_merchant(
    tenant_id: str, merchant_id: str, name: str, organization_number: str
) -> SandboxMerchant:
    """A Swedish merchant of the tenant."""
    merchant, _ = SandboxMerchant.objects.get_or_create(
        pk=merchant_id,
        defaults={
            "tenant_id": tenant_id,
            "name": name,
            "organization": {"country": "SE", "se_organization_number": organization_number},
            "created_at": clock.now(),
        },
    )
    return merchant


def register_order(tenant_id: str, order_id: str, currency: str) -> SandboxOrder:
    """An OPEN order of the tenant; one that exists keeps its status."""
    order, _ = SandboxOrder.objects.get_or_create(
        pk=order_id,
        defaults={"tenant_id": tenant_id, "currency": currency, "created_at": clock.now()},
    )
    return order


def register_payment(
    order_id: str,
    payment_id: str,
    provider: str,
    method: str,
    status: str,
    amount: int,
    currency: str,
    occurred_at: datetime,
    merchant_id: str | None = None,
) -> SandboxPayment:
    """A payment of the past, of which nobody is told. amount: minor units."""
    item: dict[str, Any] = {"name": "Demo", "amount": amount, "vat_rate": 25}
    if merchant_id:
        item["merchant_id"] = merchant_id
    with transaction.atomic(using=DATABASE):
        payment, is_new = SandboxPayment.objects.get_or_create(
            pk=payment_id,
            defaults={
                "order_id": order_id,
                "provider": provider,
                "method": method,
                "status": status,
                "currency": currency,
                "total_amount": amount,
                "order_items": [item],
                "created_at": occurred_at,
            },
        )
        if is_new:
            history = dict.fromkeys([SandboxPayment.Status.INITIATED.value, status])
            StatusChange.objects.bulk_create(
                StatusChange(payment=payment, status=step, occurred_at=occurred_at)
                for step in history
            )
    return payment
