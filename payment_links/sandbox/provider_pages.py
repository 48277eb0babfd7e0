"""The provider's page of a payment, where a person approves, declines, aborts or crashes it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from payment_links.sandbox import clock, deposits
from payment_links.sandbox.answers import RefusedError, answer_not_found
from payment_links.sandbox.fields import UUID_PATTERN
from payment_links.sandbox.magic import decide_card, declines_swish
from payment_links.sandbox.methods import METHODS
from payment_links.sandbox.models import SandboxMerchant, SandboxPayment
from payment_links.sandbox.pages import render, write_amount
from payment_links.sandbox.statuses import DECISIONS, LATE_MONEY, decide

Status = SandboxPayment.Status
RETURN_URLS = {
    Status.COMPLETED: ("success_url", "redirect_url"),
    Status.ABORTED: ("cancel_url", "error_url", "redirect_url"),
}
ERROR_URLS = ("error_url", "cancel_url", "redirect_url")
LARGEST_DEPOSIT_DIGITS = 9


def provider_view(request: HttpRequest, payment_id: str) -> HttpResponse:
    """GET shows the page and changes nothing; POST decides and sends the payer back to the shop."""
    payments = SandboxPayment.objects.select_related("order__tenant")
    payment = None
    if UUID_PATTERN.fullmatch(payment_id):
        payment = payments.filter(pk=payment_id).first()
    if payment is None:
        return answer_not_found(request)
    if request.method != "POST":
        return show(payment)
    if request.POST.get("decision") == "deposit":
        return receive_deposit(request, payment)
    decision = request.POST.get("decision", "")
    if decision == "card":
        decided = decide_card(request.POST.get("card_number", ""))
        if decided is None:
            return show(payment, problem="This is not a card number.", status=422)
        decision = decided
    if decision == "approve" and is_declined_by_phone(payment):
        decision = "decline"
    if decision not in {*DECISIONS, LATE_MONEY}:
        return show(payment, problem="Choose one of the buttons.", status=422)
    return take_decision(request, payment, decision)


def take_decision(request: HttpRequest, payment: SandboxPayment, decision: str) -> HttpResponse:
    """Change the payment and send the payer on; 409 with the page when it is too late."""
    try:
        payment = decide(payment.pk, decision, clock.now())
    except RefusedError:
        payment.refresh_from_db()
        return show(payment, problem="The payment is already decided.", status=409)
    return HttpResponseRedirect(next_address(request, payment))


def receive_deposit(request: HttpRequest, payment: SandboxPayment) -> HttpResponse:
    """Money arrives for a deposit, as if a bank had reported it. The form's amount: minor units."""
    amount = request.POST.get("amount", "")
    is_amount = amount.isascii() and amount.isdigit() and len(amount) <= LARGEST_DEPOSIT_DIGITS
    if not payment.reference or not is_amount or int(amount) == 0:
        return show(payment, problem="Give the amount in minor units, above zero.", status=422)
    deposits.receive(payment.pk, int(amount), clock.now())
    payment.refresh_from_db()
    return HttpResponseRedirect(next_address(request, payment))


def is_declined_by_phone(payment: SandboxPayment) -> bool:
    """Whether the payer's own phone is the one that declines Swish payments."""
    phone = payment.payer.get("phone_number") or ""
    return payment.provider == "swish" and declines_swish(phone)


def next_address(request: HttpRequest, payment: SandboxPayment) -> str:
    """Where the person goes now: the sandbox's screen, the shop, or this page when it has none."""
    if request.POST.get("from") == "screen":
        return "/#payments"
    for name in RETURN_URLS.get(Status(payment.status), ERROR_URLS):
        if payment.parameters.get(name):
            return str(payment.parameters[name])
    return f"/provider/{payment.pk}"


def show(payment: SandboxPayment, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page of the payment's provider."""
    received = sum(deposit.amount for deposit in payment.deposits.all())
    context: dict[str, Any] = {
        "payment": payment,
        "kind": METHODS[f"{payment.provider}/{payment.method}"].page,
        "merchant": find_merchant_name(payment),
        "problem": problem,
        "message": payment.parameters.get("message", ""),
        "bank_account": deposits.BANK_ACCOUNTS.get(payment.reference_type, {}),
        "amount": write_amount(payment.total_amount, payment.currency),
        "received": write_amount(received, payment.currency),
        "missing": max(payment.total_amount - received, 0),
        "return_url": find_return_url(payment),
    }
    return render("sandbox/provider.html", context, status=status)


def find_merchant_name(payment: SandboxPayment) -> str:
    """Who is paid: the merchant of the first line, else the tenant."""
    merchant_id = payment.order_items[0].get("merchant_id") if payment.order_items else None
    merchant = SandboxMerchant.objects.filter(pk=merchant_id).first() if merchant_id else None
    return merchant.name if merchant else payment.order.tenant.name


def find_return_url(payment: SandboxPayment) -> str:
    """The shop's address for a payment that is over; empty while it is open or without one."""
    if payment.is_open:
        return ""
    for name in RETURN_URLS.get(Status(payment.status), ERROR_URLS):
        if payment.parameters.get(name):
            return str(payment.parameters[name])
    return ""
