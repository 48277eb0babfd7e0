"""The stored files of documents: rendered once, stored for good, read with their hash checked."""

import hashlib
import logging
import os
from datetime import datetime, timedelta
from uuid import UUID

from celery import shared_task
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from invoicing import document, pdf, texts
from payment_links import clock, outbox
from payment_links.models import LinkDocument
from payment_links.models.fields import random_token

LEASE = timedelta(seconds=60)
LAST_ATTEMPT = 5
RETRY_AFTER = timedelta(seconds=30)
TEMPLATES = {
    LinkDocument.Kind.INVOICE: "invoicing/invoice.html",
    LinkDocument.Kind.RECEIPT: "invoicing/receipt.html",
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
    except (pdf.PdfError, OSError) as error:
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
    name = _write_file(storage, content, now)
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
    printed: document.PrintedDocument
    if link_document.kind == LinkDocument.Kind.INVOICE:
        printed = document.invoice_as_printed(link_document.invoice)
    else:
        printed = document.receipt_as_printed(link_document.receipt)
    language = texts.language_of(printed.locale)
    context = {
        "document": printed,
        "language": language,
        "texts": texts.texts_in(language),
    }
    template = TEMPLATES[LinkDocument.Kind(link_document.kind)]
    return pdf.render_pdf(template, context, identifier=printed.id.bytes)


def _write_file(storage: Storage, content: bytes, now: datetime) -> str:
    """Write and flush to the disk under a fresh name; a file cut short by an error is removed."""
    name = f"{now:%Y/%m}/{random_token()}.pdf"
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
