"""The pages of customers as tests read them."""

from typing import Any

from django.test import Client
from django.urls import reverse

from payment_links.models import Customer
from tests.back_office import page


def address_of(verb: str, *customers: Customer) -> str:
    return reverse(f"admin:payment_links_customer_{verb}", args=[row.pk for row in customers])


def words(client: Client, address: str) -> str:
    """The words of a page, with ordinary blanks."""
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def page_of(client: Client, customer: Customer) -> str:
    return words(client, page(Customer, "change", customer.pk))


def listed(client: Client, **query: str) -> list[Customer]:
    return list(client.get(page(Customer, "changelist"), query).context["cl"].result_list)


def told(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]
