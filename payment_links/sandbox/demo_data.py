"""The demo's fixed data at the Payments API, and how others register theirs; all idempotent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

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


@dataclass(frozen=True, slots=True, kw_only=True)
class PastOrder:
    """An order of a tenant that is OPEN when it is new. currency: three letters."""

    tenant_id: str
    order_id: str
    currency: str = "SEK"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPayment:
    """A payment of the past. amount: minor units; status: what it came to be."""

    order_id: str
    payment_id: str
    provider: str
    method: str
    status: str
    amount: int
    currency: str
    occurred_at: datetime
    merchant_id: str | None = None


def seed() -> None:
    """The tenants, merchants, orders and the payment with fixed ids; re-opens the fixed orders."""
    with transaction.atomic(using=DATABASE):
        _register_tenants()
        register_merchant(
            SANDBOX_TENANT_ID,
            MERCHANT_ID,
            name="Pizzeria Nygatan AB",
            organization_number="5555555555",
        )
        register_merchant(LIVE_TENANT_ID, LIVE_MERCHANT_ID, "Fjällsport AB", "5560360793")
        fixed = [
            PastOrder(tenant_id=SANDBOX_TENANT_ID, order_id=SEED_ORDER_ID),
            PastOrder(tenant_id=SANDBOX_TENANT_ID, order_id=SEK_ORDER_ID),
            PastOrder(tenant_id=SANDBOX_TENANT_ID, order_id=NOK_ORDER_ID, currency="NOK"),
            PastOrder(tenant_id=LIVE_TENANT_ID, order_id=LIVE_ORDER_ID),
        ]
        register_orders(fixed)
        order_ids = [order.order_id for order in fixed]
        SandboxOrder.objects.filter(pk__in=order_ids).update(status=SandboxOrder.Status.OPEN)
        paid = PastPayment(
            order_id=SEK_ORDER_ID,
            payment_id=PAYMENT_ID,
            provider="dummy",
            method="dummy",
            status="COMPLETED",
            amount=14000,
            currency="SEK",
            occurred_at=clock.now(),
            merchant_id=MERCHANT_ID,
        )
        register_payments([paid])


def _register_tenants() -> None:
    """The tenants the Payments API knows; requests of one with a secret must present it."""
    SandboxTenant.objects.bulk_create(
        [
            SandboxTenant(pk=SANDBOX_TENANT_ID, name="Sandbox tenant", secret=""),
            SandboxTenant(pk=LIVE_TENANT_ID, name="Live tenant", secret=LIVE_TENANT_SECRET),
        ],
        update_conflicts=True,
        update_fields=["name", "secret"],
        unique_fields=["id"],
    )


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


def register_orders(orders: Iterable[PastOrder]) -> None:
    """Orders that are there keep their status."""
    now = clock.now()
    SandboxOrder.objects.bulk_create(
        [
            SandboxOrder(
                pk=order.order_id,
                tenant_id=order.tenant_id,
                currency=order.currency,
                created_at=now,
            )
            for order in orders
        ],
        ignore_conflicts=True,
    )


def register_payments(payments: Iterable[PastPayment]) -> None:
    """Payments of which nobody is told; those that are there stay as they are."""
    with transaction.atomic(using=DATABASE):
        wanted = {UUID(payment.payment_id): payment for payment in payments}
        known = SandboxPayment.objects.filter(pk__in=wanted).values_list("pk", flat=True)
        for payment_id in list(known):
            del wanted[payment_id]
        SandboxPayment.objects.bulk_create(map(_payment, wanted.values()))
        StatusChange.objects.bulk_create(
            StatusChange(payment_id=payment_id, status=step, occurred_at=payment.occurred_at)
            for payment_id, payment in wanted.items()
            for step in dict.fromkeys([SandboxPayment.Status.INITIATED.value, payment.status])
        )


def _payment(payment: PastPayment) -> SandboxPayment:
    item: dict[str, Any] = {"name": "Demo", "amount": payment.amount, "vat_rate": 25}
    if payment.merchant_id:
        item["merchant_id"] = payment.merchant_id
    return SandboxPayment(
        pk=payment.payment_id,
        order_id=payment.order_id,
        provider=payment.provider,
        method=payment.method,
        status=payment.status,
        currency=payment.currency,
        total_amount=payment.amount,
        order_items=[item],
        created_at=payment.occurred_at,
    )
