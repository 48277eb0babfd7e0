"""Rows for tests, with sensible values that a test overrides where they matter."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from payment_links.models import (
    Customer,
    Distribution,
    Invitation,
    Item,
    Membership,
    Merchant,
    Payment,
    PaymentLink,
    Tenant,
    User,
)
from payment_links.new_link import NewCustomer, NewItem, NewLink, line_amounts
from payment_links.sealing import hash_secret
from payment_links.vat import PriceBasis, VatTreatment

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)

# The sandbox's fixed ids (API contract §8).
SANDBOX_TENANT_ID = UUID("55555555-5555-5555-5555-555555555555")
LIVE_TENANT_ID = UUID("66666666-6666-4666-8666-666666666666")
DEMO_MERCHANT_ID = UUID("122da843-346e-4693-a7ef-985b8444156b")
SEK_ORDER_ID = UUID("a3710107-26e5-434c-8c5b-ebc19a77f372")
NOK_ORDER_ID = UUID("a3710107-26e5-434c-8c5b-ebc19a77f373")

# (description, price, quantity, vat), or with a VAT treatment after the rate.
ItemValues = tuple[str, int, int, str] | tuple[str, int, int, str, str]

SWISH = {"provider": "swish", "method": "m_commerce", "parameters": {"swish_message": "Tack"}}
CARD = {"provider": "payment_iq", "method": "card"}
DUMMY = {"provider": "dummy", "method": "dummy"}


def make_tenant(**values: Any) -> Tenant:
    """A sandbox tenant; id=SANDBOX_TENANT_ID makes it the one the sandbox knows."""
    defaults: dict[str, Any] = {"name": "Plattformen AB", "mode": Tenant.Mode.SANDBOX}
    return Tenant.objects.create(**{**defaults, **values})


def make_merchant(tenant: Tenant | None = None, **values: Any) -> Merchant:
    """A Swedish merchant with everything a document needs."""
    defaults: dict[str, Any] = {
        "name": "Pizzeria Vesuvio AB",
        "organization_number": "556703-7485",
        "vat_number": "SE556703748501",
        "street_address": "Nygatan 15",
        "zip": "702 10",
        "city": "Örebro",
        "email": "kontakt@vesuvio.example",
        "phone": "019-12 34 56",
        "bankgiro": "991-2346",
    }
    return Merchant.objects.create(tenant=tenant or make_tenant(), **{**defaults, **values})


def make_demo_merchant(**values: Any) -> Merchant:
    """The merchant and tenant that the sandbox knows, for tests that reach the payments service."""
    tenant = make_tenant(id=SANDBOX_TENANT_ID, name="Sandbox tenant")
    return make_merchant(tenant, id=DEMO_MERCHANT_ID, **values)


def make_customer(merchant: Merchant, **values: Any) -> Customer:
    """Bertil Jönsson, with a mobile number and an e-mail that work."""
    defaults: dict[str, Any] = {
        "first_name": "Bertil",
        "last_name": "Jönsson",
        "email": "bertil@example.com",
        "phone": "070-174 06 15",
    }
    return Customer.objects.create(
        tenant=merchant.tenant, merchant=merchant, **{**defaults, **values}
    )


def make_link(
    merchant: Merchant | None = None,
    *,
    items: Sequence[ItemValues] | None = None,
    customer: dict[str, Any] | None = None,
    **values: Any,
) -> PaymentLink:
    """A link over two Hawaii pizzas, 14000 öre; price_basis="NET" adds VAT to the prices.

    items: (description, price, quantity, vat), and a VAT treatment that is not TAXED.
    """
    seller = merchant or make_merchant()
    lines = [_new_item(seller, *item) for item in items or [("Hawaii Pizza", 7000, 2, "12")]]
    amounts = line_amounts(lines, PriceBasis(values.get("price_basis", "GROSS")))
    defaults: dict[str, Any] = {
        "tenant": seller.tenant,
        "merchant": seller,
        "customer": make_customer(seller, **(customer or {})),
        "currency": "SEK",
        "total_amount": sum(amounts),
        "locale": "sv-SE",
        "due_date": TODAY + timedelta(days=30),
        "expires_at": NOON + timedelta(days=60),
        "payment_order_id": SEK_ORDER_ID,
        "payment_provider_methods": [SWISH, CARD, DUMMY],
        "created_at": NOON,
    }
    link = PaymentLink.objects.create(**{**defaults, **_with_times(values)})
    Item.objects.bulk_create(
        Item(payment_link=link, position=position, amount=amount, **asdict(line))
        for position, (line, amount) in enumerate(zip(lines, amounts, strict=True))
    )
    return link


def _new_item(
    merchant: Merchant,
    description: str,
    price: int,
    quantity: int,
    vat: str,
    treatment: str = "TAXED",
) -> NewItem:
    return NewItem(
        description=description,
        price=price,
        quantity=quantity,
        vat=Decimal(vat),
        merchant_id=merchant.pk,
        vat_treatment=VatTreatment(treatment),
    )


def _with_times(values: dict[str, Any]) -> dict[str, Any]:
    """The time that the status demands, when the test did not give it."""
    fields = {"COMPLETED": "completed_at", "CANCELLED": "cancelled_at"}
    field = fields.get(values.get("status", ""))
    return {field: NOON, **values} if field else values


def make_payment(link: PaymentLink, **values: Any) -> Payment:
    """A PENDING Swish attempt over the link's amount."""
    defaults: dict[str, Any] = {
        "payment_id": uuid4(),
        "provider": "swish",
        "method": "m_commerce",
        "status": Payment.Status.PENDING,
        "amount": link.total_amount,
        "currency": link.currency,
        "created_at": NOON,
    }
    if values.get("status") in Payment.PAID_STATUSES:
        defaults["completed_at"] = NOON
    return Payment.objects.create(payment_link=link, **{**defaults, **values})


def make_distribution(link: PaymentLink, **values: Any) -> Distribution:
    """An SMS to the link's customer that waits to be sent."""
    defaults: dict[str, Any] = {
        "channel": Distribution.Channel.SMS,
        "recipient": "+46701740615",
        "created_at": NOON,
        "not_before": NOON,
    }
    return Distribution.objects.create(payment_link=link, **{**defaults, **values})


def make_user(username: str = "staff", **values: Any) -> User:
    """A person who may sign in to the admin, password "demo"."""
    return User.objects.create_user(username, password="demo", **{"is_staff": True, **values})


def make_membership(user: User, merchant: Merchant, role: str = "STAFF") -> Membership:
    """The user's role at the merchant."""
    return Membership.objects.create(user=user, merchant=merchant, role=role)


def make_invitation(inviter: User, *merchants: Merchant, **values: Any) -> Invitation:
    """An open invitation to anna@example.com as staff; token="…" is what its link holds."""
    defaults: dict[str, Any] = {
        "email": "anna@example.com",
        "role": "STAFF",
        "hashed_token": hash_secret(values.pop("token", f"of {inviter.username}")),
        "invited_by": inviter,
        "created_at": NOON,
        "sent_at": NOON,
        "expires_at": NOON + timedelta(days=7),
    }
    invitation = Invitation.objects.create(**{**defaults, **values})
    invitation.merchants.set(merchants)
    return invitation


def new_link(**values: Any) -> NewLink:
    """What a tenant asks for over the API, as links.create_link takes it."""
    defaults: dict[str, Any] = {
        "payment_order_id": SEK_ORDER_ID,
        "locale": "sv-SE",
        "customer": NewCustomer(first_name="Bertil", last_name="Jönsson"),
        "items": [NewItem("Hawaii Pizza", 7000, 2, Decimal(12), DEMO_MERCHANT_ID)],
        "payment_provider_methods": [SWISH],
        "total_amount": 14000,
        "supplier": {},
        "currency": "SEK",
    }
    return NewLink(**{**defaults, **values})
