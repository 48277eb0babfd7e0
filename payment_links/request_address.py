"""From where a request comes: what is counted when somebody tries too often."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of the caller, and not of the proxy that all callers share.

    Only the last address of the header is the proxy's word; those before it are the caller's own.
    """
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    address: str = request.META.get("REMOTE_ADDR", "")
    return forwarded.rpartition(",")[2].strip() if settings.TRUST_X_FORWARDED_FOR else address
