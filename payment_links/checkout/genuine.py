"""Is this genuine? The page that confirms, for a code, who is to be paid, how much, and where.

The code opens nothing else. Wrong codes are all answered alike, and few of them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from payment_links import clock
from payment_links.checkout.frame import render_page
from payment_links.checkout.language import written_locale
from payment_links.checkout.method_options import Text
from payment_links.checkout.payer_view import private
from payment_links.checkout.refusals import READING_METHODS, not_allowed, too_many
from payment_links.checkout.state import State, latest_attempt, read_state
from payment_links.checkout.wrong_codes import WrongCodes
from payment_links.genuine_codes import LONGEST_TYPED, read_genuine_code, write_genuine_code
from payment_links.models import PaymentLink, Tenant
from payment_links.money import format_amount
from payment_links.request_address import address_of

UNPAID = _("Waiting to be paid")
UNDER_WAY = _("A payment is under way. Wait for its outcome before you pay again.")
# Of every state of the payer's page: the two never say different things.
STATUSES: dict[State, Text] = {
    State.OPEN: UNPAID,
    State.FAILED: UNPAID,
    State.CHECKING: UNDER_WAY,
    State.WAITING: UNDER_WAY,
    State.REVIEW: _("A payment has arrived and is being looked at. Do not pay again."),
    State.PAID: _("Paid. You need not pay again."),
    State.EXPIRED: _("The time to pay is over. It can no longer be paid."),
    State.CANCELLED: _("Withdrawn by the merchant. You do not have to pay."),
}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a code confirms: of the merchant and of the amount, and nothing of the customer."""

    merchant: str
    organization_number: str
    bankgiro: str
    amount: str
    status: Text
    is_test: bool


# Nothing is written: a POST needs no protection, and is told that it is none of ours.
@csrf_exempt
def check_typed_code(request: HttpRequest) -> HttpResponse:
    """GET /pay/check: the form for a code, and below it what the one in ?code= stands for."""
    return check_code(request, request.GET.get("code", ""))


@csrf_exempt
def check_code(request: HttpRequest, code: str) -> HttpResponse:
    """GET /pay/check/<code>: what it confirms; 404 for a code of nobody, 429 after too many."""
    form_page = reverse("checkout:check")
    if request.method not in READING_METHODS:
        return private(not_allowed(request, None, READING_METHODS, address=form_page))
    typed = code.strip()
    if not typed:
        return private(_render(request, {"address": form_page}))
    now = clock.now()
    wrong_codes = WrongCodes(address_of(request), now)
    place = wrong_codes.take_place()
    if place is None:
        return private(too_many(request, retry_after=wrong_codes.retry_after, address=form_page))
    # Also asked for what cannot be a code: the time of the answer tells nothing.
    read = read_genuine_code(typed)
    links = PaymentLink.objects.select_related("tenant", "merchant").filter(genuine_code=read)
    link = links.first()
    if link is None:
        context = {"address": form_page, "typed": typed[:LONGEST_TYPED], "is_unknown": True}
        return private(_render(request, context, status=404))
    wrong_codes.give_back(place)
    address = reverse("checkout:check_code", args=[read])
    context = {
        "address": address,
        "typed": write_genuine_code(read),
        "confirmed": _confirmed(link, now),
    }
    return private(_render(request, context))


def _render(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    shown = {"origin": f"{settings.PUBLIC_URL}/", "longest": LONGEST_TYPED, **context}
    return render_page(
        request, "checkout/check.html", shown, status=status, address=context["address"]
    )


def _confirmed(link: PaymentLink, now: datetime) -> Confirmed:
    return Confirmed(
        merchant=link.merchant.name,
        organization_number=link.merchant.organization_number,
        bankgiro=link.merchant.bankgiro,
        amount=format_amount(link.total_amount, link.currency, written_locale()),
        status=STATUSES[read_state(link, latest_attempt(link), now)],
        is_test=link.tenant.mode == Tenant.Mode.SANDBOX,
    )
