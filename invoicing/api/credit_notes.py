"""The credit notes of a link: issue one, list them all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from invoicing import credit_notes
from invoicing.api import schema
from invoicing.api.serializers import NewCreditNoteSerializer
from invoicing.credit_notes import CreditedAmount, CreditedQuantity, WantedLine
from invoicing.models import CreditNote
from payment_links import clock
from payment_links.api.idempotency import WriteView
from payment_links.api.parsers import read_body
from payment_links.api.serializers import validate
from payment_links.api.tenancy import get_link
from payment_links.document_urls import document_url
from payment_links.models import TENANT, LinkDocument, PaymentLink

_new_credit_note = NewCreditNoteSerializer()


@dataclass(frozen=True, slots=True)
class WantedCreditNote:
    """A validated request for a credit note. items: None for everything that is left."""

    link_id: UUID
    reason: str
    items: tuple[WantedLine, ...] | None


class CreditNotesView(WriteView[PaymentLink, WantedCreditNote]):
    """/payment_links/{id}/credit_notes"""

    @schema.list_credit_notes
    def get(self, request: Request, payment_link_id: str) -> Response:
        """All credit notes of the link's invoice, oldest first."""
        link = get_link(request, payment_link_id)
        issued = CreditNote.objects.filter(payment_link=link).order_by("issued_at", "pk")
        return Response(
            [
                {**_told(note), "reason": note.reason, "issued_at": _moment(note.issued_at)}
                for note in issued.select_related("link_document", "e_invoice")
            ]
        )

    @schema.issue_credit_note
    def post(self, request: Request, payment_link_id: str) -> HttpResponseBase:
        """Credit the link's invoice."""
        return self.write(request, get_link(request, payment_link_id))

    def prepare(self, request: Request, subject: PaymentLink) -> WantedCreditNote:
        """Validate; then cancel an unpaid link, or stop the payments of an expired one.

        This calls the payments service, so it is done here, where no transaction is open. Repeated
        after a crash, the rest of the work finds a closed link and is done on that.
        """
        values = validate(_new_credit_note, read_body(request))
        items = values.get("items")
        wanted = WantedCreditNote(
            link_id=subject.pk,
            reason=values["reason"],
            items=None if items is None else tuple(_wanted_line(item) for item in items),
        )
        credit_notes.close_open_link(
            wanted.link_id, wanted.items, reason=wanted.reason, actor=TENANT, now=clock.now()
        )
        return wanted

    def commit(self, request: Request, prepared: WantedCreditNote) -> Response:
        note = credit_notes.issue_credit_note(
            prepared.link_id,
            prepared.items,
            reason=prepared.reason,
            actor=TENANT,
            now=clock.now(),
        )
        return Response(_told(note))


def _wanted_line(item: dict[str, Any]) -> WantedLine:
    """The API counts items from 0, invoices count their lines from 1."""
    position = item["item"] + 1
    if item.get("quantity") is not None:
        return CreditedQuantity(position, item["quantity"])
    return CreditedAmount(position, item["amount"])


def _told(note: CreditNote) -> dict[str, Any]:
    return {
        "id": note.pk,
        "number": note.number,
        "total_amount": note.total_amount,
        "url": _url(note.link_document),
        "e_invoice_url": _url(note.e_invoice) if note.e_invoice else None,
    }


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _url(link_document: LinkDocument) -> str:
    return document_url(link_document.pk, link_document.file_name)
