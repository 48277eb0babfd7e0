"""The objects of answers and webhooks, in the words of OpenAPI 3.1."""

from typing import Any, ClassVar

from payment_links.api.serializers import LOCALES, METHODS, Body
from payment_links.models import PaymentLink
from payment_links.models.tenants import CURRENCIES
from payment_links.vat import PriceBasis, VatTreatment

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
UUID: Schema = {"type": "string", "format": "uuid"}
URL: Schema = {"type": "string", "format": "uri"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
DATE: Schema = {"type": "string", "format": "date"}
INTEGER: Schema = {"type": "integer"}
BOOLEAN: Schema = {"type": "boolean"}
ANY_OBJECT: Schema = {"type": "object", "additionalProperties": True}


def optional(schema: Schema) -> Schema:
    """The schema, or null."""
    return {**schema, "type": [schema["type"], "null"]}


def choice(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


def list_of(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def record(**properties: Schema) -> Schema:
    """An object with all of these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


OPTIONAL_TEXT = optional(TEXT)
ADDRESS = record(street_address=OPTIONAL_TEXT, zip=OPTIONAL_TEXT, city=OPTIONAL_TEXT)
SMS_STATUSES = (*PaymentLink.SmsStatus.values, "DELIVERD")


class Shape(Body):
    """A named object of the document; `schema` describes it."""

    schema: ClassVar[Schema]


class CreatedPaymentLink(Shape):
    """The answer to a create request."""

    schema = record(id=UUID, checkout_url=URL)


class PaymentLinkObject(Shape):
    """A payment link."""

    schema = record(
        payment_link_id=UUID,
        tenant_id=UUID,
        merchant_id={**optional(UUID), "description": "Null when the items have several."},
        merchant_name=TEXT,
        status=choice(*PaymentLink.Status.values),
        sms_status={
            **choice(*SMS_STATUSES),
            "description": "DELIVERD only for tenants that asked for this spelling.",
        },
        distributed_by_email=BOOLEAN,
        invoice_created=BOOLEAN,
        ocr={**OPTIONAL_TEXT, "description": "The invoice's reference, once issued."},
        total_amount={**INTEGER, "description": "Minor units, VAT included."},
        currency=choice(*CURRENCIES),
        language=choice(*LOCALES),
        locale=choice(*LOCALES.values()),
        price_basis={
            **choice(*PriceBasis),
            "description": "GROSS: prices include VAT. NET: VAT comes on top.",
        },
        due_date=optional(DATE),
        delivery_date=optional(DATE),
        buyer_reference=OPTIONAL_TEXT,
        customer=record(
            email=OPTIONAL_TEXT,
            first_name=TEXT,
            last_name=TEXT,
            phone=OPTIONAL_TEXT,
            reference=OPTIONAL_TEXT,
            company_name=OPTIONAL_TEXT,
            organization_number=OPTIONAL_TEXT,
            vat_number=OPTIONAL_TEXT,
        ),
        delivery_address=optional(ADDRESS),
        invoice_address=optional(ADDRESS),
        items=list_of(
            record(
                description=TEXT,
                price={**INTEGER, "description": "Minor units per unit, see price_basis."},
                quantity=INTEGER,
                vat={"type": "number", "description": "Percent."},
                vat_treatment={
                    **choice(*VatTreatment),
                    "description": "Why the line has the VAT it has; 0 % unless TAXED.",
                },
                merchant_id=UUID,
                item_number=OPTIONAL_TEXT,
                unit=TEXT,
                metadata=ANY_OBJECT,
                tags=list_of(TEXT),
            )
        ),
        supplier=record(
            name=TEXT,
            organization_number=OPTIONAL_TEXT,
            website=OPTIONAL_TEXT,
            city=OPTIONAL_TEXT,
            zip=OPTIONAL_TEXT,
        ),
        payment_provider_methods=list_of(
            record(
                provider=choice(*METHODS),
                method=choice(*sorted({m for methods in METHODS.values() for m in methods})),
                parameters=ANY_OBJECT,
            )
        ),
        payment_order_id=UUID,
        payment_id={**optional(UUID), "description": "The latest attempt to pay."},
        logo_image_link=optional(URL),
        checkout_url=URL,
        checkout_success_url=optional(URL),
        checkout_cancel_url=optional(URL),
        payment_link_status_callback_url=optional(URL),
        metadata=ANY_OBJECT,
        created_at=MOMENT,
        updated_at=MOMENT,
        expires_at={**MOMENT, "description": "After it the link can no longer be paid."},
    )


class StartedPaymentObject(Shape):
    """A started payment, and what the payer needs to go on with it."""

    schema = record(payment_id=UUID, provider_method_response=ANY_OBJECT)


class ErrorObject(Shape):
    """Every refusal: the list of faults, and the first of them once more beside it."""

    schema = {
        "type": "object",
        "properties": {
            "errors": list_of(record(error=TEXT, description=TEXT, property=TEXT)),
            "error": TEXT,
            "description": TEXT,
            "property": {**TEXT, "description": "Dotted path such as items.0.vat, or empty."},
            "request_id": {**TEXT, "description": "With 500 only."},
        },
        "required": ["errors", "error", "description", "property"],
        "additionalProperties": False,
    }


# What is posted to payment_link_status_callback_url at every change of status.
STATUS_CALLBACK = record(
    payment_link_id=UUID,
    status=choice(*PaymentLink.Status.values),
    occured_at={**MOMENT, "description": "UTC with microseconds; spelt with one r."},
)
