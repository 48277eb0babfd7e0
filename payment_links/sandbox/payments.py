"""Payments: list, get, change the items, stop, refund, reconcile. Initiation has its own file."""

from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse

from payment_links.sandbox import clock, deposits, statuses
from payment_links.sandbox.answers import answer_empty, answer_json, refuse
from payment_links.sandbox.fields import (
    Body,
    one_of,
    positive,
    read_json_object,
    read_optional_json_object,
    text,
)
from payment_links.sandbox.initiation import check_sum, read_items
from payment_links.sandbox.listing import answer_list, filter_choice, filter_created_at
from payment_links.sandbox.methods import PROVIDERS
from payment_links.sandbox.models import Refund, SandboxOrder, SandboxPayment, SandboxTenant
from payment_links.sandbox.orders import CURRENCIES, find_order
from payment_links.sandbox.payment_json import write_payment
from payment_links.sandbox.router import DATABASE
from payment_links.sandbox.tenants import read_id

SPLIT = (SandboxOrder.Status.SPLIT, SandboxOrder.Status.SETTLED)
PAID = ("COMPLETED", "OVERFUNDED", "UNDERFUNDED", "FUNDED")


def list_payments(request: HttpRequest, tenant: SandboxTenant) -> HttpResponse:
    """GET /payments, newest first; filters: status, currency, provider, payment_order_id, times."""
    payments = SandboxPayment.objects.filter(order__tenant=tenant)
    statuses_known = SandboxPayment.Status.values
    payments = filter_choice(request, payments, "status", choices=statuses_known)
    payments = filter_choice(request, payments, "currency", choices=list(CURRENCIES))
    payments = filter_choice(request, payments, "provider", choices=list(PROVIDERS))
    if request.GET.get("payment_order_id"):
        payments = payments.filter(order__pk=read_id(request.GET["payment_order_id"]))
    payments = filter_created_at(request, payments)
    return answer_list(request, payments.prefetch_related("history"), write_payment)


def get_payment(
    request: HttpRequest, tenant: SandboxTenant, order_id: str, payment_id: str
) -> HttpResponse:
    """GET /payment_orders/{id}/payments/{pid}."""
    return answer_json(write_payment(find_payment(tenant, order_id, payment_id)))


def update_payment(
    request: HttpRequest, tenant: SandboxTenant, order_id: str, payment_id: str
) -> HttpResponse:
    """PUT …/payments/{pid}: other items of the same sum."""
    payment = find_payment(tenant, order_id, payment_id)
    body = Body(read_json_object(request))
    items = read_items(body, tenant)
    check_sum(body, items, payment.total_amount)
    body.finish()
    refuse_split(payment)
    SandboxPayment.objects.filter(pk=payment.pk).update(order_items=items)
    return answer_empty()


def stop_payment(
    request: HttpRequest, tenant: SandboxTenant, order_id: str, payment_id: str
) -> HttpResponse:
    """PUT …/stop: nobody can pay it any more; 403 when it is already decided."""
    payment = find_payment(tenant, order_id, payment_id)
    read_optional_json_object(request)
    statuses.stop(payment.pk, clock.now())
    return answer_empty()


def reconcile_payment(
    request: HttpRequest, tenant: SandboxTenant, order_id: str, payment_id: str
) -> HttpResponse:
    """PUT …/funding/reconcile: the money received is taken as it is."""
    payment = find_payment(tenant, order_id, payment_id)
    read_optional_json_object(request)
    deposits.reconcile(payment.pk, clock.now())
    return answer_empty()


def refund_payment(
    request: HttpRequest, tenant: SandboxTenant, order_id: str, payment_id: str
) -> HttpResponse:
    """POST …/refund: money back to the payer, at most what is left of the payment."""
    payment = find_payment(tenant, order_id, payment_id)
    body = Body(read_json_object(request))
    amount = body.required("amount", positive)
    currency = body.required("currency", one_of(CURRENCIES))
    reason = body.required("reason", text(200))
    description = body.optional("description", text(500)) or ""
    if currency and currency != payment.currency:
        body.add("currency", "currency_mismatch", f"the payment is in {payment.currency}")
    body.finish()
    refuse_split(payment)
    with transaction.atomic(using=DATABASE):
        payment = SandboxPayment.objects.select_for_update().get(pk=payment.pk)
        if payment.status not in PAID:
            raise refuse(403, "operation_forbidden", f"the payment is {payment.status}")
        if amount > payment.total_amount - refunded_amount(payment):
            raise refuse(422, "invalid_value", "more than is left to refund", field="amount")
        Refund.objects.create(
            payment=payment,
            amount=amount,
            reason=reason,
            description=description,
            refunded_at=clock.now(),
        )
    answer: dict[str, Any] = {"amount": amount, "currency": currency}
    return answer_json({**answer, "provider": payment.provider, "status": "COMPLETED"})


def refunded_amount(payment: SandboxPayment) -> int:
    """What has been refunded so far, in minor units."""
    return int(payment.refunds.aggregate(total=Sum("amount"))["total"] or 0)


def refuse_split(payment: SandboxPayment) -> None:
    """Raises RefusedError 403 when the order's money is already split among merchants."""
    if payment.order.status in SPLIT:
        raise refuse(403, "operation_forbidden", "the payment order is already split")


def find_payment(tenant: SandboxTenant, order_id: str, payment_id: str) -> SandboxPayment:
    """The order's payment. Raises RefusedError 422 for a malformed id, 404 for an unknown one."""
    order = find_order(tenant, order_id)
    payments = SandboxPayment.objects.filter(order=order, pk=read_id(payment_id))
    payment = payments.select_related("order").first()
    if payment is None:
        raise refuse(404, "not_found", "no such payment")
    return payment
