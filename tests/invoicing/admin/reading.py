"""Reading the accountant's page: its addresses and its words."""

from typing import Any

from django.test import Client
from django.urls import reverse


def books(view: str = "books", **parameters: Any) -> str:
    """The address of a page of the books."""
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    return f"{reverse(f'admin:invoicing_bookentry_{view}')}?{query}"


def fields_of(address: str) -> dict[str, str]:
    """The parameters of an address as the fields of a form."""
    return dict(pair.split("=") for pair in address.split("?")[1].split("&"))


def words(client: Client, address: str) -> str:
    """The page's text with ordinary blanks."""
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())
