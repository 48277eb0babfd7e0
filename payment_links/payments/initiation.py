"""The start of a payment: one open attempt per link, written down before anybody else is asked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from payment_links.errors import DomainError
from payment_links.gateways import payments_api
from payment_links.gateways.errors import GatewayRejected, GatewayUnavailable
from payment_links.models import (
    Actor,
    LinkException,
    Payment,
    PaymentLink,
    TimelineEntry,
)
from payment_links.models.fields import uuid7
from payment_links.payments.asked_person import asks_the_same, hash_asked_person
from payment_links.payments.asking import new_payment
from payment_links.payments.facts import record_payment_status
from payment_links.payments.provider_methods import (
    Choice,
    can_be_resumed,
    choose,
    provider_parameters,
)
from payment_links.payments.starting import FIRST_CHECK_AFTER, start
from payment_links.payments_service import (
    PaymentInProgressError,
    payments_api_credentials,
)

Status = Payment.Status


class PaymentLinkNotOpenError(DomainError):
    code = "payment_link_not_open"
    description = "The payment link is not open for payment."


class CheckoutTokenReplacedError(DomainError):
    """Answered as any other bad credential."""

    code = "invalid_credentials"
    http_status = 401
    description = "The credentials are missing or not valid."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller of initiate_payment asks for."""

    provider: str
    method: str
    parameters: dict[str, Any]
    replaces: UUID | None
    checkout_token: str


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
    checkout_token: str = "",
) -> Payment:
    """Start a payment of the link's whole amount with one of its methods. Not within a transaction.

    The same method again returns the open attempt, so that double clicks and two tabs make one,
    unless its parameters ask another person (phone_number, national_id_number); `replaces` names an
    open attempt (our key) that shall give way all the same. An attempt with another method, or of
    another person, is stopped at the payments service first. The row is committed as UNKNOWN before
    the service is asked; when it may have taken the request without answering, the row stays so
    until the service is heard (a callback or the janitor). checkout_token: what opened the door to
    the caller; replaced meanwhile it is refused, since the provider is told the new address.

    Raises InvalidInputError (422: method, provider, parameters.…), PaymentLinkNotOpenError,
    PaymentInProgressError (an attempt is being checked or cannot be stopped),
    CheckoutTokenReplacedError, PaymentOrderClosedError, PaymentRefusedError and
    PaymentsServiceUnavailableError (502).
    """
    wanted = Wanted(provider, method, parameters, replaces, checkout_token)
    found = _reserve(link_id, wanted, actor=actor, now=now)
    if found.in_the_way is not None:
        _stop(found.in_the_way, now)
        found = _reserve(link_id, wanted, actor=actor, now=now)
    if found.to_resume is not None:
        return found.to_resume
    if found.to_start is None or found.request is None:
        raise PaymentInProgressError
    return start(found.to_start, found.request, now)


def _reserve(link_id: UUID, wanted: Wanted, *, actor: Actor, now: datetime) -> Reservation:
    with transaction.atomic():
        link = PaymentLink.objects.select_related("tenant", "merchant", "customer").lock(link_id)
        if wanted.checkout_token not in {"", link.checkout_token}:
            raise CheckoutTokenReplacedError
        choice = choose(link, wanted.provider, wanted.method, wanted.parameters)
        told = provider_parameters(choice)
        _refuse_unpayable(link, now)
        attempt = link.payments.attempts().under_way().first()
        if attempt is None:
            payment = _create(choice, told, actor, now)
            return Reservation(to_start=payment, request=new_payment(choice, payment, told))
        if attempt.status == Status.UNKNOWN:
            raise PaymentInProgressError("A payment is being checked with the payments service.")
        is_method = (attempt.provider, attempt.method) == (choice.provider, choice.method)
        same = is_method and asks_the_same(attempt, told)
        if same and attempt.pk != wanted.replaces and can_be_resumed(attempt):
            return Reservation(to_resume=attempt)
        return Reservation(in_the_way=attempt)


def _refuse_unpayable(link: PaymentLink, now: datetime) -> None:
    if link.status != PaymentLink.Status.CREATED:
        raise PaymentLinkNotOpenError("The payment link is %(status)s.", status=link.status)
    if link.expires_at <= now:
        raise PaymentLinkNotOpenError("The payment link has expired.")
    under_review = link.exceptions.filter(
        kind=LinkException.Kind.AMOUNT_MISMATCH, resolved_at__isnull=True
    )
    if under_review.exists():
        raise PaymentInProgressError("A payment of another amount is under review.")


def _create(choice: Choice, told: dict[str, Any], actor: Actor, now: datetime) -> Payment:
    attempt_id = uuid7()
    payment = Payment.objects.create(
        id=attempt_id,
        asked_person_hash=hash_asked_person(attempt_id, told),
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
