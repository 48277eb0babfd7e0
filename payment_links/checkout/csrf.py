"""What is answered to a form without its page's cookie: payers read it in plain words."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.csrf import csrf_failure

from payment_links.checkout.frame import render_page
from payment_links.checkout.language import read_language
from payment_links.checkout.payer_view import find_link, private
from payment_links.checkout.refusals import link_not_found
from payment_links.languages import PAYER_PAGES


def refuse_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a page of ours for the payer's forms, Django's own for all others."""
    if not request.path_info.startswith(PAYER_PAGES):
        answer: HttpResponse = csrf_failure(request, reason=reason)
        return answer
    link = find_link(request.path_info.removeprefix(PAYER_PAGES).partition("/")[0])
    if link is None:
        return private(link_not_found(request))
    address = reverse("checkout:link", args=[link.checkout_token])
    language = read_language(request, link)
    with translation.override(language):
        page = {"link_url": address}
        response = render_page(
            request, "checkout/refused_form.html", page, status=403, address=address
        )
    response.headers["Content-Language"] = language
    return private(response)
