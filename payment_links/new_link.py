"""A payment link to be made, as plain values that have the right form already."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from payment_links.vat import PriceBasis, VatLine, VatTreatment, gross_lines

# Dates of a link beyond these are typing errors.
EARLIEST_DATE, LATEST_DATE = date(2000, 1, 1), date(2100, 12, 31)
MOST_ITEMS = 500
# An amount has 32 bits at the payments service, with VAT too.
AMOUNTS = range(-(2**31), 2**31)
# What items are counted in that name no unit: pieces, in Swedish. Readers of other languages see
# their own word for it.
DEFAULT_UNIT = "st"


@dataclass(frozen=True, slots=True)
class NewItem:
    """A line to be paid. price: minor units per unit on the link's price basis; vat: percent."""

    description: str
    price: int
    quantity: int
    vat: Decimal
    merchant_id: UUID
    item_number: str = ""
    unit: str = DEFAULT_UNIT
    vat_treatment: VatTreatment = VatTreatment.TAXED
    metadata: dict[str, Any] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """The payer in the tenant's words; phone and e-mail are free text until something is sent.

    So are a company's numbers: whether they fit a document is judged where one needs them.
    """

    first_name: str
    last_name: str
    email: str = ""
    phone: str = ""
    reference: str = ""
    company_name: str = ""
    organization_number: str = ""
    vat_number: str = ""


@dataclass(frozen=True, slots=True)
class NewAddress:
    street_address: str = ""
    zip: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class NewLink:
    """A payment link to be made; every value has the right form already (API contract §1.2).

    currency: None in the legacy form, which takes the order's. total_amount: minor units, VAT
    included. price_basis: None for the seller's own.
    """

    payment_order_id: UUID
    locale: str
    customer: NewCustomer
    items: list[NewItem]
    payment_provider_methods: list[dict[str, Any]]
    total_amount: int
    supplier: dict[str, str]
    currency: str | None = None
    price_basis: PriceBasis | None = None
    due_date: date | None = None
    delivery_date: date | None = None
    buyer_reference: str = ""
    delivery_address: NewAddress | None = None
    invoice_address: NewAddress | None = None
    logo_image_link: str = ""
    custom_checkout_url: str = ""
    checkout_success_url: str = ""
    checkout_cancel_url: str = ""
    payment_link_status_callback_url: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)


def line_amounts(items: list[NewItem], price_basis: PriceBasis) -> list[int]:
    """What each line comes to in minor units, VAT included.

    Prices that include VAT are multiplied alone. On prices without it VAT is rounded half up once
    per rate and spread over the rate's lines, so that the amounts add up to net + VAT per rate.
    """
    amounts = [item.price * item.quantity for item in items]
    if price_basis == PriceBasis.GROSS:
        return amounts
    return gross_lines(
        [
            VatLine(amount, item.vat, item.vat_treatment)
            for item, amount in zip(items, amounts, strict=True)
        ]
    )
