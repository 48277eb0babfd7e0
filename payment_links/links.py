"""The tenant's verbs on payment links: create and cancel; and the job that expires them."""

from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from celery import shared_task
from django.db import IntegrityError, transaction

from payment_links import clock, lifecycle
from payment_links.errors import DomainError
from payment_links.gateways import payments_api
from payment_links.models import (
    SYSTEM,
    Actor,
    Address,
    Customer,
    Item,
    Logo,
    Merchant,
    Payment,
    PaymentLink,
    Tenant,
    TimelineEntry,
)
from payment_links.new_link import (
    AMOUNTS,
    NewAddress,
    NewCustomer,
    NewItem,
    NewLink,
    line_amounts,
)
from payment_links.payments_service import PaymentOrderClosedError, record_stopped, stop_outside
from payment_links.vat import PriceBasis

DAYS_WITHOUT_DUE_DATE = 90
EXPIRE_BATCH = 500
# What a link keeps just as it was asked for.
COPIED = (
    *("payment_order_id", "total_amount", "locale", "due_date", "delivery_date"),
    *("buyer_reference", "payment_provider_methods", "supplier", "logo_image_link"),
    *("custom_checkout_url", "checkout_success_url", "checkout_cancel_url"),
    *("payment_link_status_callback_url", "metadata"),
)
Status = PaymentLink.Status


class CurrencyMismatchError(DomainError):
    code = "currency_mismatch"
    http_status = 422
    description = "The currency is not the payment order's."
    property = "currency"


class TotalAmountMismatchError(DomainError):
    code = "total_amount_mismatch"
    description = "total_amount is not the sum of all items."
    property = "total_amount"


class LineAmountOutOfRangeError(DomainError):
    code = "invalid_value"
    http_status = 422
    description = "price × quantity with VAT on top is out of range"


class NoPaymentProviderMethodsError(DomainError):
    code = "no_payment_provider_methods"
    description = "A payment link needs at least one payment method."
    property = "payment_provider_methods"


class MerchantNotFoundError(DomainError):
    code = "merchant_not_found"
    description = "The merchant does not exist."


def create_link(
    tenant: Tenant,
    new: NewLink,
    *,
    order: payments_api.PaymentOrder,
    actor: Actor,
    now: datetime,
    link_id: UUID | None = None,
) -> PaymentLink:
    """Write a link with its items, customer and addresses.

    order: as fetched by fetch_payment_order or opened by open_payment_order. link_id: the id of the
    link, when the caller chose one to know it again. Raises the refusals of this module; nothing is
    written then.
    """
    currency = _refuse_unfit(new, order)
    with transaction.atomic():
        merchants = _merchants(tenant, new.items)
        seller = merchants[new.items[0].merchant_id]
        price_basis = new.price_basis or PriceBasis(seller.price_basis)
        amounts = _amounts(new, price_basis)
        customer = _customer(seller, new.customer)
        link = PaymentLink.objects.create(
            **({"id": link_id} if link_id else {}),
            tenant=tenant,
            merchant=seller,
            has_one_merchant=len(merchants) == 1,
            customer=customer,
            delivery_address=_address(customer, new.delivery_address),
            invoice_address=_address(customer, new.invoice_address),
            currency=currency,
            price_basis=price_basis,
            expires_at=first_expiry(seller, new.due_date, now),
            **{name: getattr(new, name) for name in COPIED},
            created_at=now,
        )
        Item.objects.bulk_create(
            Item(payment_link=link, position=position, amount=amount, **asdict(item))
            for position, (item, amount) in enumerate(zip(new.items, amounts, strict=True))
        )
        Logo.objects.ask_for(tenant, new.logo_image_link, now)
        TimelineEntry.objects.record(link, TimelineEntry.Event.CREATED, actor=actor, now=now)
    return link


def create_link_once(
    link_id: UUID,
    tenant: Tenant,
    new: NewLink,
    *,
    order: payments_api.PaymentOrder,
    actor: Actor,
    now: datetime,
) -> PaymentLink:
    """As create_link, for a form or a row that may be sent again: its id finds the first link.

    Two at the same moment make one link; the other order is left unused. Raises the refusals of
    this module.
    """
    try:
        with transaction.atomic():
            return create_link(tenant, new, order=order, actor=actor, now=now, link_id=link_id)
    except IntegrityError:
        made = PaymentLink.objects.for_tenant(tenant.pk).filter(pk=link_id).first()
        if made is None:
            raise
        return made


def first_expiry(merchant: Merchant, due_date: date | None, now: datetime) -> datetime:
    """When a new link stops being payable: the last microsecond of a day in the merchant's zone.

    The later of due date and creation plus the merchant's grace days; without a due date 90 days.
    """
    zone = ZoneInfo(merchant.time_zone)
    created_date = now.astimezone(zone).date()
    if due_date is None:
        last_date = created_date + timedelta(days=DAYS_WITHOUT_DUE_DATE)
    else:
        last_date = max(due_date, created_date) + timedelta(days=merchant.grace_days)
    return datetime.combine(last_date, time.max, tzinfo=zone)


def cancel_link(link_id: UUID, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Cancel an unpaid link; a payment under way is stopped at the payments service first.

    Call it outside transactions. Raises InvalidTransitionError when the link is not CREATED and
    PaymentInProgressError when a payment cannot be stopped; the link stays as it is then.
    """
    stopped = stop_outside(link_id, Status.CREATED)
    with transaction.atomic():
        link = PaymentLink.objects.lock(link_id)
        if link.status != Status.CREATED:
            raise lifecycle.InvalidTransitionError(
                "A payment link that is %(status)s cannot be cancelled.", status=link.status
            )
        record_stopped(link, stopped, now=now)
        lifecycle.change_status(link, Status.CANCELLED, actor=actor, now=now)
        if reason:
            TimelineEntry.objects.record(
                link, TimelineEntry.Event.NOTE, actor=actor, now=now, text=reason
            )


@shared_task
def expire_due_links() -> None:
    """Move links whose time has passed to EXPIRED; one with a payment under way waits for it."""
    now = clock.now()
    due = (
        PaymentLink.objects.expiring_before(now)
        .exclude(pk__in=Payment.objects.attempts().under_way().values("payment_link"))
        .order_by("expires_at", "pk")
        .values_list("pk", flat=True)[:EXPIRE_BATCH]
    )
    for pk in list(due):
        _expire(pk, now)


def _expire(link_id: UUID, now: datetime) -> None:
    with transaction.atomic():
        link = PaymentLink.objects.lock(link_id)
        under_way = link.payments.attempts().under_way().exists()
        if link.status == Status.CREATED and link.expires_at < now and not under_way:
            lifecycle.change_status(link, Status.EXPIRED, actor=SYSTEM, now=now)


def _refuse_unfit(new: NewLink, order: payments_api.PaymentOrder) -> str:
    """Returns the currency of the link to be."""
    if new.currency is not None and new.currency != order.currency:
        raise CurrencyMismatchError(
            "The payment order's currency is %(currency)s.", currency=order.currency
        )
    if order.status != "OPEN":
        raise PaymentOrderClosedError("The payment order is %(status)s.", status=order.status)
    if not new.payment_provider_methods:
        raise NoPaymentProviderMethodsError
    return order.currency


def _amounts(new: NewLink, price_basis: PriceBasis) -> list[int]:
    """The amounts of the lines, VAT included; they add up to the link's total."""
    amounts = line_amounts(new.items, price_basis)
    for position, amount in enumerate(amounts):
        if amount not in AMOUNTS:
            raise LineAmountOutOfRangeError(property=f"items.{position}.quantity")
    total = sum(amounts)
    if total != new.total_amount:
        with_vat = " with VAT" if price_basis == PriceBasis.NET else ""
        raise TotalAmountMismatchError(
            f"The items add up to {total}{with_vat}, total_amount is {new.total_amount}."
        )
    if total <= 0:
        raise TotalAmountMismatchError("total_amount must be greater than zero.")
    return amounts


def _merchants(tenant: Tenant, items: list[NewItem]) -> dict[UUID, Merchant]:
    wanted = {item.merchant_id for item in items}
    found = {m.id: m for m in Merchant.objects.filter(tenant=tenant, pk__in=wanted)}
    for position, item in enumerate(items):
        if item.merchant_id not in found:
            raise MerchantNotFoundError(property=f"items.{position}.merchant_id")
    return found


def _customer(merchant: Merchant, new: NewCustomer) -> Customer:
    """The merchant's customer with exactly this description; a new one when there is none.

    The row is locked: one that is corrected, merged or erased meanwhile no longer fits.
    """
    description = {"tenant_id": merchant.tenant_id, "merchant": merchant, **asdict(new)}
    alike = Customer.objects.in_use().filter(**description).select_for_update(no_key=True)
    known = alike.order_by("pk").first()
    return known or Customer.objects.create(**description)


def _address(customer: Customer, new: NewAddress | None) -> Address | None:
    if new is None:
        return None
    place = asdict(new)
    known = customer.addresses.filter(**place).order_by("pk").first()
    return known or Address.objects.create(customer=customer, **place)
