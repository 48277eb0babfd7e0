"""One row of every table whose rows are final, for tests that try to change them."""

from typing import Any

from invoicing.models import BookExport, CreditNote, Invoice, PeriodClosing
from invoicing.numbering import next_number
from payment_links.models import SYSTEM, CustomerEvent, LinkDocument
from tests.builders import NOON, TODAY
from tests.invoicing.issuing import make_invoice, make_receipt

COPIED = (
    "payment_link",
    "merchant",
    "seller",
    "buyer",
    "locale",
    "currency",
    "total_amount",
    "vat_totals",
    "is_test",
    "issued_at",
)


def make_final_rows() -> Invoice:
    """An invoice with its line and timeline, a receipt, a credit note, and what was booked."""
    invoice = make_invoice()
    make_receipt()
    make_credit_note(invoice)
    BookExport.objects.create(
        merchant=invoice.merchant, format="ZIP", from_date=TODAY, to_date=TODAY, exported_at=NOON
    )
    PeriodClosing.objects.create(merchant=invoice.merchant, through_date=TODAY, closed_at=NOON)
    CustomerEvent.objects.record(
        invoice.payment_link.customer, CustomerEvent.Kind.MERGED, actor=SYSTEM, now=NOON
    )
    return invoice


def make_credit_note(invoice: Invoice, **values: Any) -> CreditNote:
    """The row of a credit note over the whole invoice, with the next number."""
    number = next_number(invoice.merchant, LinkDocument.Kind.CREDIT_NOTE, TODAY)
    document = LinkDocument.objects.create(
        payment_link=invoice.payment_link,
        kind=LinkDocument.Kind.CREDIT_NOTE,
        number=number.text,
        file_name=f"Kreditfaktura {number.text}.pdf",
        issued_at=NOON,
        not_before=NOON,
    )
    defaults: dict[str, Any] = {
        **{column: getattr(invoice, column) for column in COPIED},
        "series": number.series,
        "sequence": number.sequence,
        "number": number.text,
        "link_document": document,
        "invoice": invoice,
        "lines": [],
        "reason": "Fel vara",
        "issue_date": TODAY,
    }
    return CreditNote.objects.create(**{**defaults, **values})
