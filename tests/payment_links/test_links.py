"""Creating, cancelling, extending and expiring payment links."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine

from payment_links import links, payments_service
from payment_links.errors import DomainError
from payment_links.gateways.payments_api import PaymentOrder
from payment_links.lifecycle import InvalidTransitionError
from payment_links.models import (
    TENANT,
    Address,
    Customer,
    Item,
    Logo,
    PaymentLink,
    TimelineEntry,
)
from payment_links.new_link import NewAddress, NewCustomer, NewItem, NewLink
from payment_links.vat import PriceBasis
from tests.builders import (
    DEMO_MERCHANT_ID,
    NOON,
    SEK_ORDER_ID,
    make_demo_merchant,
    make_link,
    make_merchant,
    make_payment,
    new_link,
)
from tests.doors import Sandbox

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])
STOCKHOLM = ZoneInfo("Europe/Stockholm")
ORDER = PaymentOrder(SEK_ORDER_ID, "OPEN", "SEK")


def create(new: NewLink, order: PaymentOrder = ORDER) -> PaymentLink:
    tenant = make_demo_merchant().tenant
    return links.create_link(tenant, new, order=order, actor=TENANT, now=NOON)


def test_a_link_is_written_with_its_items_customer_and_addresses() -> None:
    home = NewAddress("Nygatan 15", "702 10", "Örebro")

    link = create(new_link(delivery_address=home, invoice_address=home))

    assert (link.status, link.total_amount, link.currency) == ("CREATED", 14000, "SEK")
    assert list(link.items.values_list("description", "price", "quantity", "vat")) == [
        ("Hawaii Pizza", 7000, 2, Decimal("12.00"))
    ]
    assert link.customer.full_name == "Bertil Jönsson"
    assert link.delivery_address == link.invoice_address
    assert TimelineEntry.objects.get().event == "CREATED"


def test_the_logo_of_a_new_link_is_asked_for() -> None:
    link = create(new_link(logo_image_link="https://shop.example/logo.png"))

    logo = Logo.objects.get()
    assert (logo.tenant, logo.url) == (link.tenant, "https://shop.example/logo.png")
    assert (logo.state, logo.not_before) == ("PENDING", NOON)


def test_the_same_customer_of_a_merchant_is_one_row() -> None:
    merchant = make_demo_merchant()

    for _ in range(2):
        links.create_link(merchant.tenant, new_link(), order=ORDER, actor=TENANT, now=NOON)

    assert Customer.objects.count() == 1


def test_a_company_is_another_customer_than_the_person() -> None:
    person = NewCustomer("Anna", "Andersson")
    company = replace(person, company_name="Andersson Bygg AB", organization_number="556016-0680")
    customers = [person, company, replace(company, vat_number="SE556016068001"), company]
    tenant = make_demo_merchant().tenant

    for customer in customers:
        new = new_link(customer=customer)
        links.create_link(tenant, new, order=ORDER, actor=TENANT, now=NOON)

    assert [link.customer.vat_number for link in PaymentLink.objects.order_by("pk")] == [
        *("", "", "SE556016068001", ""),
    ]
    assert Customer.objects.count() == 3


@pytest.mark.parametrize(
    ("change", "order", "code"),
    [
        ({"total_amount": 13999}, ORDER, "total_amount_mismatch"),
        ({"payment_provider_methods": []}, ORDER, "no_payment_provider_methods"),
        ({"currency": "NOK"}, ORDER, "currency_mismatch"),
        ({}, replace(ORDER, status="CLOSED"), "payment_order_closed"),
        (
            {"items": [NewItem("Pizza", 14000, 1, Decimal(12), uuid4())]},
            ORDER,
            "merchant_not_found",
        ),
        (
            {
                "items": [
                    NewItem("Pizza", 100, 1, Decimal(12), DEMO_MERCHANT_ID),
                    NewItem("Rabatt", -100, 1, Decimal(12), DEMO_MERCHANT_ID),
                ],
                "total_amount": 0,
            },
            ORDER,
            "total_amount_mismatch",
        ),
        ({"price_basis": PriceBasis.NET}, ORDER, "total_amount_mismatch"),
        (
            {"price_basis": PriceBasis.GROSS, "total_amount": 15680},
            ORDER,
            "total_amount_mismatch",
        ),
    ],
)
def test_an_unfit_link_is_refused_and_nothing_is_written(
    change: dict[str, object], order: PaymentOrder, code: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        create(new_link(**change), order)

    assert refusal.value.code == code
    assert not PaymentLink.objects.exists()
    assert not Item.objects.exists()
    assert not Customer.objects.exists()
    assert not Address.objects.exists()


def test_without_currency_the_orders_is_taken() -> None:
    link = create(new_link(currency=None), replace(ORDER, currency="NOK"))

    assert link.currency == "NOK"


@pytest.mark.parametrize(
    ("due_date", "expected"),
    [
        (date(2026, 12, 22), date(2027, 1, 21)),
        (date(2022, 3, 25), date(2026, 12, 22)),
        (None, date(2027, 2, 20)),
    ],
)
def test_a_link_ends_with_the_last_day_in_the_merchants_zone(
    due_date: date | None, expected: date
) -> None:
    expiry = links.first_expiry(make_merchant(), due_date, NOON)

    assert expiry == datetime.combine(expected, time.max, tzinfo=STOCKHOLM)


def test_cancel_moves_an_unpaid_link_to_cancelled() -> None:
    link = make_link()

    links.cancel_link(link.pk, actor=TENANT, now=NOON)

    link.refresh_from_db()
    assert (link.status, link.cancelled_at) == ("CANCELLED", NOON)


@pytest.mark.parametrize("status", ["COMPLETED", "EXPIRED", "CANCELLED"])
def test_only_an_unpaid_link_can_be_cancelled(status: str) -> None:
    link = make_link(status=status)

    with pytest.raises(InvalidTransitionError):
        links.cancel_link(link.pk, actor=TENANT, now=NOON)


def test_cancel_is_refused_when_the_payment_cannot_be_stopped(sandbox: Sandbox) -> None:
    link = make_link(make_demo_merchant())
    payment = make_payment(link)

    with pytest.raises(payments_service.PaymentInProgressError):
        links.cancel_link(link.pk, actor=TENANT, now=NOON)

    link.refresh_from_db()
    payment.refresh_from_db()
    assert (link.status, payment.status) == ("CREATED", "PENDING")


def test_cancel_is_refused_while_nobody_knows_whether_a_payment_started() -> None:
    link = make_link()
    make_payment(link, status="UNKNOWN", payment_id=None)

    with pytest.raises(payments_service.PaymentInProgressError):
        links.cancel_link(link.pk, actor=TENANT, now=NOON)


@time_machine.travel(NOON, tick=False)
def test_links_whose_time_has_passed_expire_unless_a_payment_is_under_way() -> None:
    merchant = make_merchant()
    past, future = NOON - timedelta(seconds=1), NOON + timedelta(days=1)
    due = make_link(merchant, expires_at=past)
    paying = make_link(merchant, expires_at=past)
    make_payment(paying)
    open_link = make_link(merchant, expires_at=future)

    links.expire_due_links()

    assert PaymentLink.objects.get(pk=due.pk).status == "EXPIRED"
    assert PaymentLink.objects.get(pk=paying.pk).status == "CREATED"
    assert PaymentLink.objects.get(pk=open_link.pk).status == "CREATED"


def test_a_link_made_twice_under_one_id_is_made_once() -> None:
    tenant, link_id = make_demo_merchant().tenant, uuid4()

    def make() -> PaymentLink:
        return links.create_link_once(
            link_id, tenant, new_link(), order=ORDER, actor=TENANT, now=NOON
        )

    assert make() == make() == PaymentLink.objects.get(pk=link_id)
    assert Customer.objects.count() == Item.objects.count() == TimelineEntry.objects.count() == 1
