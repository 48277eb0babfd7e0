"""What every answer below /pay tells browsers and robots: pages, redirects, files and errors."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from payment_links.checkout.payer_view import HEADERS, ResponseT
from payment_links.languages import PAYER_PAGES
from payment_links.models import PaymentLink

# What may stand in a policy: nothing that would begin another source or directive.
ORIGIN = re.compile(r"http://[A-Za-z0-9.-]+(:[0-9]+)?")
# A file loads nothing. The directives of our pages keep browsers from opening their PDF viewers.
FILE_POLICY = {"base-uri": [NONE], "form-action": [NONE], "frame-ancestors": [NONE]}


class PayerHeadersMiddleware:
    """Private headers and a form policy, also for answers that no view of ours makes.

    Stands within the middleware that writes the policy.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if f"{request.path_info}/".startswith(PAYER_PAGES):
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
            if not hasattr(response, "_csp_update"):
                response._csp_update = {"form-action": [SELF]}  # type: ignore[attr-defined]
        return response


def with_way_to_pay(response: ResponseT, link: PaymentLink) -> ResponseT:
    """The page of the pay button, whose form may lead to the provider or back to the merchant.

    Chromium holds every redirect after a form against form-action. Nobody knows a provider's host
    beforehand, so it may be any that is encrypted; unencrypted are only the sandbox and what the
    link itself names.
    """
    named = (link.checkout_success_url, link.checkout_cancel_url)
    unencrypted = [_origin(settings.SANDBOX_URL)] if settings.SANDBOX else []
    allowed = [SELF, "https:", *unencrypted, *map(_origin, named)]
    response._csp_update = {  # type: ignore[attr-defined]
        "form-action": [source for source in dict.fromkeys(allowed) if source]
    }
    return response


def as_file(response: ResponseT) -> ResponseT:
    """A document, which browsers show in a viewer of their own."""
    response._csp_config = FILE_POLICY  # type: ignore[attr-defined]
    response._csp_update = {}  # type: ignore[attr-defined]
    return response


def _origin(url: str) -> str:
    """http://host:port of an unencrypted address; empty for every other one."""
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    return origin if ORIGIN.fullmatch(origin) else ""
