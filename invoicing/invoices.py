"""The verb that issues an invoice for a payment link."""

from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from invoicing import documents, numbering, references, snapshot
from invoicing.bank_app_code import bank_app_code
from invoicing.bookkeeping.entries import book_invoice
from invoicing.document import Line, PrintedInvoice, invoice_as_printed
from invoicing.download_names import invoice_file_name
from invoicing.issuing import frozen_columns
from invoicing.models import Invoice, InvoiceLine, NumberSeries, PayeeAccount
from invoicing.numbering import DocumentNumber
from payment_links import payments
from payment_links.clock import day_of
from payment_links.errors import CustomerErasedError, DomainError
from payment_links.models import (
    Actor,
    Customer,
    LinkDocument,
    Merchant,
    PaymentLink,
    TimelineEntry,
)

DEFAULT_NET_DAYS = 30
# The payments service knows a deposit by its reference alone: no two merchants may print the same.
DEPOSITS = "DEPOSITS"
ReferenceType = Invoice.ReferenceType


class InvoiceAlreadyExistsError(DomainError):
    code = "invoice_already_exists"
    description = "The payment link has an invoice already."


class LinkNotOpenForInvoiceError(DomainError):
    code = "payment_link_not_open"
    description = "The payment link is not open."


class ReferenceTypeNotAvailableError(DomainError):
    code = "invalid_value"
    http_status = 422
    description = "A KID needs a payment link in NOK or a Norwegian merchant."
    property = "reference_type"


def issue_invoice(
    link_id: UUID, reference_type: str, document_name: str, *, actor: Actor, now: datetime
) -> Invoice:
    """Issue the link's one invoice: number, reference, frozen parties, lines and VAT per rate.

    reference_type: "OCR", or "KID" for links in NOK and Norwegian merchants. document_name: what
    the download is called, or empty. The due date is the link's, even a past one, else 30 days
    from now. A paid link's invoice says that it is paid. The PDF follows by a job of its own, and
    so does the e-invoice, unless something is missing that EN 16931 demands.
    Raises LinkNotOpenForInvoiceError for a cancelled or expired link, InvoiceAlreadyExistsError,
    ReferenceTypeNotAvailableError, and PeriodClosedError when the books are closed for that day;
    nothing is written then.
    """
    with transaction.atomic():
        link = _lock(link_id)
        _refuse(link, reference_type)
        issue_date = day_of(now, link.merchant.time_zone)
        number = numbering.next_number(link.merchant, LinkDocument.Kind.INVOICE, issue_date)
        account = payee_account(link.merchant, reference_type)
        lines = snapshot.lines_of(link)
        invoice = _unsaved(link, number, lines, now=now)
        invoice.reference_type = reference_type
        invoice.reference = _next_reference(account, reference_type)
        printed = invoice_as_printed(invoice, lines)
        invoice.payment_link = link
        invoice.link_document = _document(link, printed, document_name, now=now)
        invoice.e_invoice = documents.new_e_invoice_document(link, printed, now=now)
        invoice.payee_account = account
        invoice.document_name = document_name
        invoice.save(force_insert=True)
        _write_lines(invoice, lines)
        book_invoice(invoice, now=now)
        _mark_link(link, invoice, actor=actor, now=now)
        if link.status == PaymentLink.Status.CREATED:
            payments.expect_deposit(link, reference_type, invoice.reference, now=now)
    return invoice


def draft_of(link: PaymentLink, *, now: datetime) -> PrintedInvoice:
    """What an invoice issued now would say, but for number and reference; nothing is written.

    link: selected with its tenant, merchant, customer and addresses.
    """
    lines = snapshot.lines_of(link)
    no_number = DocumentNumber(NumberSeries(), 0, "")
    return invoice_as_printed(_unsaved(link, no_number, lines, now=now), lines)


def payee_account(merchant: Merchant, reference_type: str) -> str:
    """Where an invoice is paid to: the account its reference is printed with, else the merchant."""
    bankgiro = snapshot.digits_of(merchant.bankgiro)
    if reference_type == ReferenceType.KID:
        account = merchant.iban.replace(" ", "")
        return f"KID:{account or merchant.pk.hex}"
    return f"BG:{bankgiro}" if bankgiro else f"M:{merchant.pk.hex}"


def _lock(link_id: UUID) -> PaymentLink:
    parties = ("tenant", "merchant", "customer", "invoice_address", "delivery_address")
    return PaymentLink.objects.select_related(*parties).lock(link_id)


def _refuse(link: PaymentLink, reference_type: str) -> None:
    if reference_type == ReferenceType.KID and not (
        link.currency == "NOK" or link.merchant.country == "NO"
    ):
        raise ReferenceTypeNotAvailableError
    if link.status not in {PaymentLink.Status.CREATED, PaymentLink.Status.COMPLETED}:
        raise LinkNotOpenForInvoiceError("The payment link is %(status)s.", status=link.status)
    # Asked anew: the lock of the link is not one of the customer that came with it.
    if Customer.objects.filter(pk=link.customer_id, erased_at__isnull=False).exists():
        raise CustomerErasedError
    if Invoice.objects.filter(payment_link=link).exists():
        raise InvoiceAlreadyExistsError


def _next_reference(account: str, reference_type: str) -> str:
    """A reference that no invoice has, as the account's bank accepts it.

    Accounts of different control levels may make one reference of two bases: such a base is left
    out. The counter's row is locked, so nobody else can take the reference meanwhile.
    """
    agreement = _agreement_of(account)
    while True:
        base = numbering.next_reference_base(f"{DEPOSITS}:{reference_type}")
        reference = references.make_reference(base, reference_type, agreement)
        if not Invoice.objects.filter(reference=reference).exists():
            return reference


def _agreement_of(account: str) -> references.Agreement:
    agreed = PayeeAccount.objects.filter(account=account).first()
    if agreed is None:
        return references.Agreement()
    return references.Agreement(
        control_level=references.ControlLevel(agreed.control_level),
        ocr_length=agreed.ocr_length or 0,
        kid_algorithm=references.KidAlgorithm(agreed.kid_algorithm),
    )


def _unsaved(
    link: PaymentLink, number: DocumentNumber, lines: list[Line], *, now: datetime
) -> Invoice:
    """The invoice without its reference; link.invoice does not know of it yet."""
    issue_date = day_of(now, link.merchant.time_zone)
    return Invoice(
        **frozen_columns(link, number, lines, now=now),
        payment_details=asdict(snapshot.payment_details_of(link)),
        issue_date=issue_date,
        due_date=link.due_date or issue_date + timedelta(days=DEFAULT_NET_DAYS),
        paid_at=link.completed_at,
    )


def _document(
    link: PaymentLink, printed: PrintedInvoice, document_name: str, *, now: datetime
) -> LinkDocument:
    return LinkDocument.objects.create(
        payment_link=link,
        kind=LinkDocument.Kind.INVOICE,
        number=printed.number,
        file_name=invoice_file_name(printed.number, document_name, locale=link.locale),
        bank_app_code=bank_app_code(printed) or "",
        issued_at=now,
        not_before=now,
    )


def _write_lines(invoice: Invoice, lines: list[Line]) -> None:
    InvoiceLine.objects.bulk_create(
        InvoiceLine(invoice=invoice, position=position, **asdict(line))
        for position, line in enumerate(lines, start=1)
    )


def _mark_link(link: PaymentLink, invoice: Invoice, *, actor: Actor, now: datetime) -> None:
    link.ocr = invoice.reference
    link.invoice_created = True
    link.save(update_fields=["ocr", "invoice_created", "updated_at"])
    TimelineEntry.objects.record(
        link,
        TimelineEntry.Event.INVOICE_ISSUED,
        actor=actor,
        now=now,
        number=invoice.number,
        reference=invoice.reference,
    )
