"""A payment link to be made, as plain values that have the right form already."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NewItem:
    """A line to be paid. price: minor units per unit, VAT included; vat: percent."""

    description: str
    price: int
    quantity: int
    vat: Decimal
    merchant_id: UUID
    item_number: str = ""
    unit: str = "st"
    metadata: dict[str, Any] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """The payer in the tenant's words; phone and e-mail are free text until something is sent."""

    first_name: str
    last_name: str
    email: str = ""
    phone: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class NewAddress:
    street_address: str = ""
    zip: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class NewLink:
    """A payment link to be made; every value has the right form already (API contract §1.2).

    currency: None in the legacy form, which takes the order's. total_amount: minor units.
    """

    payment_order_id: UUID
    locale: str
    customer: NewCustomer
    items: list[NewItem]
    payment_provider_methods: list[dict[str, Any]]
    total_amount: int
    supplier: dict[str, str]
    currency: str | None = None
    due_date: date | None = None
    delivery_address: NewAddress | None = None
    invoice_address: NewAddress | None = None
    logo_image_link: str = ""
    custom_checkout_url: str = ""
    checkout_success_url: str = ""
    checkout_cancel_url: str = ""
    payment_link_status_callback_url: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
