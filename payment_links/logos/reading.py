"""Our copies of logos, in the forms in which pages and documents may show them."""

import hashlib
import logging
from base64 import b64encode

from django.core.files.storage import storages

from payment_links.models import Logo, PaymentLink

logger = logging.getLogger(__name__)


def find_logo(link: PaymentLink) -> Logo | None:
    """The logo that the link names, when we have it."""
    if not link.logo_image_link:
        return None
    return Logo.objects.fetched(link.tenant_id, link.logo_image_link)


def logo_of(link: PaymentLink) -> str:
    """The link's logo as a data: address; empty while there is none."""
    logo = find_logo(link)
    return data_address(logo) if logo else ""


def data_address(logo: Logo) -> str:
    """The stored copy as a data: address; empty when read_logo has nothing.

    A document without a picture is worth more than none: it prints the seller's name instead.
    """
    content = read_logo(logo)
    return f"data:{logo.content_type};base64,{b64encode(content).decode()}" if content else ""


def read_logo(logo: Logo) -> bytes:
    """The stored copy; empty when its file is missing or not what it was."""
    try:
        with storages["documents"].open(logo.stored_file) as file:
            content: bytes = file.read()
    except OSError as error:
        logger.warning("the file of logo %s cannot be read: %s", logo.pk, type(error).__name__)
        return b""
    if hashlib.sha256(content).hexdigest() != logo.sha256:
        logger.warning("the file of logo %s was changed", logo.pk)
        return b""
    return content
