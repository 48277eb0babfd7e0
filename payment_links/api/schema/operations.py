"""What the document says of each endpoint; the views wear these as decorators."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
)

from payment_links.api.filters import LinkFilters
from payment_links.api.pagination import ORDERINGS
from payment_links.api.schema import examples, shapes
from payment_links.api.serializers import (
    DistributeSerializer,
    InitiatePaymentSerializer,
    NewPaymentLinkSerializer,
)

REFUSALS = {
    401: "invalid_credentials",
    404: "not_found",
    409: "idempotency_conflict: the Idempotency-Key stands for another request, or the same "
    "request is being worked on (with Retry-After)",
    422: "missing_property, null_value, invalid_type, invalid_format, invalid_value, "
    "invalid_characters, blank, malformed_json",
    429: "rate_limited, with Retry-After",
    502: "payments_service_unavailable",
}
IDEMPOTENCY_KEY = OpenApiParameter(
    name="Idempotency-Key",
    location=OpenApiParameter.HEADER,
    description="1–255 printable ASCII characters, kept for 30 days. The same request with the "
    "same key is done once and answered alike, with `Idempotent-Replayed: true`.",
)
NO_CONTENT = OpenApiResponse(description="Done.")


def refusals(*statuses: int, forbidden: str = "", invalid: str = "") -> dict[int, OpenApiResponse]:
    """The error answers of an operation: statuses of REFUSALS, its own codes of 403 and 422."""
    codes = {status: REFUSALS[status] for status in (401, *statuses)}
    if forbidden:
        codes[403] = forbidden
    if invalid:
        codes[422] = f"{REFUSALS[422]}, {invalid}"
    return {
        status: OpenApiResponse(shapes.ErrorObject, description=text)
        for status, text in sorted(codes.items())
    }


def request_examples(values: Mapping[str, Any]) -> list[OpenApiExample]:
    return [OpenApiExample(name, value, request_only=True) for name, value in values.items()]


def _query(name: str, description: str, *enum: str) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, description=description, enum=enum or None)


FILTERS = {
    "status": "CREATED, COMPLETED, EXPIRED or CANCELLED.",
    "merchant_id": "Links with an item of this merchant.",
    "currency": "ISO 4217 code.",
    "ocr": "The invoice's reference.",
    "payment_order_id": "UUID.",
    "customer_email": "The customer's e-mail, in any case.",
    "customer_phone": "The customer's phone as it was given.",
    "created_at_from": "RFC 3339 time, or a date: from its beginning in Sweden.",
    "created_at_to": "RFC 3339 time, or a date: to its end in Sweden.",
    "due_date_from": "YYYY-MM-DD.",
    "due_date_to": "YYYY-MM-DD.",
    "updated_since": "RFC 3339 time, or a date.",
    "total_amount_min": "Minor units.",
    "total_amount_max": "Minor units.",
}
if set(FILTERS) != set(LinkFilters.base_filters):
    raise AssertionError("FILTERS must describe every filter of the list.")

list_links = extend_schema(
    operation_id="listPaymentLinks",
    summary="Fetch all payment links",
    description='Without `limit` the whole list; with it one page, and `Link: <…>; rel="next"` '
    "when there are more. Unknown parameters and values are refused.",
    parameters=[
        OpenApiParameter("limit", OpenApiTypes.INT, description="1–1000."),
        _query("cursor", "From the Link header; bound to the ordering."),
        _query("ordering", "Newest first by default.", *ORDERINGS),
        *[_query(name, description) for name, description in FILTERS.items()],
    ],
    responses={200: shapes.PaymentLinkObject(many=True), **refusals(422, 429)},
)
create_link = extend_schema(
    operation_id="createPaymentLink",
    summary="Create a payment link",
    description="Unknown and read-only keys are ignored; null stands for an absent optional "
    "value. In the legacy form (`language` without `locale`) `currency` is the order's.",
    parameters=[IDEMPOTENCY_KEY],
    request=NewPaymentLinkSerializer,
    responses={
        200: shapes.CreatedPaymentLink,
        **refusals(
            *(409, 429, 502),
            forbidden="payment_order_not_found, payment_order_closed, total_amount_mismatch, "
            "no_payment_provider_methods, merchant_not_found",
            invalid="currency_mismatch",
        ),
    },
    examples=request_examples(
        {
            "modern": examples.LINK,
            "legacy": examples.LEGACY_LINK,
            "business buyer, prices without VAT": examples.BUSINESS_LINK,
        }
    ),
)
get_link = extend_schema(
    operation_id="getPaymentLink",
    summary="Fetch a payment link",
    responses={200: shapes.PaymentLinkObject, **refusals(404)},
)
cancel_link = extend_schema(
    operation_id="cancelPaymentLink",
    summary="Cancel a payment link",
    description="A payment under way is stopped first.",
    parameters=[IDEMPOTENCY_KEY],
    request=None,
    responses={
        204: NO_CONTENT,
        **refusals(404, 409, forbidden="payment_link_not_open, payment_in_progress"),
    },
)
distribute_link = extend_schema(
    operation_id="distributePaymentLink",
    summary="Send a payment link by SMS, e-mail or both",
    description="Asked again, it is sent again. The answer does not wait for the sending.",
    parameters=[IDEMPOTENCY_KEY],
    request=DistributeSerializer,
    responses={204: NO_CONTENT, **refusals(404, 409, 422, 429, forbidden="payment_link_not_open")},
    examples=request_examples(
        {"to the customer": examples.DISTRIBUTE_TO_CUSTOMER, "sms": examples.DISTRIBUTE_TO_NUMBER}
    ),
)
initiate_payment = extend_schema(
    operation_id="initiatePayment",
    summary="Start a payment",
    description="For checkouts of one's own: by one of the link's methods, with the tenant's "
    "credentials or the link's checkout token.",
    parameters=[IDEMPOTENCY_KEY],
    request=InitiatePaymentSerializer,
    responses={
        200: shapes.StartedPaymentObject,
        **refusals(
            *(404, 409, 422, 429, 502),
            forbidden="payment_link_not_open, payment_in_progress, payment_order_closed",
        ),
    },
    examples=request_examples({"Swish": examples.PAY_BY_SWISH}),
)
