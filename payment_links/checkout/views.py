"""The payer's page, the click on its pay button, the way back from the provider, the poll."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from payment_links import clock
from payment_links.checkout.frame import render_page
from payment_links.checkout.headers import with_way_to_pay
from payment_links.checkout.page import Form, build_page
from payment_links.checkout.payer_view import payer_view, private
from payment_links.checkout.refusals import link_not_found
from payment_links.checkout.state import State, latest_attempt, read_state
from payment_links.checkout.visits import is_browser, record_visit
from payment_links.errors import DomainError, InvalidInputError
from payment_links.gateways.errors import GatewayUnavailable
from payment_links.models import PAYER, Payment, PaymentLink
from payment_links.payments import (
    initiate_payment,
    provider_page_address,
    record_payment_status,
)

# What the form may tell about a method; everything else in it is ignored.
TOLD_FIELDS = ("phone_number", "national_id_number", "desired_payment_status")
LONGEST_VALUE = 40
# The pages with a pay button.
PAYABLE_STATES = frozenset({State.OPEN, State.FAILED, State.WAITING})


@payer_view("GET", "HEAD")
def show_link(request: HttpRequest, link: PaymentLink) -> HttpResponse:
    """GET /pay/<token>: the link in its state. Starts nothing, whoever asks."""
    now = clock.now()
    record_visit(request, link, now)
    return _render(request, link, now, Form())


@payer_view("POST")
def start_payment(request: HttpRequest, link: PaymentLink) -> HttpResponse:
    """POST /pay/<token>/pay: start an attempt and send the payer to the provider's page.

    422 with the form when something is missing; for every other refusal the link's page tells.
    """
    now = clock.now()
    chosen = request.POST.get("payment_method", "")[:LONGEST_VALUE]
    told = {name: request.POST.get(name, "")[:LONGEST_VALUE] for name in TOLD_FIELDS}
    provider, _, method = chosen.partition("/")
    try:
        payment = initiate_payment(
            link.pk,
            provider,
            method,
            told,
            actor=PAYER,
            now=now,
            replaces=_replaced(request),
            checkout_token=link.checkout_token,
        )
    except InvalidInputError as error:
        wrong_field = error.property.removeprefix("parameters.")
        wrong_field = wrong_field if wrong_field in TOLD_FIELDS else ""
        form = Form(chosen=chosen, told=told, wrong_field=wrong_field, is_wrong=True)
        return _render(request, link, now, form, status=422)
    except DomainError:
        return redirect("checkout:link", link.checkout_token)
    address = provider_page_address(payment) if payment.status in Payment.OPEN_STATUSES else ""
    if address:
        return HttpResponseRedirect(address)
    return redirect("checkout:return", link.checkout_token)


@payer_view("GET", "HEAD")
def return_from_provider(request: HttpRequest, link: PaymentLink) -> HttpResponse:
    """GET /pay/<token>/return: ask the payments service, then go where its answer leads.

    What the address says of the payment after its question mark is never read. Programs that follow
    links make nobody ask.
    """
    attempt = latest_attempt(link)
    if attempt is not None and is_browser(request):
        attempt = _ask_service(attempt)
        link.refresh_from_db(fields=["status"])
    if link.status == PaymentLink.Status.COMPLETED and link.checkout_success_url:
        return HttpResponseRedirect(link.checkout_success_url)
    is_aborted = attempt is not None and attempt.status == Payment.Status.ABORTED
    if is_aborted and link.checkout_cancel_url and link.status == PaymentLink.Status.CREATED:
        return HttpResponseRedirect(link.checkout_cancel_url)
    return redirect("checkout:link", link.checkout_token)


@payer_view("GET", "HEAD")
def show_status(request: HttpRequest, link: PaymentLink) -> HttpResponse:
    """GET /pay/<token>/status: the page's state as we know it, for the page that waits."""
    return JsonResponse({"state": read_state(link, latest_attempt(link), clock.now())})


def show_nothing(request: HttpRequest, anything: str = "") -> HttpResponse:
    """Every other address below /pay: as for a token that nobody has."""
    return private(link_not_found(request))


def _render(
    request: HttpRequest, link: PaymentLink, now: datetime, form: Form, *, status: int = 200
) -> HttpResponse:
    page = build_page(link, now, form)
    address = reverse("checkout:link", args=[link.checkout_token])
    response = render_page(
        request, "checkout/link.html", {"page": page}, status=status, address=address
    )
    return with_way_to_pay(response, link) if page.state in PAYABLE_STATES else response


def _replaced(request: HttpRequest) -> UUID | None:
    """The attempt that shall give way to a new one, when the form names one."""
    try:
        return UUID(request.POST.get("replaces", ""))
    except ValueError:
        return None


def _ask_service(attempt: Payment) -> Payment:
    """An open attempt as the service knows it now; as we know it when it does not answer."""
    if attempt.status not in Payment.OPEN_STATUSES:
        return attempt
    try:
        return record_payment_status(attempt.pk, now=clock.now())
    except GatewayUnavailable:
        return attempt
