"""What is answered to a form without its page's cookie: payers read it in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.csrf import csrf_failure

from payment_links.checkout.payer_view import private


def refuse_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a page of ours for the payer's forms, Django's own for all others."""
    if not request.path.startswith("/pay/"):
        answer: HttpResponse = csrf_failure(request, reason=reason)
        return answer
    context = {"link_url": request.path.removesuffix("/pay")}
    return private(render(request, "checkout/refused_form.html", context, status=403))
