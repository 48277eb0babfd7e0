"""The name that the books keep of an erased customer finds nothing in lists that are no books."""

import pytest
from django.db.models import Model
from django.test import Client

from payment_links.models import (
    Customer,
    LinkException,
    Payment,
    PaymentLink,
    TimelineEntry,
)
from tests.back_office import member, page
from tests.builders import NOON, make_link, make_payment
from tests.unrendered import filled_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> PaymentLink:
    """A link with a row in every list."""
    link = make_link(customer={"last_name": "Ek"})
    payment = make_payment(link, status="COMPLETED")
    LinkException.objects.create(
        payment_link=link, payment=payment, kind="PAID_TWICE", created_at=NOON
    )
    TimelineEntry.objects.create(payment_link=link, event="OPENED", actor="PAYER", occurred_at=NOON)
    return link


def found(client: Client, model: type[Model], term: str) -> int:
    count: int = filled_with(client, page(model, "changelist"), {"q": term})["cl"].result_count
    return count


@pytest.mark.parametrize("model", [Payment, LinkException, TimelineEntry])
def test_an_erased_customer_is_not_found_by_name(model: type[Model], link: PaymentLink) -> None:
    staff = member(link.merchant)
    known = [found(staff, model, term) for term in ("ek", str(link.pk))]

    Customer.objects.update(erased_at=NOON)

    assert known == [1, 1]
    assert [found(staff, model, term) for term in ("ek", str(link.pk))] == [0, 1]


def test_payments_of_erased_customers_are_found_by_their_method(link: PaymentLink) -> None:
    Customer.objects.update(erased_at=NOON)

    assert found(member(link.merchant), Payment, "swish") == 1
