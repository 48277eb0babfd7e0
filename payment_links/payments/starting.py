"""The call that starts a payment at the payments service, and what became of it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from payment_links.errors import DomainError
from payment_links.gateways import payments_api
from payment_links.gateways.errors import GatewayRejected, GatewayUnavailable
from payment_links.models import SYSTEM, Payment, PaymentLink, TimelineEntry
from payment_links.payments_service import (
    PaymentOrderClosedError,
    PaymentOrderNotFoundError,
    PaymentsServiceUnavailableError,
    payments_api_credentials,
)

FIRST_CHECK_AFTER = timedelta(seconds=10)
Status = Payment.Status


class PaymentRefusedError(DomainError):
    """The payments service understood the attempt and refused it. http_status: 422 or 403."""

    description = "The payments service refused the payment."

    def __init__(self, description: str, *, code: str, http_status: int) -> None:
        super().__init__(description)
        self.code = code
        self.http_status = http_status


def start(payment: Payment, request: payments_api.NewPayment, now: datetime) -> Payment:
    """Ask the payments service to start the attempt; returns the attempt as it is afterwards.

    Raises PaymentOrderClosedError, PaymentOrderNotFoundError, PaymentRefusedError (the attempt is
    REJECTED) and PaymentsServiceUnavailableError (it stays UNKNOWN when it may have begun).
    """
    link = payment.payment_link
    try:
        started = payments_api.initiate_payment(
            payments_api_credentials(link.tenant), link.payment_order_id, request
        )
    except GatewayRejected as error:
        reject(payment, str(error), now)
        raise _refusal(error) from error
    except GatewayUnavailable as error:
        if not error.accepted:
            reject(payment, "The payments service could not be reached.", now)
            raise PaymentsServiceUnavailableError from error
        raise PaymentsServiceUnavailableError(
            "The payments service did not answer; whether the payment began is being checked."
        ) from error
    return record_start(payment.pk, started, now)


def record_start(pk: UUID, started: payments_api.StartedPayment, now: datetime) -> Payment:
    """Keep the service's answer; a callback that was faster than it has decided the status."""
    with transaction.atomic():
        attempt = Payment.objects.only("payment_link_id").get(pk=pk)
        link = PaymentLink.objects.lock(attempt.payment_link_id)
        payment = Payment.objects.select_for_update().get(pk=pk)
        payment.payment_id = started.payment_id
        payment.provider_method_response = started.provider_method_response
        changed = ["payment_id", "provider_method_response"]
        if payment.status == Status.UNKNOWN:
            payment.status = Status.INITIATED
            payment.next_check_at = now + FIRST_CHECK_AFTER
            changed += ["status", "next_check_at"]
        payment.save(update_fields=changed)
        if link.status == PaymentLink.Status.CREATED and not payment.is_deposit:
            link.payment_id = started.payment_id
            link.save(update_fields=["payment_id", "updated_at"])
    return payment


def reject(payment: Payment, reason: str, now: datetime) -> None:
    """The attempt never began; the link stays open for another."""
    with transaction.atomic():
        link = PaymentLink.objects.lock(payment.payment_link_id)
        rejected = Payment.objects.filter(pk=payment.pk, status=Status.UNKNOWN).update(
            status=Status.REJECTED, failure_reason=reason[:500], next_check_at=None, updated_at=now
        )
        if rejected:
            TimelineEntry.objects.record(
                link,
                TimelineEntry.Event.PAYMENT_CHANGED,
                actor=SYSTEM,
                now=now,
                payment=str(payment.pk),
                provider=payment.provider,
                method=payment.method,
                status=Status.REJECTED,
            )


def _refusal(error: GatewayRejected) -> DomainError:
    if error.code == "payment_order_closed":
        return PaymentOrderClosedError()
    if error.http_status == 404:
        return PaymentOrderNotFoundError()
    if error.http_status in {403, 422}:
        code = "invalid_value" if error.http_status == 422 else "operation_forbidden"
        return PaymentRefusedError(str(error), code=code, http_status=error.http_status)
    return PaymentsServiceUnavailableError()
