"""Payment orders: create, list, get, update, close, split and settle."""

import uuid
from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse

from payment_links.sandbox import clock
from payment_links.sandbox.answers import answer_empty, answer_json, refuse
from payment_links.sandbox.fields import (
    Body,
    flag,
    identifier,
    json_object,
    one_of,
    read_json_object,
    read_optional_json_object,
)
from payment_links.sandbox.listing import answer_list, filter_choice, filter_created_at
from payment_links.sandbox.models import Payout, SandboxOrder, SandboxPayment, SandboxTenant
from payment_links.sandbox.payment_json import write_payment
from payment_links.sandbox.router import DATABASE
from payment_links.sandbox.tenants import read_id

CURRENCIES = ("SEK", "NOK", "EUR", "DKK", "GBP")
PAID = ("COMPLETED", "OVERFUNDED")
Status = SandboxOrder.Status


def list_orders(request: HttpRequest, tenant: SandboxTenant) -> HttpResponse:
    """GET /payment_orders, newest first."""
    orders = SandboxOrder.objects.filter(tenant=tenant)
    orders = filter_choice(request, orders, "status", choices=Status.values)
    orders = filter_created_at(request, orders)
    return answer_list(request, orders.prefetch_related("payments__history"), write_order)


def create_order(request: HttpRequest, tenant: SandboxTenant) -> HttpResponse:
    """POST /payment_orders: an OPEN order in a currency."""
    body = Body(read_json_object(request))
    currency = body.required("currency", one_of(CURRENCIES))
    split_tree_id = body.optional("split_tree_id", identifier)
    split_parameters = body.optional("split_parameters", json_object) or {}
    close_condition = body.optional("close_condition", json_object) or {}
    settle_schedule = body.optional("settle_schedule", json_object) or {}
    body.finish()
    order = SandboxOrder.objects.create(
        id=uuid.uuid4(),
        tenant=tenant,
        currency=currency,
        split_tree_id=split_tree_id,
        split_parameters=split_parameters,
        close_condition=close_condition,
        settle_schedule=settle_schedule,
        created_at=clock.now(),
    )
    return answer_json({"id": str(order.pk)})


def get_order(request: HttpRequest, tenant: SandboxTenant, order_id: str) -> HttpResponse:
    """GET /payment_orders/{id}, with its payments."""
    order = find_order(tenant, order_id)
    prefetch_related_objects([order], "payments__history")
    return answer_json(write_order(order))


def update_order(request: HttpRequest, tenant: SandboxTenant, order_id: str) -> HttpResponse:
    """PUT /payment_orders/{id}: another way to split."""
    order = find_order(tenant, order_id)
    body = Body(read_json_object(request))
    split_tree_id = body.optional("split_tree_id", identifier)
    split_parameters = body.optional("split_parameters", json_object)
    body.finish()
    if order.status in {Status.SPLIT, Status.SETTLED}:
        raise refuse(403, "operation_forbidden", "the payment order is already split")
    if split_tree_id is not None:
        SandboxOrder.objects.filter(pk=order.pk).update(split_tree_id=split_tree_id)
    if split_parameters is not None:
        SandboxOrder.objects.filter(pk=order.pk).update(split_parameters=split_parameters)
    return answer_empty()


def close_order(request: HttpRequest, tenant: SandboxTenant, order_id: str) -> HttpResponse:
    """PUT …/close: no new payments from now on; closing again changes nothing."""
    order = find_order(tenant, order_id)
    read_optional_json_object(request)
    SandboxOrder.objects.filter(pk=order.pk, status=Status.OPEN).update(status=Status.CLOSED)
    return answer_empty()


def split_order(request: HttpRequest, tenant: SandboxTenant, order_id: str) -> HttpResponse:
    """PUT …/split: a CLOSED order is split; fast_forward closes an OPEN one first."""
    order = find_order(tenant, order_id)
    fast_forward = read_fast_forward(request)
    with transaction.atomic(using=DATABASE):
        order = SandboxOrder.objects.select_for_update().get(pk=order.pk)
        if order.status == Status.OPEN and not fast_forward:
            raise refuse(403, "operation_forbidden", "the payment order is not closed")
        if order.status in {Status.OPEN, Status.CLOSED}:
            order.status = Status.SPLIT
            order.save(update_fields=["status"])
    return answer_empty()


def settle_order(request: HttpRequest, tenant: SandboxTenant, order_id: str) -> HttpResponse:
    """PUT …/settle: a SPLIT order is paid out; fast_forward closes and splits it first."""
    order = find_order(tenant, order_id)
    fast_forward = read_fast_forward(request)
    now = clock.now()
    with transaction.atomic(using=DATABASE):
        order = SandboxOrder.objects.select_for_update().get(pk=order.pk)
        if order.status in {Status.OPEN, Status.CLOSED} and not fast_forward:
            raise refuse(403, "operation_forbidden", "the payment order is not split")
        if order.status != Status.SETTLED:
            order.status = Status.SETTLED
            order.save(update_fields=["status"])
            pay_out(order, now)
    return answer_empty()


def pay_out(order: SandboxOrder, now: datetime) -> None:
    """One payout per merchant: the sum of its lines in the order's paid payments."""
    sums: Counter[str] = Counter()
    for payment in order.payments.filter(status__in=PAID).order_by("created_at", "pk"):
        for item in payment.order_items:
            if item.get("merchant_id"):
                sums[item["merchant_id"]] += item["amount"]
    for merchant_id, amount in sums.items():
        Payout.objects.create(
            id=uuid.uuid4(),
            order=order,
            merchant_id=merchant_id,
            amount=amount,
            currency=order.currency,
            created_at=now,
        )


def read_fast_forward(request: HttpRequest) -> bool:
    """Whether the steps before are to be taken as well."""
    body = Body(read_optional_json_object(request))
    fast_forward = body.optional("fast_forward", flag) or False
    body.finish()
    return fast_forward


def find_order(tenant: SandboxTenant, order_id: str) -> SandboxOrder:
    """The tenant's order. Raises RefusedError 422 for a malformed id, 404 for an unknown one."""
    order = SandboxOrder.objects.filter(tenant=tenant, pk=read_id(order_id)).first()
    if order is None:
        raise refuse(404, "not_found", "no such payment order")
    return order


def write_order(order: SandboxOrder) -> dict[str, Any]:
    """The order as JSON."""
    payments: list[SandboxPayment] = sorted(order.payments.all(), key=lambda row: row.created_at)
    return {
        "id": str(order.pk),
        "status": order.status,
        "created_at": clock.write_time(order.created_at),
        "currency": order.currency,
        "split_tree_id": str(order.split_tree_id) if order.split_tree_id else None,
        "split_parameters": order.split_parameters,
        "payments": [write_payment(payment) for payment in payments],
    }
