"""The conformance statement: how accessible the payer's pages are, and whom to tell."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from payment_links.checkout.frame import render_page
from payment_links.checkout.language import write_date
from payment_links.checkout.payer_view import private
from payment_links.checkout.refusals import READING_METHODS, not_allowed

# The day of the tests that the statement tells of: it changes with them, not with the words.
TESTED_ON = date(2026, 11, 27)


def show_statement(request: HttpRequest) -> HttpResponse:
    """GET /pay/accessibility: what conforms, what does not, how it was tested."""
    if request.method not in READING_METHODS:
        return private(not_allowed(request, None, READING_METHODS))
    context = {"email": settings.ACCESSIBILITY_EMAIL, "tested_on": write_date(TESTED_ON)}
    return private(render_page(request, "checkout/accessibility.html", context))
