"""What the OpenAPI document says of the document endpoints; the views wear these as decorators."""

from drf_spectacular.utils import extend_schema

from invoicing.api.serializers import NewCreditNoteSerializer, NewInvoiceSerializer
from invoicing.models import Invoice
from payment_links.api.schema.operations import (
    IDEMPOTENCY_KEY,
    NO_CONTENT,
    refusals,
    request_examples,
)
from payment_links.api.schema.shapes import (
    INTEGER,
    MOMENT,
    TEXT,
    URL,
    UUID,
    Shape,
    choice,
    optional,
    record,
)

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


# What whoever asked for the credit note knows.
UNTOLD = {"reason", "issued_at"}
CREDIT_NOTE = {
    "id": UUID,
    "number": TEXT,
    "reason": TEXT,
    "total_amount": {**INTEGER, "description": "Minor units, VAT included; above zero."},
    "issued_at": MOMENT,
    "url": SIGNED_URL,
    "e_invoice_url": {
        **optional(URL),
        "description": "Opens the XML without headers, for 30 days; null when there is none.",
    },
}


class IssuedCreditNote(Shape):
    """A credit note that was issued just now."""

    schema = record(**{name: CREDIT_NOTE[name] for name in CREDIT_NOTE if name not in UNTOLD})


class CreditNoteObject(Shape):
    """A credit note of the link's invoice."""

    schema = record(**CREDIT_NOTE)


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
list_credit_notes = extend_schema(
    operation_id="listPaymentLinkCreditNotes",
    summary="Fetch the credit notes of a payment link's invoice",
    description="Oldest first; an empty array when nothing was credited.",
    responses={200: CreditNoteObject(many=True), **refusals(404)},
)
issue_credit_note = extend_schema(
    operation_id="createPaymentLinkCreditNote",
    summary="Credit a payment link's invoice, whole or in part",
    description="Without `items` all that was not credited yet. No paid payment is changed; a "
    "link that waits for payment is cancelled. Only a COMPLETED link's invoice can be credited in "
    "part.",
    parameters=[IDEMPOTENCY_KEY],
    request=NewCreditNoteSerializer,
    responses={
        200: IssuedCreditNote,
        **refusals(
            *(404, 409, 422),
            forbidden="invoice_not_created, invoice_already_credited, credit_exceeds_invoice, "
            "payment_link_not_completed, payment_in_progress",
        ),
    },
    examples=request_examples(
        {
            "everything": {"reason": "The order was cancelled"},
            "units": {"reason": "One pizza was cold", "items": [{"item": 0, "quantity": 1}]},
            "an amount": {"reason": "Late delivery", "items": [{"item": 0, "amount": 2500}]},
        }
    ),
)
