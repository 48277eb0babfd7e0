"""From where a request comes: what is counted when somebody tries too often."""

import re

from django.conf import settings
from django.http import HttpRequest

# Some proxies write the port of the caller, which is another one each time.
WITH_PORT = re.compile(r"\[(?P<six>[^\]]+)\](:\d+)?|(?P<four>[\d.]+):\d+")


def address_of(request: HttpRequest) -> str:
    """The address of the caller, and not of the proxy that all callers share.

    Only the last address of the header is the proxy's word; those before it are the caller's own.
    """
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    address: str = request.META.get("REMOTE_ADDR", "")
    if not settings.TRUST_X_FORWARDED_FOR:
        return address
    last = forwarded.rpartition(",")[2].strip()
    found = WITH_PORT.fullmatch(last)
    return (found["six"] or found["four"]) if found else last
