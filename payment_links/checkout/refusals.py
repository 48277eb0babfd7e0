"""What a payer is told when there is no page to show: always in words, never by a bare number."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from payment_links.checkout.frame import render_page
from payment_links.models import PaymentLink

# Of pages that are only read.
READING_METHODS = ("GET", "HEAD")


def link_not_found(request: HttpRequest) -> HttpResponse:
    """404: no link has this token."""
    return render_page(request, "checkout/not_found.html", status=404)


def not_allowed(
    request: HttpRequest, link: PaymentLink | None, methods: Sequence[str], *, address: str = ""
) -> HttpResponse:
    """405: the address is one that a form sends to, or that only a browser reads.

    address: as for render_page, where there is no link.
    """
    message = {
        "title": _("This page cannot be opened by its address"),
        "text": _("Open the payment page and go on from there. Nothing has been charged by this."),
    }
    response = refuse(request, message, status=405, link=link, address=address)
    response.headers["Allow"] = ", ".join(methods)
    return response


def too_many(request: HttpRequest, *, retry_after: int, address: str = "") -> HttpResponse:
    """429: somebody asks too often. retry_after: seconds. address: as for render_page."""
    message = {
        "title": _("Too many attempts"),
        "text": _("Wait a few minutes, then try again. Nothing was changed."),
    }
    response = refuse(request, message, status=429, address=address)
    response.headers["Retry-After"] = str(retry_after)
    return response


def refuse(
    request: HttpRequest,
    message: dict[str, str],
    *,
    status: int,
    link: PaymentLink | None = None,
    address: str = "",
) -> HttpResponse:
    """A page with the title and text of the message, and the way to the link's page, if any."""
    context: dict[str, Any] = {**message}
    if link is not None:
        address = context["link_url"] = reverse("checkout:link", args=[link.checkout_token])
    return render_page(request, "checkout/message.html", context, status=status, address=address)
