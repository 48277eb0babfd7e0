"""The start of a payment: what is asked for is checked, written and told to the tenant."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from payment_links.sandbox import clock, deposits
from payment_links.sandbox.answers import answer_json, refuse
from payment_links.sandbox.fields import (
    Body,
    any_text,
    identifier,
    integer,
    json_object,
    one_of,
    percent,
    positive,
    read_json_object,
    text,
    text_list,
    web_address,
)
from payment_links.sandbox.magic import declines_swish
from payment_links.sandbox.methods import answer_initiation, read_method, read_parameters
from payment_links.sandbox.models import (
    SandboxOrder,
    SandboxPayment,
    SandboxTenant,
    StatusChange,
)
from payment_links.sandbox.orders import CURRENCIES, find_order
from payment_links.sandbox.router import DATABASE
from payment_links.sandbox.statuses import add_status, announce

Status = SandboxPayment.Status


def initiate_payment(request: HttpRequest, tenant: SandboxTenant, order_id: str) -> HttpResponse:
    """POST /payment_orders/{id}/payments: 404, then 422, then 403 when the order is not OPEN."""
    order = find_order(tenant, order_id)
    payment = read_payment(Body(read_json_object(request)), tenant, order)
    with transaction.atomic(using=DATABASE):
        order = SandboxOrder.objects.select_for_update().get(pk=order.pk)
        if order.status != SandboxOrder.Status.OPEN:
            raise refuse(403, "payment_order_closed", "the payment order is not open")
        changes = start(payment, clock.now())
    # The initial status is what the answer says; the tenant is told of those that follow.
    announce(changes[1:])
    answer = deposits.answer_deposit if payment.reference else answer_initiation
    response = answer(payment)
    return answer_json({"id": str(payment.pk), "provider_method_response": response})


def start(payment: SandboxPayment, now: datetime) -> list[StatusChange]:
    """Write the payment and the statuses it goes through by itself, inside a transaction."""
    payment.created_at = now
    payment.save(force_insert=True)
    changes = [add_status(payment, Status.INITIATED, now)]
    if payment.provider == "dummy":
        desired = payment.parameters["desired_payment_status"]
        following = [] if desired == Status.INITIATED else [desired]
    elif declines_swish(payment.parameters.get("phone_number", "")):
        following = [Status.PENDING, Status.DECLINED]
    else:
        following = [Status.PENDING]
    return changes + [add_status(payment, status, now) for status in following]


def read_payment(body: Body, tenant: SandboxTenant, order: SandboxOrder) -> SandboxPayment:
    """An unsaved payment from a body. Raises RefusedError 422 with everything that is wrong."""
    currency = body.required("currency", one_of(CURRENCIES))
    total_amount = body.required("total_amount", positive)
    items = read_items(body, tenant)
    method = read_method(body)
    parameters = read_parameters(body, method) if method else {}
    metadata = body.optional("metadata", json_object) or {}
    callback_url = body.optional("status_callback_url", web_address) or ""
    payer = read_payer(body)
    if currency and currency != order.currency:
        body.add("currency", "currency_mismatch", f"the payment order is in {order.currency}")
    if total_amount:
        check_sum(body, items, total_amount)
    if method and method.page == "deposit":
        deposits.check_parameters(body, parameters)
    body.finish()
    payment = SandboxPayment(
        id=uuid.uuid4(),
        order=order,
        status=Status.INITIATED,
        provider=body.data["provider"],
        method=body.data["method"],
        parameters=parameters,
        currency=currency,
        total_amount=total_amount,
        order_items=items,
        payer=payer,
        metadata=metadata,
        status_callback_url=callback_url,
    )
    if method and method.page == "deposit":
        payment.reference_type = parameters["reference_type"]
        payment.reference = parameters.get("reference") or deposits.make_reference()
    return payment


def read_payer(body: Body) -> dict[str, Any]:
    """Who pays: name, email and phone_number, each optional."""
    payer = body.inside("payer")
    for name in ("name", "email", "phone_number"):
        payer.optional(name, any_text(254))
    return payer.data


def read_items(body: Body, tenant: SandboxTenant) -> list[dict[str, Any]]:
    """The order_items of a body: amount of the line in minor units, VAT in percent."""
    merchants = {str(pk) for pk in tenant.merchants.values_list("pk", flat=True)}
    return [read_item(item, merchants) for item in body.each("order_items")]


def read_item(item: Body, merchants: set[str]) -> dict[str, Any]:
    """One line; its merchant must be the tenant's."""
    line: dict[str, Any] = {
        "amount": item.required("amount", integer),
        "name": item.required("name", text(500)),
        "vat_rate": item.required("vat_rate", percent),
        "merchant_id": item.required("merchant_id", identifier),
        "metadata": item.optional("metadata", json_object) or {},
        "tags": item.optional("tags", text_list) or [],
    }
    if line["merchant_id"] and line["merchant_id"] not in merchants:
        item.add("merchant_id", "invalid_value", "no such merchant")
    return line


def check_sum(body: Body, items: list[dict[str, Any]], total_amount: int) -> None:
    """Note it when the lines do not add up to the total; not when a line is wrong anyway."""
    if body.problems:
        return
    if sum(item["amount"] for item in items) != total_amount:
        body.add("total_amount", "invalid_value", "not the sum of the order items")
