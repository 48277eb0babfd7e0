"""The request bodies of the document endpoints."""

from typing import Any

from rest_framework import serializers

from invoicing.credit_notes import LONGEST_REASON
from invoicing.download_names import LONGEST_NAME
from invoicing.models import Invoice
from payment_links.api.fields import ChoiceField, IntegerField, TextField
from payment_links.api.serializers import Body, BodyList
from payment_links.new_link import MOST_ITEMS


class NewInvoiceSerializer(Body):
    """What a tenant sends to have an invoice issued. document_name: what the PDF is called."""

    reference_type = ChoiceField(tuple(Invoice.ReferenceType.values))
    document_name = TextField(max_length=LONGEST_NAME, required=False)


class CreditedItemSerializer(Body):
    """What is credited of one item: so many units, or an amount. item: counted from zero."""

    item = IntegerField(min_value=0)
    quantity = IntegerField(min_value=1, required=False)
    amount = IntegerField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        given = [name for name in ("quantity", "amount") if attrs.get(name) is not None]
        if not given:
            raise _refused("quantity", "quantity or amount is missing", "required")
        if len(given) == 2:
            raise _refused("amount", "stands beside quantity: send one of them", "invalid_value")
        return attrs


class NewCreditNoteSerializer(Body):
    """What a tenant sends to have an invoice credited; without items all that is left of it."""

    reason = TextField(max_length=LONGEST_REASON)
    items = BodyList(
        child=CreditedItemSerializer(),
        required=False,
        allow_null=True,
        allow_empty=False,
        max_length=MOST_ITEMS,
    )


def _refused(field: str, description: str, code: str) -> serializers.ValidationError:
    return serializers.ValidationError({field: [description]}, code=code)
