"""Payouts to merchants, made when an order is settled: list and get."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from payment_links.sandbox.answers import answer_json, refuse
from payment_links.sandbox.clock import write_time
from payment_links.sandbox.listing import answer_list, filter_created_at
from payment_links.sandbox.models import Payout, SandboxTenant
from payment_links.sandbox.tenants import read_id


def list_payouts(request: HttpRequest, tenant: SandboxTenant) -> HttpResponse:
    """GET /payouts, newest first."""
    payouts = filter_created_at(request, Payout.objects.filter(order__tenant=tenant))
    return answer_list(request, payouts, write_payout)


def get_payout(request: HttpRequest, tenant: SandboxTenant, payout_id: str) -> HttpResponse:
    """GET /payouts/{id}."""
    payout = Payout.objects.filter(order__tenant=tenant, pk=read_id(payout_id)).first()
    if payout is None:
        raise refuse(404, "not_found", "no such payout")
    return answer_json(write_payout(payout))


def write_payout(payout: Payout) -> dict[str, Any]:
    """The payout as JSON. amount: minor units."""
    return {
        "id": str(payout.pk),
        "payment_order_id": str(payout.order_id),
        "merchant_id": str(payout.merchant_id),
        "amount": payout.amount,
        "currency": payout.currency,
        "status": "COMPLETED",
        "created_at": write_time(payout.created_at),
    }
