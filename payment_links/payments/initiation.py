"""The start of a payment: one open attempt per link, written down before anybody else is asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from payment_links.errors import DomainError
from payment_links.gateways import payments_api
from payment_links.gateways.errors import GatewayRejected, GatewayUnavailable
from payment_links.models import (
    SYSTEM,
    Actor,
    LinkException,
    Payment,
    PaymentLink,
    TimelineEntry,
)
from payment_links.payments.asking import new_payment
from payment_links.payments.facts import record_payment_status
from payment_links.payments.provider_methods import (
    Choice,
    can_be_resumed,
    choose,
    provider_parameters,
)
from payment_links.payments_service import (
    PaymentInProgressError,
    PaymentOrderClosedError,
    PaymentOrderNotFoundError,
    PaymentsServiceUnavailableError,
    payments_api_credentials,
)

FIRST_CHECK_AFTER = timedelta(seconds=10)
Status = Payment.Status


class PaymentLinkNotOpenError(DomainError):
    code = "payment_link_not_open"
    description = "The payment link is not open for payment."


class PaymentRefusedError(DomainError):
    """The payments service understood the attempt and refused it. http_status: 422 or 403."""

    description = "The payments service refused the payment."

    def __init__(self, description: str, *, code: str, http_status: int) -> None:
        super().__init__(description)
        self.code = code
        self.http_status = http_status


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller of initiate_payment asks for."""

    provider: str
    method: str
    parameters: dict[str, Any]
    replaces: UUID | None


@dataclass(frozen=True, slots=True)
class Reservation:
    """What the link's lock decided: an attempt to start, one to go on with, or one in the way."""

    to_start: Payment | None = None
    to_resume: Payment | None = None
    in_the_way: Payment | None = None
    request: payments_api.NewPayment | None = None


def initiate_payment(
    link_id: UUID,
    provider: str,
    method: str,
    parameters: dict[str, Any],
    *,
    actor: Actor,
    now: datetime,
    replaces: UUID | None = None,
) -> Payment:
    """Start a payment of the link's whole amount with one of its methods. Not within a transaction.

    The same method again returns the open attempt, so that double clicks and two tabs make one;
    `replaces` names an open attempt (our key) that shall give way all the same. An attempt with
    another method is stopped at the payments service first. The row is committed as UNKNOWN before
    the service is asked; when it may have taken the request without answering, the row stays so
    until the service is heard (a callback or the janitor).

    Raises InvalidInputError (422: method, provider, parameters.…), PaymentLinkNotOpenError,
    PaymentInProgressError (an attempt is being checked or cannot be stopped),
    PaymentOrderClosedError, PaymentRefusedError and PaymentsServiceUnavailableError (502).
    """
    wanted = Wanted(provider, method, parameters, replaces)
    found = _reserve(link_id, wanted, actor=actor, now=now)
    if found.in_the_way is not None:
        _stop(found.in_the_way, now)
        found = _reserve(link_id, wanted, actor=actor, now=now)
    if found.to_resume is not None:
        return found.to_resume
    if found.to_start is None or found.request is None:
        raise PaymentInProgressError
    return _start(found.to_start, found.request, now)


def _reserve(link_id: UUID, wanted: Wanted, *, actor: Actor, now: datetime) -> Reservation:
    with transaction.atomic():
        link = PaymentLink.objects.select_related("tenant", "merchant", "customer").lock(link_id)
        choice = choose(link, wanted.provider, wanted.method, wanted.parameters)
        told = provider_parameters(choice)
        _refuse_unpayable(link, now)
        attempt = link.payments.filter(status__in=Payment.OPEN_STATUSES).first()
        if attempt is None:
            payment = _create(choice, actor, now)
            return Reservation(to_start=payment, request=new_payment(choice, payment, told))
        if attempt.status == Status.UNKNOWN:
            raise PaymentInProgressError("A payment is being checked with the payments service.")
        same = (attempt.provider, attempt.method) == (choice.provider, choice.method)
        if same and attempt.pk != wanted.replaces and can_be_resumed(attempt):
            return Reservation(to_resume=attempt)
        return Reservation(in_the_way=attempt)


def _refuse_unpayable(link: PaymentLink, now: datetime) -> None:
    if link.status != PaymentLink.Status.CREATED:
        raise PaymentLinkNotOpenError(f"The payment link is {link.status}.")
    if link.expires_at <= now:
        raise PaymentLinkNotOpenError("The payment link has expired.")
    under_review = link.exceptions.filter(
        kind=LinkException.Kind.AMOUNT_MISMATCH, resolved_at__isnull=True
    )
    if under_review.exists():
        raise PaymentInProgressError("A payment of another amount is under review.")


def _create(choice: Choice, actor: Actor, now: datetime) -> Payment:
    payment = Payment.objects.create(
        payment_link=choice.link,
        provider=choice.provider,
        method=choice.method,
        amount=choice.link.total_amount,
        currency=choice.link.currency,
        created_at=now,
        next_check_at=now + FIRST_CHECK_AFTER,
    )
    TimelineEntry.objects.record(
        choice.link,
        TimelineEntry.Event.PAYMENT_STARTED,
        actor=actor,
        now=now,
        payment=str(payment.pk),
        provider=payment.provider,
        method=payment.method,
    )
    return payment


def _stop(attempt: Payment, now: datetime) -> None:
    """Stop an open attempt at the payments service; afterwards the attempt is as the service says.

    Raises PaymentInProgressError when nobody can tell.
    """
    link = PaymentLink.objects.select_related("tenant").get(pk=attempt.payment_link_id)
    if attempt.payment_id is None:
        raise PaymentInProgressError
    try:
        payments_api.stop_payment(
            payments_api_credentials(link.tenant), link.payment_order_id, attempt.payment_id
        )
    except GatewayUnavailable as error:
        raise PaymentInProgressError from error
    except GatewayRejected:
        # Decided already, or not to be stopped: the fetch tells which.
        pass
    try:
        record_payment_status(attempt.pk, now=now)
    except GatewayUnavailable as error:
        raise PaymentInProgressError from error


def _start(payment: Payment, request: payments_api.NewPayment, now: datetime) -> Payment:
    link = payment.payment_link
    try:
        started = payments_api.initiate_payment(
            payments_api_credentials(link.tenant), link.payment_order_id, request
        )
    except GatewayRejected as error:
        _reject(payment, str(error), now)
        raise _refusal(error) from error
    except GatewayUnavailable as error:
        if not error.accepted:
            _reject(payment, "The payments service could not be reached.", now)
            raise PaymentsServiceUnavailableError from error
        raise PaymentsServiceUnavailableError(
            "The payments service did not answer; whether the payment began is being checked."
        ) from error
    return _record_start(payment.pk, started, now)


def _record_start(pk: UUID, started: payments_api.StartedPayment, now: datetime) -> Payment:
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
        if link.status == PaymentLink.Status.CREATED:
            link.payment_id = started.payment_id
            link.save(update_fields=["payment_id", "updated_at"])
    return payment


def _reject(payment: Payment, reason: str, now: datetime) -> None:
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
