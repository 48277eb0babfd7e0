"""Corrections: as strict as sending, noted without the values, never undone by a tenant."""

from dataclasses import replace

import pytest

from payment_links import links
from payment_links.customers import correct_customer
from payment_links.customers.contacts import (
    CustomerChangedError,
    CustomerNotInUseError,
    contacts_of,
    version_of,
)
from payment_links.errors import InvalidInputError
from payment_links.gateways.payments_api import PaymentOrder
from payment_links.models import SYSTEM, Customer, CustomerEvent
from payment_links.new_link import NewCustomer
from tests.builders import (
    DEMO_MERCHANT_ID,
    NOON,
    SEK_ORDER_ID,
    make_customer,
    make_demo_merchant,
    make_link,
    make_merchant,
    new_link,
)

pytestmark = pytest.mark.django_db
OPEN_ORDER = PaymentOrder(id=SEK_ORDER_ID, currency="SEK", status="OPEN")


def correct(customer: Customer, **values: str) -> list[str]:
    contacts = replace(contacts_of(customer), **values)
    version = version_of(customer)
    return correct_customer(customer.pk, contacts, version=version, actor=SYSTEM, now=NOON)


def faults(customer: Customer, **values: str) -> dict[str, str]:
    with pytest.raises(InvalidInputError) as refused:
        correct(customer, **values)
    return {error.property: error.description for error in refused.value.errors}


def test_a_correction_is_seen_on_the_links_and_names_the_fields_alone() -> None:
    link = make_link()
    link.refresh_from_db()
    before = link.updated_at

    changed = correct(link.customer, first_name=" Berta ", phone="070 174 06 16")

    link.refresh_from_db()
    customer = Customer.objects.get()
    assert changed == ["first_name", "phone"]
    assert (customer.first_name, customer.phone) == ("Berta", "+46701740616")
    assert link.updated_at == NOON != before
    assert CustomerEvent.objects.values("customer", "kind", "actor", "details").get() == {
        "customer": customer.pk,
        "kind": "CORRECTED",
        "actor": "SYSTEM",
        "details": {"fields": ["first_name", "phone"]},
    }


def test_values_as_they_were_are_neither_judged_nor_written() -> None:
    customer = make_customer(make_merchant(), phone="ring hem", email="bertil(at)example")

    assert correct(customer) == []
    assert correct(customer, last_name="Ek") == ["last_name"]
    assert Customer.objects.values_list("phone", "email").get() == ("ring hem", "bertil(at)example")


def test_every_fault_is_named_and_nothing_is_written() -> None:
    customer = make_customer(make_merchant())

    found = faults(
        customer,
        first_name=" ",
        last_name="\u202eEk",
        phone="019-12 34 56",
        email="bertil@",
        organization_number="556037-7485",
        vat_number="SE1",
        reference="9" * 201,
    )

    assert found == {
        "first_name": "is missing",
        "last_name": "holds characters that cannot be used",
        "phone": "is not a mobile number",
        "email": "is not an e-mail address",
        "organization_number": "is not an organisation number",
        "vat_number": "is not a VAT number",
        "reference": "is too long",
    }
    assert contacts_of(Customer.objects.get()) == contacts_of(customer)
    assert not CustomerEvent.objects.exists()


def test_contacts_may_be_taken_away() -> None:
    customer = make_customer(make_merchant())

    assert correct(customer, phone="", email="") == ["email", "phone"]


def test_who_looked_at_old_values_is_refused() -> None:
    customer = make_customer(make_merchant())
    Customer.objects.update(phone="")

    with pytest.raises(CustomerChangedError):
        correct(customer, first_name="Berta")

    assert Customer.objects.get().first_name == "Bertil"


@pytest.mark.parametrize("state", ["merged", "erased"])
def test_who_is_gone_is_not_corrected(state: str) -> None:
    merchant = make_merchant()
    gone = {"merged_into": make_customer(merchant)} if state == "merged" else {"erased_at": NOON}

    with pytest.raises(CustomerNotInUseError):
        correct(make_customer(merchant, **gone), first_name="Berta")

    assert not CustomerEvent.objects.exists()


def test_the_next_link_with_the_old_values_does_not_undo_the_correction() -> None:
    merchant = make_demo_merchant()
    wanted = new_link(customer=NewCustomer("Bertil", "Jönsson"))
    first = links.create_link(
        merchant.tenant, wanted, order=OPEN_ORDER, actor=SYSTEM, now=NOON
    ).customer
    correct(first, last_name="Jonsson")

    second = links.create_link(
        merchant.tenant, wanted, order=OPEN_ORDER, actor=SYSTEM, now=NOON
    ).customer

    assert merchant.pk == DEMO_MERCHANT_ID
    assert second != first
    assert Customer.objects.get(pk=first.pk).last_name == "Jonsson"
