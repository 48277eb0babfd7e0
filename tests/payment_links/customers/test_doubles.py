"""Which customers may be one and the same."""

from typing import Any

import pytest

from payment_links.customers import find_doubles
from payment_links.customers.doubles import Likeness
from payment_links.models import Address, Customer
from tests.builders import NOON, make_customer, make_merchant

pytestmark = pytest.mark.django_db
OTHER: dict[str, Any] = {"first_name": "Bo", "last_name": "Ek", "phone": "", "email": ""}


def likenesses(customer: Customer) -> list[tuple[Customer, tuple[Likeness, ...]]]:
    return [(double.customer, double.likenesses) for double in find_doubles(customer)]


@pytest.mark.parametrize(
    ("mine", "other", "likeness"),
    [
        ({"phone": "070-174 06 15"}, {"phone": "+46701740615"}, Likeness.PHONE),
        ({"phone": "+46 70 174 06 15"}, {"phone": "0701740615"}, Likeness.PHONE),
        ({"email": "B@Example.com"}, {"email": "b@example.COM"}, Likeness.EMAIL),
        (
            {"organization_number": "556016-0680"},
            {"organization_number": "5560160680"},
            Likeness.ORGANIZATION,
        ),
    ],
)
def test_the_same_contact_in_another_spelling(
    mine: dict[str, str], other: dict[str, str], likeness: Likeness
) -> None:
    merchant = make_merchant()
    customer = make_customer(merchant, **{**OTHER, "last_name": "Jonsson", **mine})
    double = make_customer(merchant, **{**OTHER, **other})
    make_customer(merchant, **OTHER)

    assert likenesses(customer) == [(double, (likeness,))]


def test_the_same_name_at_the_same_address() -> None:
    merchant = make_merchant()
    alike, elsewhere = (make_customer(merchant, **OTHER) for _ in range(2))
    customer = make_customer(merchant, **OTHER)
    for owner, street in ((customer, "Nygatan 1"), (alike, "nygatan 1"), (elsewhere, "Nygatan 2")):
        Address.objects.create(customer=owner, street_address=street, zip="702 10")

    assert likenesses(customer) == [(alike, (Likeness.NAME_AND_ADDRESS,))]


def test_the_most_alike_come_first() -> None:
    merchant = make_merchant()
    customer = make_customer(merchant)
    by_phone = make_customer(merchant, email="")
    by_both = make_customer(merchant)

    assert likenesses(customer) == [
        (by_both, (Likeness.PHONE, Likeness.EMAIL)),
        (by_phone, (Likeness.PHONE,)),
    ]


def test_nobody_of_another_merchant_and_nobody_who_is_gone() -> None:
    merchant = make_merchant()
    customer = make_customer(merchant)
    make_customer(make_merchant(merchant.tenant))
    make_customer(merchant, merged_into=customer)
    make_customer(merchant, erased_at=NOON)

    assert find_doubles(customer) == []
