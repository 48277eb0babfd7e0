"""Customers in the admin: the list, its search, and the page of one."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from payment_links.models import (
    Address,
    Customer,
    Membership,
    PaymentLink,
)
from tests.back_office import member, page, superuser
from tests.builders import (
    NOON,
    make_customer,
    make_distribution,
    make_link,
    make_merchant,
)
from tests.invoicing.issuing import make_invoice, make_receipt
from tests.payment_links.admin.customer_pages import listed, page_of, words

pytestmark = pytest.mark.django_db
CANCELLED = PaymentLink.Status.CANCELLED
COMPLETED = PaymentLink.Status.COMPLETED


def furnished_customer() -> Customer:
    """A customer with an overdue and a paid link, documents, a failed message and a double."""
    merchant = make_merchant()
    customer = make_customer(merchant, company_name="Ek AB", reference="K-7")
    late = make_link(merchant, due_date=date(2026, 11, 1))
    paid = make_link(merchant, status=COMPLETED, items=[("Vin", 10000, 1, "25")])
    PaymentLink.objects.update(customer=customer)
    Customer.objects.exclude(pk=customer.pk).delete()
    place = {"street_address": "Nygatan 1", "zip": "702 10", "city": "Örebro"}
    Address.objects.create(customer=customer, **place)
    make_receipt(paid)
    make_invoice(late)
    make_distribution(late, status="FAILED", state="DONE", failure_reason="landline")
    make_customer(merchant, last_name="Ek")
    return customer


def test_the_page_shows_contacts_totals_links_documents_and_failures() -> None:
    customer = furnished_customer()

    shown = page_of(superuser(), customer)

    for part in (
        "Ek AB",
        "Bertil Jönsson",
        'data-copy="070-174 06 15"',
        'data-copy="bertil@example.com"',
        'data-copy="Nygatan 1, 702 10, Örebro"',
        'data-label="Paid">100,00 kr',
        'data-label="Outstanding">140,00 kr',
        f"?q={customer.pk}",
        "kept until 2033-12-31",
        "landline",
        "same phone, same e-mail",
    ):
        assert part in shown


def test_the_page_costs_a_fixed_number_of_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    customer = furnished_customer()
    for _ in range(5):
        make_distribution(make_link(customer.merchant, status=CANCELLED), status="FAILED")
        make_customer(customer.merchant)
    PaymentLink.objects.update(customer=customer)
    client = member(customer.merchant, Membership.Role.OWNER)

    with django_assert_max_num_queries(18):
        page_of(client, customer)


def test_the_list_of_links_finds_the_customers_links() -> None:
    customer = furnished_customer()
    make_link(customer.merchant)

    found = superuser().get(page(PaymentLink, "changelist"), {"q": str(customer.pk)})

    assert {link.customer_id for link in found.context["cl"].result_list} == {customer.pk}


def test_the_list_shows_links_and_what_is_outstanding_per_currency() -> None:
    customer = furnished_customer()
    make_link(customer.merchant, currency="EUR")
    PaymentLink.objects.update(customer=customer)

    shown = words(superuser(), page(Customer, "changelist"))

    assert '<span class="pl-amount">140,00 €</span>' in shown
    assert '<span class="pl-amount">140,00 kr</span>' in shown


def test_the_list_costs_a_fixed_number_of_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    merchant = make_merchant()
    for _ in range(5):
        make_link(merchant)
    client = member(merchant)

    with django_assert_max_num_queries(9):
        assert len(listed(client)) == 5


@pytest.mark.parametrize(
    "term",
    [
        "0701740615",
        "+46 70-174 06 15",
        "BERTIL@example.com",
        "jönsson bertil",
        "Ek AB",
        "k-7",
        "556016-0680",
    ],
)
def test_search_knows_every_spelling(term: str) -> None:
    merchant = make_merchant()
    values = {"company_name": "Ek AB", "reference": "K-7", "organization_number": "556016-0680"}
    customer = make_customer(merchant, **values)
    make_customer(merchant, first_name="Bo", last_name="Ek", phone="", email="")

    assert listed(member(merchant), q=term) == [customer]


def test_merged_customers_are_found_as_the_kept_one_and_erased_ones_by_id_alone() -> None:
    merchant = make_merchant()
    kept = make_customer(merchant)
    merged = make_customer(merchant, merged_into=kept)
    erased = make_customer(merchant, erased_at=NOON)
    client = member(merchant)

    assert listed(client) == [erased, kept]
    assert listed(client, q=str(merged.pk)) == [kept]
    assert listed(client, q="Jönsson") == [kept]
    assert listed(client, q=str(erased.pk)) == [erased]


def suggested(client: Client, term: str) -> list[str]:
    query = {"app_label": "payment_links", "model_name": "paymentlink", "field_name": "customer"}
    answer = client.get(reverse("admin:autocomplete"), {**query, "term": term})
    return [row["text"] for row in answer.json()["results"]]


def test_autocomplete_suggests_own_customers_alone() -> None:
    merchant = make_merchant()
    kept = make_customer(merchant)
    make_customer(merchant, merged_into=kept)
    make_customer(make_merchant(merchant.tenant), first_name="Foreign")

    client = member(merchant)

    assert suggested(client, "Jönsson") == ["Bertil Jönsson"]
    assert suggested(client, "070 1740615") == ["Bertil Jönsson"]
