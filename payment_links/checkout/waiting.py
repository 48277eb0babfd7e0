"""What a payer can do while an attempt is under way: go on at the provider, or open Swish."""

from dataclasses import dataclass
from urllib.parse import quote, urlsplit
from uuid import UUID

import segno
from django.conf import settings
from django.utils.translation import get_language

from payment_links.checkout.language import language_of
from payment_links.checkout.method_options import Text, method_name
from payment_links.languages import CHOICE
from payment_links.models import Payment
from payment_links.payments import provider_page_address

SWISH_SCHEME = "swish"


@dataclass(frozen=True, slots=True)
class WaitingStep:
    """The attempt that is waited for. Addresses and the QR code are empty where there are none."""

    attempt: UUID
    method: Text
    is_swish: bool
    provider_url: str
    app_url: str
    qr_code: str
    sandbox_url: str


def waiting_step(attempt: Payment) -> WaitingStep:
    """The ways on from an open attempt, as far as its provider's answer gives any."""
    return WaitingStep(
        attempt=attempt.pk,
        method=method_name(attempt.provider, attempt.method),
        is_swish=attempt.provider == "swish",
        provider_url=provider_page_address(attempt),
        app_url=_app_url(attempt),
        qr_code=_qr_code(attempt),
        sandbox_url=_sandbox_url(attempt),
    )


def _app_url(attempt: Payment) -> str:
    """Opens Swish on this phone, and has it come back to our page."""
    url = _text(attempt, "url")
    if urlsplit(url).scheme != SWISH_SCHEME:
        return ""
    link = attempt.payment_link
    back = f"{link.hosted_checkout_url}/return"
    # It may come back in another browser, which does not know what was chosen in this one.
    if (language := get_language()) != language_of(link):
        back = f"{back}?{CHOICE}={language}"
    return f"{url}&callbackurl={quote(back, safe='')}"


def _qr_code(attempt: Payment) -> str:
    """An image for the Swish app of another phone: the letter D and the token of the request."""
    token = _text(attempt, "payment_request_token")
    if not token or len(token) > 200:
        return ""
    code = segno.make(f"D{token}", micro=False, error="m")
    return code.svg_data_uri(scale=6, border=2, dark="#000", light="#fff")


def _sandbox_url(attempt: Payment) -> str:
    """The stand-in for the payer's phone; only the sandbox gives one."""
    url = _text(attempt, "sandbox_url")
    return url if settings.SANDBOX and urlsplit(url).scheme in {"http", "https"} else ""


def _text(attempt: Payment, key: str) -> str:
    value = attempt.provider_method_response.get(key)
    return value if isinstance(value, str) else ""
