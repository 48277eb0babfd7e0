"""The form of a new link as a browser sends it, and the merchant that the sandbox knows."""

from typing import Any

from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from payment_links.models import Merchant, PaymentLink
from payment_links.models.fields import uuid7
from tests.back_office import page
from tests.builders import SWISH, make_demo_merchant

ADD = page(PaymentLink, "add")
PREVIEW = reverse("admin:payment_links_paymentlink_preview")
CUSTOMERS = reverse("admin:payment_links_paymentlink_customers")


def make_seller(**values: Any) -> Merchant:
    """The sandbox's merchant, with a payment method for links that staff make."""
    return make_demo_merchant(**{"payment_provider_methods": [SWISH], **values})


def form_of(merchant: Merchant, *lines: tuple[str, str, str, str], **values: Any) -> dict[str, Any]:
    """A filled-in form: two Hawaii pizzas over 140 kr. lines: what for, price, quantity, VAT."""
    data: dict[str, Any] = {
        "link_id": str(uuid7()),
        "merchant": str(merchant.pk),
        "shown_merchant": str(merchant.pk),
        "price_basis": merchant.price_basis,
        "first_name": "Bertil",
        "last_name": "Jönsson",
        "phone": "070-174 06 15",
        "email": "bertil@example.com",
        "due_date": "2026-12-22",
        "locale": "sv-SE",
        "currency": "SEK",
        "payment_methods": ["swish/m_commerce"],
        "send": "sms",
        "line": [],
        "do": "save",
    }
    for number, line in enumerate(lines or [("Hawaii Pizza", "70,00", "2", "12")]):
        data["line"].append(str(number))
        for name, value in zip(("description", "price", "quantity", "vat"), line, strict=True):
            data[f"lines-{number}-{name}"] = value
    return {**data, **values}


def faults(client: Client, form: dict[str, Any]) -> dict[str, list[str]]:
    """What the page that comes back marks, by field; those of lines as "lines-0-price"."""
    answer = client.post(ADD, form)
    assert answer.status_code == 200
    shown = answer.context["form"]
    marked = {name: [str(fault) for fault in found] for name, found in shown.errors.items()}
    for line in shown.counted_lines:
        for name, found in line.errors.items():
            marked[line.add_prefix(name)] = [str(fault) for fault in found]
    return marked


def as_sent(form: dict[str, Any]) -> QueryDict:
    """The form as the server reads it."""
    data = QueryDict(mutable=True)
    for name, value in form.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data
