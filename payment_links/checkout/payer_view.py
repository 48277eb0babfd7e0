"""What all pages of the payer share: the link behind the token, its language, private headers."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from payment_links.checkout.language import language_of
from payment_links.models import PaymentLink

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
LinkView = Callable[[HttpRequest, PaymentLink], HttpResponse]
TokenView = Callable[..., HttpResponse]
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
        def answer(request: HttpRequest, checkout_token: str) -> HttpResponse:
            if request.method not in methods:
                return private(HttpResponseNotAllowed(methods))
            link = find_link(checkout_token)
            if link is None:
                return private(render(request, "checkout/not_found.html", status=404))
            language = language_of(link)
            with translation.override(language):
                response = view(request, link)
            response.headers["Content-Language"] = language
            return private(response)

        return answer

    return decorate


def find_link(checkout_token: str) -> PaymentLink | None:
    """The link of a token, with its tenant, merchant and customer."""
    if "\x00" in checkout_token:
        return None
    links = PaymentLink.objects.select_related("tenant", "merchant", "customer")
    return links.filter(checkout_token=checkout_token).first()
