"""What the OpenAPI document says of the document endpoints; the views wear these as decorators."""

from drf_spectacular.utils import extend_schema

from invoicing.api.serializers import NewInvoiceSerializer
from invoicing.models import Invoice
from payment_links.api.schema.operations import (
    IDEMPOTENCY_KEY,
    NO_CONTENT,
    refusals,
    request_examples,
)
from payment_links.api.schema.shapes import TEXT, URL, Shape, choice, optional, record

SIGNED_URL = {**URL, "description": "Opens the PDF without headers, for 30 days."}
E_INVOICE_URL = optional(
    {
        **URL,
        "description": "Opens the e-invoice (UBL 2.1) without headers, for 30 days; null when "
        "something is missing that EN 16931 demands.",
    }
)


class IssuedInvoice(Shape):
    """An issued invoice: its reference and where its PDF and its e-invoice are."""

    schema = record(
        url=SIGNED_URL,
        e_invoice_url=E_INVOICE_URL,
        reference_type=choice(*Invoice.ReferenceType.values),
        reference=TEXT,
    )


class IssuedReceipt(Shape):
    """Where the receipt's PDF is."""

    schema = record(url=SIGNED_URL)


get_invoice = extend_schema(
    operation_id="getPaymentLinkInvoice",
    summary="Fetch a payment link's invoice",
    responses={200: IssuedInvoice, **refusals(404, forbidden="invoice_not_created")},
)
issue_invoice = extend_schema(
    operation_id="createPaymentLinkInvoice",
    summary="Issue an invoice for a payment link",
    parameters=[IDEMPOTENCY_KEY],
    request=NewInvoiceSerializer,
    responses={
        204: NO_CONTENT,
        **refusals(404, 409, 422, forbidden="invoice_already_exists, payment_link_not_open"),
    },
    examples=request_examples(
        {
            "OCR": {"reference_type": "OCR"},
            "named": {"reference_type": "OCR", "document_name": "A-1"},
        }
    ),
)
get_receipt = extend_schema(
    operation_id="getPaymentLinkReceipt",
    summary="Fetch a payment link's receipt",
    responses={200: IssuedReceipt, **refusals(404, forbidden="payment_link_not_completed")},
)
