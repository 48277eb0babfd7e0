"""The document endpoints: issue an invoice, find invoice and receipt."""

from dataclasses import dataclass
from uuid import UUID

from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from invoicing.api import schema
from invoicing.api.serializers import NewInvoiceSerializer
from invoicing.credit_notes import InvoiceNotCreatedError
from invoicing.invoices import issue_invoice
from invoicing.models import Invoice
from invoicing.receipts import issue_receipt
from payment_links import clock
from payment_links.api.base_view import ApiView
from payment_links.api.idempotency import WriteView
from payment_links.api.parsers import read_body
from payment_links.api.serializers import validate
from payment_links.api.tenancy import get_link
from payment_links.document_urls import document_url
from payment_links.models import TENANT, LinkDocument, PaymentLink

_new_invoice = NewInvoiceSerializer()


@dataclass(frozen=True, slots=True)
class WantedInvoice:
    """A validated request for an invoice."""

    link_id: UUID
    reference_type: str
    document_name: str


class InvoiceView(WriteView[PaymentLink, WantedInvoice]):
    """/payment_links/{id}/invoice"""

    @schema.get_invoice
    def get(self, request: Request, payment_link_id: str) -> Response:
        """The invoice's reference and fresh addresses of its PDF and its e-invoice."""
        link = get_link(request, payment_link_id)
        documents = Invoice.objects.select_related("link_document", "e_invoice")
        invoice = documents.filter(payment_link=link).first()
        if invoice is None:
            raise InvoiceNotCreatedError
        return Response(
            {
                "url": _url(invoice.link_document),
                "e_invoice_url": _url(invoice.e_invoice) if invoice.e_invoice else None,
                "reference_type": invoice.reference_type,
                "reference": invoice.reference,
            }
        )

    @schema.issue_invoice
    def put(self, request: Request, payment_link_id: str) -> HttpResponseBase:
        """Issue the link's invoice."""
        return self.write(request, get_link(request, payment_link_id))

    def prepare(self, request: Request, subject: PaymentLink) -> WantedInvoice:
        values = validate(_new_invoice, read_body(request))
        return WantedInvoice(
            link_id=subject.pk,
            reference_type=values["reference_type"],
            document_name=values.get("document_name") or "",
        )

    def commit(self, request: Request, prepared: WantedInvoice) -> Response:
        issue_invoice(
            prepared.link_id,
            prepared.reference_type,
            prepared.document_name,
            actor=TENANT,
            now=clock.now(),
        )
        return Response(status=204)


class ReceiptView(ApiView):
    """/payment_links/{id}/receipt"""

    @schema.get_receipt
    def get(self, request: Request, payment_link_id: str) -> Response:
        """A fresh address of the receipt's PDF; issued now when the paid link has none yet."""
        link = get_link(request, payment_link_id)
        receipt = issue_receipt(link.pk, now=clock.now())
        return Response({"url": _url(receipt.link_document)})


def _url(link_document: LinkDocument) -> str:
    return document_url(link_document.pk, link_document.file_name)
