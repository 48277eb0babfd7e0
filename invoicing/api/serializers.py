"""The request bodies of the document endpoints."""

from invoicing.download_names import LONGEST_NAME
from invoicing.models import Invoice
from payment_links.api.fields import ChoiceField, TextField
from payment_links.api.serializers import Body


class NewInvoiceSerializer(Body):
    """What a tenant sends to have an invoice issued. document_name: what the PDF is called."""

    reference_type = ChoiceField(tuple(Invoice.ReferenceType.values))
    document_name = TextField(max_length=LONGEST_NAME, required=False)
