"""What all pages of the payer share: the link behind the token, its language, private headers."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation

from payment_links.checkout.language import read_language
from payment_links.checkout.refusals import link_not_found, not_allowed
from payment_links.languages import CHOICE
from payment_links.models import PaymentLink

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
LinkView = Callable[[HttpRequest, PaymentLink], HttpResponseBase]
TokenView = Callable[..., HttpResponseBase]
ResponseT = TypeVar("ResponseT", bound=HttpResponseBase)


def private(response: ResponseT) -> ResponseT:
    """The response with HEADERS: no cache, search engine or other site learns the address."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def payer_view(*methods: str) -> Callable[[LinkView], TokenView]:
    """Make a view of (request, link) one of (request, checkout_token); 404 page, 405 otherwise."""

    def decorate(view: LinkView) -> TokenView:
        @wraps(view)
        def answer(request: HttpRequest, checkout_token: str) -> HttpResponseBase:
            link = find_link(checkout_token)
            if link is None:
                return private(link_not_found(request))
            language = read_language(request, link)
            with translation.override(language):
                if request.method in methods:
                    response = view(request, link)
                else:
                    response = not_allowed(request, link, methods)
            response.headers.setdefault("Content-Language", language)
            if request.GET.get(CHOICE) == language:
                _remember(response, link, language)
            return private(response)

        return answer

    return decorate


def find_link(checkout_token: str) -> PaymentLink | None:
    """The link of a token, with its tenant, merchant and customer."""
    if "\x00" in checkout_token:
        return None
    links = PaymentLink.objects.select_related("tenant", "merchant", "customer")
    return links.filter(checkout_token=checkout_token).first()


def _remember(response: HttpResponseBase, link: PaymentLink, language: str) -> None:
    """Keep the choice until the browser closes, for the pages of this link alone.

    Nothing else is in the cookie, and nothing about it in the database: whoever follows the switch,
    robots included, changes nothing.
    """
    response.set_cookie(
        CHOICE,
        language,
        path=reverse("checkout:link", args=[link.checkout_token]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
