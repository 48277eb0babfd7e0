"""The verb that credits an invoice: a new document that takes it back, whole or in part."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from invoicing import documents, numbering, snapshot
from invoicing.bookkeeping.entries import book_credit_note
from invoicing.credit_notes.left import left_of
from invoicing.credit_notes.reckoning import Credit, WantedLine, reckon
from invoicing.document import credit_note_as_printed
from invoicing.download_names import credit_note_file_name
from invoicing.models import CreditNote, Invoice
from invoicing.numbering import DocumentNumber
from payment_links import links, payments_service
from payment_links.clock import day_of
from payment_links.errors import DomainError
from payment_links.lifecycle import InvalidTransitionError
from payment_links.models import Actor, LinkDocument, PaymentLink, TimelineEntry
from payment_links.payments_service import PaymentInProgressError
from payment_links.text import has_invalid_characters, is_blank

LONGEST_REASON = 500
Status = PaymentLink.Status


class InvoiceNotCreatedError(DomainError):
    code = "invoice_not_created"
    description = "The payment link has no invoice."


class LinkNotCompletedError(DomainError):
    code = "payment_link_not_completed"
    description = (
        "The payment link is not paid: only its whole invoice can be credited, after which it can "
        "no longer be paid. To ask for another amount, do that and make a new link."
    )


class ReasonNotUsableError(DomainError):
    code = "invalid_value"
    http_status = 422
    description = f"A credit note needs a reason of one line, at most {LONGEST_REASON} characters."
    property = "reason"


class CreditedMeanwhileError(DomainError):
    """Somebody else credited the invoice since it was looked at, or this request came twice."""

    code = "credit_exceeds_invoice"
    description = "The invoice was credited in the meantime. Look at what is left of it."


def credit_invoice(
    link_id: UUID,
    wanted: Sequence[WantedLine] | None,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
) -> CreditNote:
    """Credit what is wanted of the link's invoice; everything not credited yet when it is None.

    Call it outside transactions. No paid payment is changed. A link that is not paid is credited
    as a whole only: a deposit waits for the whole amount. One that waits for payment is cancelled
    first, the payments of an expired one are stopped, so that nobody pays a debt that is gone. The
    PDF follows by a job of its own. Raises the refusals of this module and of reckoning, and
    PaymentInProgressError when a payment of an unpaid link cannot be stopped; nothing is written
    then.
    """
    close_open_link(link_id, wanted, reason=reason, actor=actor, now=now)
    return issue_credit_note(link_id, wanted, reason=reason, actor=actor, now=now)


def close_open_link(
    link_id: UUID,
    wanted: Sequence[WantedLine] | None,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
) -> None:
    """The first half of credit_invoice: a link that is not paid must not be paid any more.

    Call it outside transactions. Refuses what issue_credit_note would refuse of such a link,
    before the link is cancelled.
    """
    usable_reason(reason)
    link = PaymentLink.objects.get(pk=link_id)
    if link.status == Status.COMPLETED:
        return
    invoice = _invoice_of(link)
    if wanted is not None:
        raise LinkNotCompletedError
    reckon(left_of(invoice), wanted)
    if link.status == Status.EXPIRED:
        payments_service.stop_payments_of_expired(link_id, now=now)
    elif link.status == Status.CREATED:
        # Paid, expired or cancelled by somebody else since: issue_credit_note decides.
        with suppress(InvalidTransitionError):
            links.cancel_link(link_id, actor=actor, now=now)


def issue_credit_note(
    link_id: UUID,
    wanted: Sequence[WantedLine] | None,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
    known_credit_notes: int | None = None,
) -> CreditNote:
    """The second half of credit_invoice, in one transaction: the credit note of a closed link.

    known_credit_notes: how many the invoice had when somebody looked at it and decided; with
    another number CreditedMeanwhileError is raised, so that a form sent twice credits once.
    """
    printed_reason = usable_reason(reason)
    with transaction.atomic():
        link = PaymentLink.objects.select_related("merchant__tenant").lock(link_id)
        invoice = _invoice_of(link)
        left = left_of(invoice)
        if known_credit_notes not in {None, left.credit_notes}:
            raise CreditedMeanwhileError
        credit = reckon(left, wanted)
        _refuse_unfit(link, wanted)
        issue_date = day_of(now, link.merchant.time_zone)
        kind = LinkDocument.Kind.CREDIT_NOTE
        number = numbering.next_number(link.merchant, kind, issue_date)
        credit_note = CreditNote(
            **_frozen_columns(invoice, number, credit, now=now),
            link_document=_document(invoice, number.text, now=now),
            reason=printed_reason,
            issue_date=issue_date,
        )
        credit_note.e_invoice = documents.new_e_invoice_document(
            link, credit_note_as_printed(credit_note), now=now
        )
        credit_note.save(force_insert=True)
        book_credit_note(credit_note, now=now)
        _tell_timeline(link, credit_note, actor=actor, now=now)
    return credit_note


def is_creditable(link: PaymentLink) -> bool:
    """Whether the link has an invoice of which something is left to be credited."""
    invoice = Invoice.objects.filter(payment_link=link).first()
    return invoice is not None and not left_of(invoice).is_nothing


def is_creditable_in_part(link: PaymentLink) -> bool:
    """Whether a part of what is left can be credited: of paid links alone."""
    return link.status == Status.COMPLETED and is_creditable(link)


def usable_reason(reason: str) -> str:
    """The reason without surrounding blanks; raises ReasonNotUsableError."""
    text = reason.strip()
    if has_invalid_characters(text) or is_blank(text) or len(text) > LONGEST_REASON:
        raise ReasonNotUsableError
    return text


def _invoice_of(link: PaymentLink) -> Invoice:
    invoice = Invoice.objects.filter(payment_link=link).first()
    if invoice is None:
        raise InvoiceNotCreatedError
    return invoice


def _refuse_unfit(link: PaymentLink, wanted: Sequence[WantedLine] | None) -> None:
    """link: as locked in the running transaction."""
    if link.status == Status.CREATED or (wanted is not None and link.status != Status.COMPLETED):
        raise LinkNotCompletedError
    if link.status == Status.EXPIRED and link.payments.under_way().exists():
        raise PaymentInProgressError


def _frozen_columns(
    invoice: Invoice, number: DocumentNumber, credit: Credit, *, now: datetime
) -> dict[str, Any]:
    """Parties, language and price basis are the invoice's, whatever the link says today."""
    return {
        "series": number.series,
        "sequence": number.sequence,
        "number": number.text,
        "payment_link_id": invoice.payment_link_id,
        "merchant_id": invoice.merchant_id,
        "invoice": invoice,
        "seller": invoice.seller,
        "buyer": invoice.buyer,
        "locale": invoice.locale,
        "currency": invoice.currency,
        "price_basis": invoice.price_basis,
        "delivery_date": invoice.delivery_date,
        "notes": invoice.notes,
        "is_test": invoice.is_test,
        "lines": [
            {**snapshot.frozen_line(line), "position": position}
            for position, line in credit.lines.items()
        ],
        "vat_totals": [snapshot.frozen_total(total) for total in credit.vat_totals],
        "total_amount": credit.total_amount,
        "issued_at": now,
    }


def _document(invoice: Invoice, number: str, *, now: datetime) -> LinkDocument:
    return LinkDocument.objects.create(
        payment_link_id=invoice.payment_link_id,
        kind=LinkDocument.Kind.CREDIT_NOTE,
        number=number,
        file_name=credit_note_file_name(number, locale=invoice.locale),
        issued_at=now,
        not_before=now,
    )


def _tell_timeline(
    link: PaymentLink, credit_note: CreditNote, *, actor: Actor, now: datetime
) -> None:
    TimelineEntry.objects.record(
        link,
        TimelineEntry.Event.CREDITED,
        actor=actor,
        now=now,
        number=credit_note.number,
        amount=credit_note.total_amount,
        currency=credit_note.currency,
        reason=credit_note.reason,
    )
