"""The document that goes with an e-mail: the invoice, or the receipt once the link is paid."""

import hashlib
import logging
from datetime import datetime, timedelta

from django.core.files.storage import storages

from payment_links.gateways.mail import Attachment
from payment_links.models import Distribution, LinkDocument, PaymentLink
from payment_links.models.outbox import OutboxQuerySet

logger = logging.getLogger(__name__)

# How long a message waits for a document that was issued a moment ago and is not rendered yet.
PATIENCE = timedelta(seconds=20)
# The e-mail of a receipt is asked for before the receipt is issued, and nobody waits for it.
PATIENCE_FOR_RECEIPT = timedelta(minutes=10)
State = LinkDocument.State


def waits_for_document(message: Distribution, now: datetime) -> bool:
    """Whether the message's document is still being issued or rendered and worth waiting for."""
    is_receipt = message.purpose == Distribution.Purpose.RECEIPT
    patience = PATIENCE_FOR_RECEIPT if is_receipt else PATIENCE
    if message.channel != Distribution.Channel.EMAIL or now - message.created_at > patience:
        return False
    documents = _documents(message.payment_link)
    being_rendered = documents.filter(
        stored_at__isnull=True, state__in=[State.PENDING, State.LEASED]
    )
    return being_rendered.exists() or (is_receipt and not documents.exists())


def read_attachments(link: PaymentLink) -> tuple[Attachment, ...]:
    """The link's document as stored, if it is; one whose bytes were changed is not sent."""
    document = (
        _documents(link).filter(stored_at__isnull=False).order_by("-issued_at", "-pk").first()
    )
    if document is None:
        return ()
    try:
        with storages["documents"].open(document.stored_file) as file:
            content: bytes = file.read()
    except OSError:
        logger.exception("document %s cannot be read", document.pk)
        return ()
    if hashlib.sha256(content).hexdigest() != document.sha256:
        logger.error("document %s is not what was stored", document.pk)
        return ()
    return (Attachment(document.file_name, content),)


def _documents(link: PaymentLink) -> OutboxQuerySet[LinkDocument]:
    is_paid = link.status == PaymentLink.Status.COMPLETED
    kind = LinkDocument.Kind.RECEIPT if is_paid else LinkDocument.Kind.INVOICE
    return LinkDocument.objects.filter(payment_link=link, kind=kind)
