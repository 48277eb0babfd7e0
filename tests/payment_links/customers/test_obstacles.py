"""What has to be settled before a person's data may be erased."""

from datetime import date
from typing import Any

import pytest

from payment_links.customers import erase_customer
from payment_links.customers.erasing import ErasureRefusedError
from payment_links.models import (
    SYSTEM,
    Customer,
    CustomerEvent,
    LinkException,
    PaymentLink,
)
from tests.builders import NOON, make_distribution, make_link, make_payment

pytestmark = pytest.mark.django_db


def erase(customer: Customer) -> date | None:
    return erase_customer(customer.pk, reason="ASKED", actor=SYSTEM, now=NOON)


def settled_link(**values: Any) -> PaymentLink:
    return make_link(**{"status": PaymentLink.Status.CANCELLED, **values})


def refused(link: PaymentLink, obstacle: str) -> None:
    before = Customer.objects.values().get()

    with pytest.raises(ErasureRefusedError) as refusal:
        erase(link.customer)

    assert refusal.value.obstacles == {obstacle: 1}
    assert Customer.objects.values().get() == before
    assert not CustomerEvent.objects.exists()


def test_an_open_link_stands_in_the_way() -> None:
    refused(make_link(), "OPEN_LINK")


def test_a_payment_under_way_stands_in_the_way() -> None:
    link = settled_link()
    make_payment(link)

    refused(link, "PAYMENT_UNDER_WAY")


def test_an_open_exception_stands_in_the_way() -> None:
    link = settled_link()
    payment = make_payment(link, status="COMPLETED")
    LinkException.objects.create(
        payment_link=link, payment=payment, kind="PAID_AFTER_CANCEL", created_at=NOON
    )

    refused(link, "OPEN_EXCEPTION")


@pytest.mark.parametrize("state", ["PENDING", "LEASED"])
def test_a_message_that_is_being_sent_stands_in_the_way(state: str) -> None:
    link = settled_link()
    make_distribution(link, state=state, lease_until=NOON if state == "LEASED" else None)

    refused(link, "MESSAGE_UNDER_WAY")
