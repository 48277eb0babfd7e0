"""The ways to pay: what each provider must be told, and where it sends the payer (contract §5)."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from payment_links.errors import FieldError, InvalidInputError
from payment_links.models import Payment, PaymentLink, Tenant
from payment_links.phone import InvalidPhoneError

SWISH_MESSAGE_LENGTH = 50
NOT_FOR_SWISH = re.compile(r"[^A-Za-zÅÄÖåäö0-9 !?(),.:;\"@-]+")
NATIONAL_ID = re.compile(r"(\d{2})?\d{6}[-+]?\d{4}")
DUMMY_STATUSES = frozenset(
    {"INITIATED", "PENDING", "COMPLETED", "DECLINED", "ABORTED", "EXPIRED", "CRASHED"}
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen method of a link. told: by the payer or the caller; set_up: by the tenant."""

    link: PaymentLink
    provider: str
    method: str
    set_up: dict[str, Any]
    told: dict[str, Any]

    @property
    def return_url(self) -> str:
        return f"{self.link.hosted_checkout_url}/return"

    def told_text(self, name: str) -> str:
        """A value that was told, as text, empty for null; raises InvalidInputError for others."""
        value = self.told.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise invalid_parameter(name, f"{name} must be a text.")
        return value.strip()


@dataclass(frozen=True, slots=True)
class ProviderMethod:
    """One way to pay. address_key: names the provider's page in the answer to an initiation."""

    parameters: Callable[[Choice], dict[str, Any]]
    address_key: str = ""


def invalid_parameter(name: str, description: str) -> InvalidInputError:
    return InvalidInputError([FieldError("invalid_value", description, f"parameters.{name}")])


def swish_message(text: str) -> str:
    """The text with only the characters and the length that Swish takes; may become empty.

    Other letters lose their accents (é is e), everything else becomes a space.
    """
    kept = "".join(
        character if not NOT_FOR_SWISH.match(character) else _without_accents(character)
        for character in unicodedata.normalize("NFC", text)
    )
    cleaned = NOT_FOR_SWISH.sub(" ", kept)
    return " ".join(cleaned.split())[:SWISH_MESSAGE_LENGTH].strip()


def payer_phone(tenant: Tenant, text: str) -> str:
    """The number in E.164 form, or empty when it is not a mobile number we may use."""
    try:
        return tenant.mobile_number(text)
    except InvalidPhoneError:
        return ""


def _without_accents(character: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", character) if c.isascii()) or " "


def _swish_app(choice: Choice) -> dict[str, Any]:
    wanted = choice.told_text("swish_message") or str(choice.set_up.get("swish_message") or "")
    return {
        "message": swish_message(wanted) or swish_message(choice.link.merchant.name) or "Betalning"
    }


def _swish_phone(choice: Choice) -> dict[str, Any]:
    told = choice.told_text("phone_number")
    number = payer_phone(choice.link.tenant, told or choice.link.customer.phone)
    if not number:
        raise invalid_parameter("phone_number", "A mobile number is needed.")
    return {**_swish_app(choice), "phone_number": number}


def _payment_iq(choice: Choice) -> dict[str, Any]:
    return {
        "success_url": choice.return_url,
        "error_url": choice.return_url,
        "locale": choice.link.locale,
    }


def _verifone(choice: Choice) -> dict[str, Any]:
    customer = choice.link.customer
    return {
        "success_url": choice.return_url,
        "cancel_url": choice.return_url,
        "email": customer.email,
        "first_name": customer.first_name,
        "last_name": customer.last_name,
    }


def _quickpay(choice: Choice) -> dict[str, Any]:
    return {"redirect_url": choice.return_url}


def _billmate(choice: Choice) -> dict[str, Any]:
    number = choice.told_text("national_id_number").replace(" ", "")
    if not NATIONAL_ID.fullmatch(number):
        raise invalid_parameter("national_id_number", "A national identity number is needed.")
    customer = choice.link.customer
    phone = payer_phone(choice.link.tenant, choice.told_text("phone_number") or customer.phone)
    return {
        "first_name": customer.first_name,
        "last_name": customer.last_name,
        "national_id_number": number,
        "success_url": choice.return_url,
        "cancel_url": choice.return_url,
        **({"email": customer.email} if customer.email else {}),
        **({"phone_number": phone} if phone else {}),
    }


def _open_payments(choice: Choice) -> dict[str, Any]:
    return {
        "success_url": choice.return_url,
        "cancel_url": choice.return_url,
        "error_url": choice.return_url,
        "reference": choice.link.ocr or choice.link.id.hex,
    }


def _dummy(choice: Choice) -> dict[str, Any]:
    status = choice.told_text("desired_payment_status") or "COMPLETED"
    if status not in DUMMY_STATUSES:
        raise invalid_parameter("desired_payment_status", "Not a status of a payment.")
    return {"desired_payment_status": status}


PROVIDER_METHODS = {
    ("swish", "m_commerce"): ProviderMethod(_swish_app),
    ("swish", "e_commerce"): ProviderMethod(_swish_phone),
    ("payment_iq", "card"): ProviderMethod(_payment_iq, "pay_url"),
    ("payment_iq", "vipps"): ProviderMethod(_payment_iq, "pay_url"),
    ("verifone", "card"): ProviderMethod(_verifone, "redirect_url"),
    ("quickpay", "vipps"): ProviderMethod(_quickpay, "payment_link_url"),
    ("billmate", "invoice"): ProviderMethod(_billmate, "invoice_url"),
    ("open_payments", "pis"): ProviderMethod(_open_payments, "redirect_url"),
    ("dummy", "dummy"): ProviderMethod(_dummy),
}


def payable_methods(tenant: Tenant) -> list[tuple[str, str]]:
    """(provider, method) of all that a link of the tenant can offer; dummy only in the sandbox."""
    return [
        (provider, method)
        for provider, method in PROVIDER_METHODS
        if provider != "dummy" or tenant.mode == Tenant.Mode.SANDBOX
    ]


def offered_methods(link: PaymentLink) -> list[dict[str, Any]]:
    """The link's methods in the tenant's order that can be paid with; dummy only in the sandbox."""
    payable = payable_methods(link.tenant)
    return [
        entry
        for entry in link.payment_provider_methods
        if (entry["provider"], entry["method"]) in payable
    ]


def choose(link: PaymentLink, provider: str, method: str, told: dict[str, Any]) -> Choice:
    """The link's own method of that name; verifone/card goes to the tenant's card provider.

    Raises InvalidInputError (property provider or method) when the link has none.
    """
    offered = offered_methods(link)
    entries = [entry for entry in offered if entry["provider"] == provider]
    if not entries:
        problem = "The payment link has no such provider."
        raise InvalidInputError([FieldError("invalid_value", problem, "provider")])
    entry = next((entry for entry in entries if entry["method"] == method), None)
    if entry is None:
        problem = "The payment link has no such method of this provider."
        raise InvalidInputError([FieldError("invalid_value", problem, "method")])
    card_provider = link.tenant.card_provider
    if (provider, method) == ("verifone", "card") and (card_provider, method) in PROVIDER_METHODS:
        provider = card_provider
    return Choice(link, provider, method, set_up=entry.get("parameters") or {}, told=told)


def provider_parameters(choice: Choice) -> dict[str, Any]:
    """What the provider is told; raises InvalidInputError (property parameters.…)."""
    return PROVIDER_METHODS[choice.provider, choice.method].parameters(choice)


def provider_page_address(payment: Payment) -> str:
    """The page of the provider on which the payer goes on; empty when there is none.

    Only http and https: the answer comes from outside.
    """
    known = PROVIDER_METHODS.get((payment.provider, payment.method))
    key = known.address_key if known else ""
    address = payment.provider_method_response.get(key) if key else None
    if not isinstance(address, str) or urlsplit(address).scheme not in {"http", "https"}:
        return ""
    return address


def can_be_resumed(payment: Payment) -> bool:
    """Whether the payer can go on with this attempt: we still hold what its provider answered.

    An attempt found again after a time-out has lost that answer; it is stopped instead.
    """
    if (payment.provider, payment.method) == ("swish", "m_commerce"):
        return bool(payment.provider_method_response)
    known = PROVIDER_METHODS.get((payment.provider, payment.method))
    return known is None or not known.address_key or bool(provider_page_address(payment))
