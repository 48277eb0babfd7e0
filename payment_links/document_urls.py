"""Unguessable signed addresses of documents, which open without headers for 30 days."""

from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.core import signing

VALID_FOR = timedelta(days=30)
_SALT = "payment_links.document"


class InvalidDocumentTokenError(ValueError):
    """The token is forged, damaged or older than VALID_FOR."""


def document_url(link_document_id: UUID, file_name: str) -> str:
    """A fresh address of the document; the file name only makes it readable."""
    token = signing.dumps(link_document_id.hex, salt=_SALT)
    return f"{settings.PUBLIC_URL}/pay/documents/{token}/{quote(file_name)}"


def read_document_token(token: str) -> UUID:
    """The id of the LinkDocument the token stands for; raises InvalidDocumentTokenError."""
    try:
        return UUID(signing.loads(token, salt=_SALT, max_age=VALID_FOR))
    except (signing.BadSignature, ValueError) as error:
        raise InvalidDocumentTokenError("The address of the document is not valid.") from error
