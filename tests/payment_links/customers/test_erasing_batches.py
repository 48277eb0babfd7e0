"""The row of a batch that a link was made of: it forgets the payer with the link."""

import pytest

from payment_links.customers import erase_customer
from payment_links.models import SYSTEM, LinkBatchRow
from tests.builders import NOON, make_link
from tests.payment_links.batches.files import office, people, started

pytestmark = pytest.mark.django_db


def test_the_row_of_an_erased_customer_says_nothing_of_them() -> None:
    merchant = office()
    row, other = started(merchant, *people(2, own_reference="")).rows.order_by("first_row")
    link = make_link(merchant, id=row.pk, status="CANCELLED")

    erase_customer(link.customer_id, reason="asked", actor=SYSTEM, now=NOON)

    forgotten = LinkBatchRow.objects.get(pk=row.pk)
    assert (forgotten.name, forgotten.fingerprint, forgotten.problems) == ("", "", [])
    assert LinkBatchRow.objects.get(pk=other.pk).name == "Bertil Jönsson"
