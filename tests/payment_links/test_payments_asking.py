"""What the payments service is asked to start."""

import pytest

from payment_links.payments.asking import new_payment
from payment_links.payments.provider_methods import Choice
from tests.builders import ItemValues, make_link, make_payment

pytestmark = pytest.mark.django_db


def test_order_items_of_prices_without_vat_add_up_to_the_total() -> None:
    items: list[ItemValues] = [
        ("Mugg", 999, 1, "25"),
        ("Kaffe", 333, 1, "25"),
        ("Bygg", 500, 1, "0", "EXEMPT"),
    ]
    link = make_link(price_basis="NET", items=items)

    asked = new_payment(Choice(link, "swish", "m_commerce", {}, {}), make_payment(link), {})

    assert [(item.amount, item.vat_rate) for item in asked.order_items] == [
        *((1249, 25), (416, 25), (500, 0)),
    ]
    assert asked.total_amount == link.total_amount == 2165
