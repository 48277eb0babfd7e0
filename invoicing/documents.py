"""The stored files of documents: rendered once, stored for good, read with their hash checked."""

import hashlib
import logging
import os
from datetime import datetime, timedelta
from pathlib import PurePath
from uuid import UUID

from celery import shared_task
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from invoicing import completeness, document, pdf, texts
from invoicing.download_names import e_invoice_file_name
from invoicing.e_invoice.ubl import Printed, Profile, write_ubl
from invoicing.models import CreditNote, Invoice
from payment_links import clock, outbox
from payment_links.logos.reading import logo_of
from payment_links.models import LinkDocument, PaymentLink
from payment_links.models.fields import random_token

LEASE = timedelta(seconds=60)
LAST_ATTEMPT = 5
RETRY_AFTER = timedelta(seconds=30)
TEMPLATES = {
    LinkDocument.Kind.INVOICE: "invoicing/invoice.html",
    LinkDocument.Kind.RECEIPT: "invoicing/receipt.html",
    LinkDocument.Kind.CREDIT_NOTE: "invoicing/credit_note.html",
}

logger = logging.getLogger(__name__)


class DocumentUnavailableError(Exception):
    """The document has no stored file and cannot get one now."""


class DocumentDamagedError(Exception):
    """The stored file is missing or not what was stored; it must be restored from a backup."""


@shared_task
def sweep_documents() -> None:
    """Hand the documents that wait for their file to store_document."""
    outbox.publish_due(LinkDocument.objects.all(), store_document, clock.now())


@shared_task(acks_late=True)
def store_document(link_document_id: str) -> None:
    """Render a document and store its file; ends quietly when that is done or under way.

    A failure is tried again LAST_ATTEMPT times in all, then the document is DEAD, with its error.
    """
    now = clock.now()
    attempt = outbox.claim(LinkDocument, link_document_id, now, lease=LEASE)
    if attempt is None:
        return
    if attempt > LAST_ATTEMPT:
        # Its lease ran out that often: it takes its worker down with it.
        outbox.give_up(LinkDocument, link_document_id, attempt, error="No attempt came to an end.")
        return
    try:
        _render_and_store(UUID(link_document_id), now)
    except (pdf.PdfError, OSError, DocumentDamagedError) as error:
        logger.warning("document %s was not stored: %s", link_document_id, type(error).__name__)
        if attempt == LAST_ATTEMPT:
            outbox.give_up(LinkDocument, link_document_id, attempt, error=str(error))
        else:
            outbox.give_back(
                LinkDocument,
                link_document_id,
                attempt,
                not_before=now + RETRY_AFTER * attempt,
                error=str(error),
            )


def new_e_invoice_document(
    link: PaymentLink, printed: Printed, *, now: datetime
) -> LinkDocument | None:
    """The row of the e-invoice that goes with a document; its file follows like every other one.

    Call it in the transaction that issues the document, with what will be printed. None when
    something is missing that EN 16931 demands: then there is no e-invoice.
    """
    if completeness.profile_of(printed) is None:
        return None
    title = "invoice" if isinstance(printed, document.PrintedInvoice) else "credit_note"
    return LinkDocument.objects.create(
        payment_link=link,
        kind=LinkDocument.Kind.E_INVOICE,
        number=printed.number,
        file_name=e_invoice_file_name(printed.number, title, locale=printed.locale),
        issued_at=now,
        not_before=now,
    )


def read_document(link_document: LinkDocument) -> bytes:
    """The document's stored bytes; one that is not stored yet is rendered and stored first.

    Call it outside transactions. Raises DocumentUnavailableError when it cannot be rendered or
    stored, and DocumentDamagedError when the stored file does not have the SHA-256 it had.
    """
    current = LinkDocument.objects.get(pk=link_document.pk)
    if current.stored_at is None:
        if current.state == LinkDocument.State.DEAD:
            raise DocumentUnavailableError(f"{current} was given up.")
        try:
            _render_and_store(current.pk, clock.now())
        except (pdf.PdfError, OSError) as error:
            raise DocumentUnavailableError(f"{current} cannot be stored now.") from error
        current.refresh_from_db()
    return read_stored(current.stored_file, current.sha256, name=str(current))


def read_stored(stored_file: str, sha256: str, *, name: str) -> bytes:
    """The bytes of a stored file, checked against the hash; no query is made.

    name: what the document is called in errors. Raises DocumentDamagedError when the file is
    missing or is not what was stored.
    """
    try:
        with storages["documents"].open(stored_file) as file:
            content: bytes = file.read()
    except OSError as error:
        raise DocumentDamagedError(f"The file of {name} cannot be read.") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DocumentDamagedError(f"The file of {name} was changed.")
    return content


def _render_and_store(link_document_id: UUID, now: datetime) -> None:
    """Render, write the file, then mark the row in one update; the first to mark it wins.

    A row that is marked already keeps its file: a stored document is never replaced.
    """
    link_document = LinkDocument.objects.get(pk=link_document_id)
    if link_document.stored_at is not None:
        return
    content = _render(link_document)
    storage = storages["documents"]
    name = _write_file(storage, content, now, PurePath(link_document.file_name).suffix)
    marked = LinkDocument.objects.filter(pk=link_document_id, stored_at__isnull=True).update(
        stored_file=name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        stored_at=now,
        state=LinkDocument.State.DONE,
        lease_until=None,
        published_until=None,
        last_error="",
    )
    if not marked:
        storage.delete(name)


def _render(link_document: LinkDocument) -> bytes:
    if link_document.kind == LinkDocument.Kind.E_INVOICE:
        return _render_e_invoice(link_document)
    printed, e_invoice = _issued(link_document)
    language = texts.language_of(printed.locale)
    context = {
        "document": printed,
        "language": language,
        "texts": texts.texts_in(language),
        "logo": logo_of(link_document.payment_link),
    }
    template = TEMPLATES[LinkDocument.Kind(link_document.kind)]
    return pdf.render_pdf(
        template, context, identifier=printed.id.bytes, attachments=_attachments(e_invoice)
    )


def _render_e_invoice(link_document: LinkDocument) -> bytes:
    printed: Printed
    invoice = Invoice.objects.filter(e_invoice=link_document).first()
    if invoice is not None:
        printed = document.invoice_as_printed(invoice)
    else:
        credit_note = CreditNote.objects.select_related("invoice").get(e_invoice=link_document)
        printed = document.credit_note_as_printed(credit_note)
    return write_ubl(printed, completeness.profile_of(printed) or Profile.EN16931)


def _issued(
    link_document: LinkDocument,
) -> tuple[document.PrintedDocument, LinkDocument | None]:
    """What the document says, and the e-invoice that says the same."""
    if link_document.kind == LinkDocument.Kind.INVOICE:
        invoice = link_document.invoice
        return document.invoice_as_printed(invoice), invoice.e_invoice
    if link_document.kind == LinkDocument.Kind.CREDIT_NOTE:
        credit_note = link_document.creditnote
        return document.credit_note_as_printed(credit_note), credit_note.e_invoice
    return document.receipt_as_printed(link_document.receipt), None


def _attachments(e_invoice: LinkDocument | None) -> list[pdf.AttachedFile]:
    """The e-invoice as stored, so that both are the same for ever; it is stored first if need be.

    One that was given up is left out: a PDF without it is worth more than none.
    """
    if e_invoice is None or e_invoice.state == LinkDocument.State.DEAD:
        return []
    if e_invoice.stored_at is None:
        _render_and_store(e_invoice.pk, clock.now())
        e_invoice.refresh_from_db()
    return [
        pdf.AttachedFile(
            name=e_invoice.file_name,
            content=read_stored(e_invoice.stored_file, e_invoice.sha256, name=str(e_invoice)),
            description="UBL 2.1, EN 16931",
            relationship="Alternative",
            created_at=e_invoice.issued_at,
        )
    ]


def _write_file(storage: Storage, content: bytes, now: datetime, ending: str) -> str:
    """Write and flush to the disk under a fresh name; a file cut short by an error is removed."""
    name = f"{now:%Y/%m}/{random_token()}{ending}"
    try:
        stored = storage.save(name, ContentFile(content))
        _flush(storage, stored)
    except OSError:
        storage.delete(name)
        raise
    return stored


def _flush(storage: Storage, name: str) -> None:
    """Push the file and its folder to the disk; remote storages have nothing to push."""
    try:
        path = storage.path(name)
    except NotImplementedError:
        return
    for place in (path, os.path.dirname(path)):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
