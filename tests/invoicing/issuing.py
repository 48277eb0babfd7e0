"""Issued documents for tests: the verbs with what most tests do not care about."""

from datetime import datetime
from io import BytesIO

from pypdf import PdfReader

from invoicing.credit_notes import WantedLine, credit_invoice
from invoicing.invoices import issue_invoice
from invoicing.models import CreditNote, Invoice, Receipt
from invoicing.receipts import issue_receipt
from payment_links.models import TENANT, Merchant, Payment, PaymentLink, Tenant
from tests.builders import NOON, make_link, make_merchant, make_payment


def make_invoice(
    link: PaymentLink | None = None,
    *,
    reference_type: str = "OCR",
    document_name: str = "",
    now: datetime = NOON,
) -> Invoice:
    """An invoice of the link, issued by its tenant."""
    invoiced = link or make_link()
    return issue_invoice(invoiced.pk, reference_type, document_name, actor=TENANT, now=now)


def make_paper_merchant(tenant: Tenant | None = None) -> Merchant:
    """A merchant without the numbers an e-invoice needs: its invoices are one document each."""
    return make_merchant(tenant, organization_number="", vat_number="")


def make_receipt(link: PaymentLink | None = None, *, now: datetime = NOON) -> Receipt:
    """A receipt of the link; without a link, of one that was paid by Swish."""
    paid = link or make_link(status=PaymentLink.Status.COMPLETED)
    if link is None:
        make_payment(paid, status=Payment.Status.COMPLETED)
    return issue_receipt(paid.pk, now=now)


def make_credit_note(
    invoice: Invoice | None = None,
    *wanted: WantedLine,
    reason: str = "Wrong pizza",
    now: datetime = NOON,
) -> CreditNote:
    """A credit note over the wanted lines, or all that is left; its link is paid if made here."""
    credited = invoice or make_invoice(make_link(status=PaymentLink.Status.COMPLETED))
    return credit_invoice(
        credited.payment_link_id, wanted or None, reason=reason, actor=TENANT, now=now
    )


def text_of(pdf: bytes) -> str:
    """The words of all pages with ordinary blanks, as a person would copy them."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return " ".join(" ".join(pages).split())
