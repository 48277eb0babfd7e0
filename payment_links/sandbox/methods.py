"""Provider methods: the parameters each takes and what it answers when a payment is initiated."""

import base64
import io
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import segno
from django.conf import settings

from payment_links.sandbox.fields import (
    Body,
    InvalidValueError,
    any_text,
    flag,
    json_object,
    one_of,
    positive,
    text,
    web_address,
)
from payment_links.sandbox.models import SandboxPayment

Check = Callable[[object], Any]
SWISH_MESSAGE = re.compile(r"[A-Za-z0-9ÅÄÖåäö !?(),\-.:;\"@]{1,50}")
PHONE_NUMBER = re.compile(r"\+?[0-9]{6,15}")


def swish_message(value: object) -> str:
    """At most 50 characters, and only those that Swish accepts."""
    message = text(50)(value)
    if not SWISH_MESSAGE.fullmatch(message):
        raise InvalidValueError("invalid_value", "holds a character that Swish does not accept")
    return message


def phone_number(value: object) -> str:
    """Digits with or without a plus sign before them."""
    number = text(20)(value)
    if not PHONE_NUMBER.fullmatch(number):
        raise InvalidValueError("invalid_format", "not a phone number")
    return number


@dataclass(frozen=True, slots=True)
class ProviderMethod:
    """A way to pay. page: which provider page serves it. address_key: names the page's address
    in the response to the initiation; empty when that response holds none."""

    page: str
    address_key: str = ""
    required: dict[str, Check] = field(default_factory=dict)
    optional: dict[str, Check] = field(default_factory=dict)


RETURN_URLS: dict[str, Check] = {
    name: web_address for name in ("success_url", "error_url", "cancel_url", "redirect_url")
}
PERSON: dict[str, Check] = {
    name: any_text(200) for name in ("email", "first_name", "last_name", "phone_number", "locale")
}
SWISH_QR: dict[str, Check] = {
    "use_qr_code": flag,
    "qr_format": one_of(("svg", "png")),
    "qr_size": positive,
    "qr_border": positive,
}
PAYMENT_IQ: dict[str, dict[str, Check]] = {
    "required": {"success_url": web_address, "error_url": web_address},
    "optional": {"cancel_url": web_address, "locale": text(20), "cashier": json_object},
}
METHODS = {
    "dummy/dummy": ProviderMethod(
        "dummy", required={"desired_payment_status": one_of(tuple(SandboxPayment.Status.values))}
    ),
    "swish/e_commerce": ProviderMethod(
        "swish", required={"message": swish_message, "phone_number": phone_number}
    ),
    "swish/m_commerce": ProviderMethod(
        "swish", required={"message": swish_message}, optional=SWISH_QR
    ),
    "payment_iq/card": ProviderMethod("card", "pay_url", **PAYMENT_IQ),
    "payment_iq/vipps": ProviderMethod("vipps", "pay_url", **PAYMENT_IQ),
    "verifone/card": ProviderMethod("card", "redirect_url", optional=RETURN_URLS | PERSON),
    "quickpay/vipps": ProviderMethod("vipps", "payment_link_url", optional=RETURN_URLS | PERSON),
    "billmate/invoice": ProviderMethod(
        "invoice",
        "invoice_url",
        optional=RETURN_URLS | PERSON | {"national_id_number": text(20)},
    ),
    "open_payments/pis": ProviderMethod(
        "bank", "redirect_url", optional=RETURN_URLS | {"reference": text(100)}
    ),
    "ping/deposit": ProviderMethod(
        "deposit",
        required={"reference_type": one_of(("OCR", "KID"))},
        optional={
            "reference": text(30),
            "complete_when_funded": flag,
            "desired_date_of_payment": text(10),
        },
    ),
}
PROVIDERS = tuple(sorted({name.split("/")[0] for name in METHODS}))


def read_method(body: Body) -> ProviderMethod | None:
    """The provider method a body asks for; problems are noted in the body."""
    provider = body.required("provider", one_of(PROVIDERS))
    method = body.required("method", text(40))
    if not provider or not method:
        return None
    known = METHODS.get(f"{provider}/{method}")
    if known is None:
        body.add("method", "invalid_value", f"{provider} has no such method")
    return known


def read_parameters(body: Body, method: ProviderMethod) -> dict[str, Any]:
    """The provider_method_parameters of a body, checked by the method's rules."""
    if not method.required and body.data.get("provider_method_parameters") is None:
        return {}
    body.required("provider_method_parameters", json_object)
    given = body.inside("provider_method_parameters")
    for name, check in method.required.items():
        given.required(name, check)
    for name, check in method.optional.items():
        given.optional(name, check)
    return {name: value for name, value in given.data.items() if value is not None}


def answer_initiation(payment: SandboxPayment) -> dict[str, Any]:
    """The provider_method_response of a payment just initiated (deposits answer on their own).

    Swish answers name the sandbox's page as sandbox_url too: a machine without the app needs it.
    """
    name = f"{payment.provider}/{payment.method}"
    page = page_address(payment)
    if name == "swish/e_commerce":
        return {"sandbox_url": page}
    if name == "swish/m_commerce":
        return {**answer_swish_app(payment), "sandbox_url": page}
    key = METHODS[name].address_key
    return {key: page} if key else {}


def page_address(payment: SandboxPayment) -> str:
    """The provider's page for the payment."""
    return f"{settings.SANDBOX_URL}/provider/{payment.pk}"


def answer_swish_app(payment: SandboxPayment) -> dict[str, str]:
    """The token that opens the Swish app, and on request a QR code, base64-encoded."""
    token = secrets.token_hex(16)
    answer = {
        "url": f"swish://paymentrequest?token={token}",
        "payment_request_token": token,
    }
    parameters = payment.parameters
    if parameters.get("use_qr_code"):
        image = io.BytesIO()
        segno.make(f"D{token}", micro=False).save(
            image,
            kind=parameters.get("qr_format", "svg"),
            scale=min(parameters.get("qr_size", 300), 2000) / 40,
            border=min(parameters.get("qr_border", 4), 20),
        )
        answer["qr_code"] = base64.b64encode(image.getvalue()).decode()
    return answer
