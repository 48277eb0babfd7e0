"""What is done to one payment link: cancel it, distribute it, pay it."""

from dataclasses import dataclass
from typing import Any

from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from payment_links import clock, distribution, links, payments
from payment_links.api.authentication import CheckoutTokenAuthentication, TenantAuthentication
from payment_links.api.idempotency import OutsideWriteView, WriteView
from payment_links.api.parsers import read_body
from payment_links.api.schema import operations
from payment_links.api.serializers import (
    DistributeSerializer,
    InitiatePaymentSerializer,
    validate,
)
from payment_links.api.tenancy import credentials_of, get_link
from payment_links.models import TENANT, PaymentLink

DISTRIBUTE_BODY = DistributeSerializer()
PAYMENT_BODY = InitiatePaymentSerializer()


@dataclass(frozen=True, slots=True)
class Asked:
    """A link, and the values of the body about it."""

    link: PaymentLink
    values: dict[str, Any]


class CancelPaymentLink(OutsideWriteView[PaymentLink, PaymentLink]):
    """PUT cancels an unpaid link; a payment under way is stopped first."""

    @operations.cancel_link
    def put(self, request: Request, payment_link_id: str) -> HttpResponseBase:
        return self.write(request, get_link(request, payment_link_id))

    def prepare(self, request: Request, subject: PaymentLink) -> PaymentLink:
        return subject

    def commit(self, request: Request, prepared: PaymentLink) -> Response:
        links.cancel_link(prepared.pk, actor=TENANT, now=clock.now())
        return Response(status=204)


class DistributePaymentLink(WriteView[PaymentLink, Asked]):
    """PUT asks for the link to be sent to its payer; workers send it."""

    @operations.distribute_link
    def put(self, request: Request, payment_link_id: str) -> HttpResponseBase:
        return self.write(request, get_link(request, payment_link_id))

    def prepare(self, request: Request, subject: PaymentLink) -> Asked:
        return Asked(subject, validate(DISTRIBUTE_BODY, read_body(request)))

    def commit(self, request: Request, prepared: Asked) -> Response:
        distribution.distribute(
            prepared.link.pk,
            prepared.values["methods"],
            customer_phone=prepared.values.get("customer_phone") or None,
            customer_email=prepared.values.get("customer_email") or None,
            actor=TENANT,
            now=clock.now(),
        )
        return Response(status=204)


class PaymentLinkPayments(OutsideWriteView[PaymentLink, Asked]):
    """POST starts a payment by one of the link's methods."""

    authentication_classes = (CheckoutTokenAuthentication, TenantAuthentication)

    @operations.initiate_payment
    def post(self, request: Request, payment_link_id: str) -> HttpResponseBase:
        return self.write(request, get_link(request, payment_link_id))

    def prepare(self, request: Request, subject: PaymentLink) -> Asked:
        return Asked(subject, validate(PAYMENT_BODY, read_body(request)))

    def commit(self, request: Request, prepared: Asked) -> Response:
        credentials = credentials_of(request)
        payment = payments.initiate_payment(
            prepared.link.pk,
            prepared.values["provider"],
            prepared.values["method"],
            prepared.values["parameters"],
            actor=credentials.actor,
            now=clock.now(),
            checkout_token=credentials.checkout_token,
        )
        return Response(
            {
                "payment_id": str(payment.payment_id),
                "provider_method_response": payment.provider_method_response,
            }
        )
