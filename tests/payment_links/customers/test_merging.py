"""Merging doubles: everything moves, documents stay, the other's id leads to the kept one."""

import pytest

from payment_links.customers import merge_customers
from payment_links.customers.contacts import (
    CustomerChangedError,
    CustomerNotInUseError,
    contacts_of,
    version_of,
)
from payment_links.customers.merging import DifferentMerchantsError, SameCustomerError
from payment_links.errors import DomainError
from payment_links.models import SYSTEM, Address, Customer, CustomerEvent, TimelineEntry
from payment_links.new_link import NewCustomer
from tests.builders import NOON, make_customer, make_link, make_merchant
from tests.invoicing.issuing import make_invoice

pytestmark = pytest.mark.django_db


def merge(kept: Customer, other: Customer, *taken: str) -> int:
    versions = version_of(kept), version_of(other)
    return merge_customers(
        kept.pk, other.pk, versions=versions, taken=taken, actor=SYSTEM, now=NOON
    )


def test_links_and_addresses_move_and_chosen_values_are_taken() -> None:
    link = make_link(customer={"phone": "0701740616", "first_name": "Berta"})
    other = link.customer
    address = Address.objects.create(customer=other, city="Örebro")
    kept = make_customer(link.merchant)

    moved = merge(kept, other, "phone")

    link.refresh_from_db()
    address.refresh_from_db()
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (moved, link.customer, link.updated_at, address.customer) == (1, kept, NOON, kept)
    assert (kept.first_name, kept.phone) == ("Bertil", "0701740616")
    assert (other.merged_into, contacts_of(other)) == (kept, NewCustomer("", ""))
    entry = TimelineEntry.objects.get()
    assert (entry.payment_link, entry.event, entry.details) == (link, "CUSTOMER_MERGED", {})
    assert CustomerEvent.objects.values_list("customer", "kind", "details").get() == (
        kept.pk,
        "MERGED",
        {"merged": str(other.pk), "links": 1, "fields": ["phone"]},
    )


def test_an_issued_invoice_keeps_its_buyer() -> None:
    link = make_link(customer={"last_name": "Ek"})
    invoice = make_invoice(link)
    frozen = invoice.buyer

    merge(make_customer(link.merchant, last_name="Berg"), link.customer)

    invoice.refresh_from_db()
    assert invoice.buyer == frozen


def test_ids_lead_to_the_kept_one_over_several_merges() -> None:
    merchant = make_merchant()
    first, second, third = (make_customer(merchant) for _ in range(3))

    merge(second, first)
    merge(third, second)

    assert set(Customer.objects.filter(merged_into=third)) == {first, second}


@pytest.mark.parametrize("state", ["merged", "erased"])
def test_who_is_gone_is_not_merged(state: str) -> None:
    merchant = make_merchant()
    kept = make_customer(merchant)
    gone = {"merged_into": kept} if state == "merged" else {"erased_at": NOON}
    other = make_customer(merchant, **gone)

    refused(CustomerNotInUseError, kept, other)
    refused(CustomerNotInUseError, other, kept)


def test_customers_of_two_merchants_are_never_merged() -> None:
    merchant = make_merchant()
    kept = make_customer(merchant)

    refused(DifferentMerchantsError, kept, make_customer(make_merchant(merchant.tenant)))
    refused(SameCustomerError, kept, kept)


def test_who_looked_at_old_values_is_refused() -> None:
    merchant = make_merchant()
    kept, other = make_customer(merchant), make_customer(merchant)
    Customer.objects.filter(pk=other.pk).update(phone="")

    refused(CustomerChangedError, kept, other)


def refused(error: type[DomainError], kept: Customer, other: Customer) -> None:
    before = list(Customer.objects.order_by("pk").values())

    with pytest.raises(error):
        merge(kept, other)

    assert list(Customer.objects.order_by("pk").values()) == before
    assert not CustomerEvent.objects.exists()
