"""Deposits: references, the bank account to pay to, and money that arrives on it."""

import re
import secrets
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse

from payment_links.sandbox import clock
from payment_links.sandbox.answers import RefusedError, answer_empty, answer_error, refuse
from payment_links.sandbox.fields import Body, one_of, positive, read_json_object, text
from payment_links.sandbox.magic import has_luhn_digit, luhn_digit
from payment_links.sandbox.models import Deposit, SandboxPayment, StatusChange
from payment_links.sandbox.orders import CURRENCIES
from payment_links.sandbox.router import DATABASE
from payment_links.sandbox.statuses import add_status, announce

Status = SandboxPayment.Status
REFERENCE_LENGTH = 9
# An account that exists nowhere, with valid check digits.
BANK_ACCOUNTS = {
    "OCR": {
        "bankgiro_number": "991-2346",
        "iban": "SE4550000000058398257466",
        "bic": "ESSESESS",
        "account_holder": "Sandbox Bank AB",
    },
    "KID": {
        "account_number": "8601 11 17947",
        "iban": "NO9386011117947",
        "bic": "DNBANOKK",
        "account_holder": "Sandbox Bank AS",
    },
}


def make_reference() -> str:
    """A reference of nine digits: the second last is the length digit, the last the check digit."""
    digits = "".join(secrets.choice("0123456789") for _ in range(REFERENCE_LENGTH - 2))
    digits += str(REFERENCE_LENGTH % 10)
    return digits + luhn_digit(digits)


def is_reference(reference: str, reference_type: str) -> bool:
    """Whether the check digit holds: modulus 10, for a KID also modulus 11."""
    if re.fullmatch(r"[0-9]{2,25}", reference) and has_luhn_digit(reference):
        return True
    is_kid = reference_type == "KID" and re.fullmatch(r"[0-9]{2,24}[0-9-]", reference)
    return bool(is_kid) and reference[-1] == modulus_11_digit(reference[:-1])


def modulus_11_digit(digits: str) -> str:
    """The check digit by modulus 11 with weights 2 to 7 from the right; a dash stands for 10."""
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(digits)))
    rest = -total % 11
    return "-" if rest == 10 else str(rest)


def check_parameters(body: Body, parameters: dict[str, Any]) -> None:
    """Note what is wrong with a deposit's reference and date; nothing when the type is wrong."""
    reference, wanted_date = parameters.get("reference"), parameters.get("desired_date_of_payment")
    reference_type = parameters.get("reference_type")
    prefix = "provider_method_parameters"
    if isinstance(reference, str) and not is_reference(reference, str(reference_type)):
        body.add(f"{prefix}.reference", "invalid_value", f"not a valid {reference_type}")
    if isinstance(wanted_date, str):
        try:
            date.fromisoformat(wanted_date)
        except ValueError:
            body.add(f"{prefix}.desired_date_of_payment", "invalid_format", "not a date")


def answer_deposit(payment: SandboxPayment) -> dict[str, Any]:
    """The provider_method_response: where to pay to and what to write on the payment."""
    return {
        "reference": payment.reference,
        "bank_account": BANK_ACCOUNTS[payment.reference_type],
        "invoice": {
            "reference": payment.reference,
            "reference_type": payment.reference_type,
            "amount": payment.total_amount,
            "currency": payment.currency,
            "date_of_payment": payment.parameters.get("desired_date_of_payment"),
        },
    }


def deposit_view(request: HttpRequest) -> HttpResponse:
    """POST {amount, currency, reference_type, reference}: money arrives; 204, 404 or 422."""
    try:
        if request.method != "POST":
            raise refuse(405, "method_not_allowed", "use POST")
        body = Body(read_json_object(request))
        amount = body.required("amount", positive)
        currency = body.required("currency", one_of(CURRENCIES))
        reference_type = body.required("reference_type", one_of(tuple(BANK_ACCOUNTS)))
        reference = body.required("reference", text(30))
        body.finish()
        receive_reference(reference_type, reference, amount=amount, currency=currency)
    except RefusedError as error:
        return answer_error(error)
    return answer_empty()


def receive_reference(reference_type: str, reference: str, *, amount: int, currency: str) -> None:
    """Money arrives with a reference: it goes to the newest payment that has this reference."""
    payments = SandboxPayment.objects.filter(reference_type=reference_type, reference=reference)
    payment = payments.order_by("-created_at", "pk").first()
    if payment is None:
        raise refuse(404, "not_found", "no payment has this reference", field="reference")
    if payment.currency != currency:
        raise refuse(422, "currency_mismatch", f"the payment is in {payment.currency}")
    receive(payment.pk, amount, clock.now())


def receive(payment_id: UUID, amount: int, now: datetime) -> None:
    """Money arrives for a deposit; the sum so far decides the status. amount: minor units."""
    changes: list[StatusChange] = []
    with transaction.atomic(using=DATABASE):
        payment = SandboxPayment.objects.select_for_update().get(pk=payment_id)
        Deposit.objects.create(payment=payment, amount=amount, arrived_at=now)
        status = status_by_sum(payment)
        if status != payment.status:
            changes.append(add_status(payment, status, now))
    announce(changes)


def status_by_sum(payment: SandboxPayment) -> str:
    """UNDERFUNDED, OVERFUNDED, or exactly enough: COMPLETED, or FUNDED when that is to wait."""
    received = payment.deposits.aggregate(total=Sum("amount"))["total"] or 0
    if received < payment.total_amount:
        return Status.UNDERFUNDED
    if received > payment.total_amount:
        return Status.OVERFUNDED
    is_complete = payment.parameters.get("complete_when_funded", True)
    return Status.COMPLETED if is_complete else Status.FUNDED


def reconcile(payment_id: UUID, now: datetime) -> None:
    """Take the money received as it is: the payment is COMPLETED. Raises RefusedError 403."""
    with transaction.atomic(using=DATABASE):
        payment = SandboxPayment.objects.select_for_update().get(pk=payment_id)
        if payment.status not in {Status.UNDERFUNDED, Status.OVERFUNDED, Status.FUNDED}:
            raise refuse(403, "operation_forbidden", f"the payment is {payment.status}")
        change = add_status(payment, Status.COMPLETED, now)
    announce([change])
