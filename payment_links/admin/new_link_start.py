"""What the form of a new payment link begins with: a merchant's defaults, or another link."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict
from django.utils import formats

from payment_links.admin.new_link_lines import vat_choices, vat_value
from payment_links.models import Address, Customer, Item, Merchant, PaymentLink
from payment_links.models.fields import uuid7
from payment_links.money import plain_amount
from payment_links.vat import PriceBasis

CUSTOMER_FIELDS = (
    *("first_name", "last_name", "phone", "email"),
    *("company_name", "organization_number", "vat_number", "reference"),
)
ADDRESS_FIELDS = ("street_address", "zip", "city")


@dataclass(frozen=True, slots=True)
class Start:
    """A form's first values, as a browser would send them.

    values, lines: texts by name of the field. methods: the payment methods that are ticked, as
    links keep them; the merchant's own, too, keep what was set up for them.
    """

    merchant: Merchant
    price_basis: PriceBasis
    values: dict[str, str]
    lines: list[dict[str, str]]
    methods: list[dict[str, Any]]
    send: str = "sms"

    def as_sent(self) -> QueryDict:
        """The form as it would be sent without a change."""
        data = QueryDict(mutable=True)
        data.update(self.values)
        data["merchant"] = data["shown_merchant"] = str(self.merchant.pk)
        data["price_basis"] = self.price_basis
        data.setlist("payment_methods", method_names(self.methods))
        data["send"] = self.send
        data.setlist("line", [str(number) for number in range(len(self.lines))])
        for number, line in enumerate(self.lines):
            for name, value in line.items():
                data[f"lines-{number}-{name}"] = value
        return data


def method_names(entries: Iterable[dict[str, Any]]) -> list[str]:
    """The methods of a link as the form's choices name them: "swish/m_commerce"."""
    return [f"{entry['provider']}/{entry['method']}" for entry in entries]


def blank(merchant: Merchant, *, today: date) -> Start:
    """An empty form with the merchant's defaults. today: on the merchant's calendar."""
    return Start(
        merchant=merchant,
        price_basis=PriceBasis(merchant.price_basis),
        values={"link_id": str(uuid7()), **merchant_defaults(merchant, today)},
        lines=[{"quantity": "1", "vat": vat_choices(merchant.country, today)[0][0]}],
        methods=merchant.payment_provider_methods,
    )


def merchant_defaults(merchant: Merchant, today: date) -> dict[str, str]:
    """What depends on the merchant alone."""
    return {
        "locale": merchant.locale,
        "currency": merchant.currency,
        "due_date": (today + timedelta(days=merchant.payment_days)).isoformat(),
    }


def for_customer(customer: Customer, *, today: date) -> Start:
    """A form for a customer of the merchant."""
    start = blank(customer.merchant, today=today)
    start.values.update(customer_values(customer))
    return start


def copy_of(link: PaymentLink, *, today: date) -> Start:
    """A form with everything of another link but its dates, and but an erased customer's name.

    That is kept for the books alone.
    """
    start = blank(link.merchant, today=today)
    if not link.customer.is_erased:
        start.values.update(_customer_texts(link.customer))
    start.values.update(_address_texts("invoice", link.invoice_address))
    start.values.update(_address_texts("delivery", link.delivery_address))
    start.values.update(
        locale=link.locale, currency=link.currency, buyer_reference=link.buyer_reference
    )
    items = Item.objects.filter(payment_link=link).order_by("position")
    return Start(
        merchant=link.merchant,
        price_basis=PriceBasis(link.price_basis),
        values=start.values,
        lines=[_line_texts(item, link.currency) for item in items],
        methods=link.payment_provider_methods,
    )


def customer_values(customer: Customer) -> dict[str, str]:
    """The fields of a form that a known customer fills; their newest address is the invoice's."""
    address = Address.objects.filter(customer=customer).order_by("-pk").first()
    return {**_customer_texts(customer), **_address_texts("invoice", address)}


def with_defaults_of(merchant: Merchant, data: QueryDict, *, today: date) -> QueryDict:
    """A sent form made the merchant's: what depended on the one that it was shown for is reset."""
    changed = data.copy()
    for name, value in merchant_defaults(merchant, today).items():
        changed[name] = value
    changed["shown_merchant"] = str(merchant.pk)
    changed["price_basis"] = merchant.price_basis
    changed.setlist("payment_methods", method_names(merchant.payment_provider_methods))
    return changed


def _customer_texts(customer: Customer) -> dict[str, str]:
    """The name that the books keep of an erased customer is not for new links."""
    if customer.is_erased:
        return dict.fromkeys(CUSTOMER_FIELDS, "")
    return {name: getattr(customer, name) for name in CUSTOMER_FIELDS}


def _address_texts(kind: str, address: Address | None) -> dict[str, str]:
    return {f"{kind}_{name}": getattr(address, name, "") for name in ADDRESS_FIELDS}


def _line_texts(item: Item, currency: str) -> dict[str, str]:
    separator = formats.get_format("DECIMAL_SEPARATOR")
    return {
        "description": item.description,
        "price": plain_amount(item.price, currency, separator=separator),
        "quantity": str(item.quantity),
        "vat": vat_value(item.vat, item.vat_treatment),
        "unit": item.unit,
        "item_number": item.item_number,
    }
