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
State = LinkDocument.State


def waits_for_document(message: Distribution, now: datetime) -> bool:
    """Whether the message's document is still being rendered and worth waiting for."""
    if message.channel != Distribution.Channel.EMAIL or now - message.created_at > PATIENCE:
        return False
    being_rendered = _documents(message.payment_link).filter(
        stored_at__isnull=True, state__in=[State.PENDING, State.LEASED]
    )
    return being_rendered.exists()


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
