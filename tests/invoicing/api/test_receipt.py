"""GET /payment_links/{id}/receipt, as the API contract has it."""

from typing import Any
from uuid import uuid4

import pytest

from invoicing.models import Receipt
from tests.builders import make_link, make_merchant
from tests.invoicing.issuing import make_receipt
from tests.payment_links.api.calls import LINKS, Api

pytestmark = pytest.mark.django_db


def test_a_paid_link_has_a_receipt_that_opens_without_headers(client: Any) -> None:
    link = make_link(status="COMPLETED")
    api = Api(link.tenant_id)

    answers = [api.get(f"{LINKS}/{link.pk}/receipt") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert list(answers[0].json()) == ["url"]
    assert client.get(answers[1].json()["url"]).content.startswith(b"%PDF-")
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize("status", ["CREATED", "EXPIRED", "CANCELLED"])
def test_a_link_that_is_not_paid_is_forbidden(status: str) -> None:
    link = make_link(status=status)

    response = Api(link.tenant_id).get(f"{LINKS}/{link.pk}/receipt")

    assert (response.status_code, response.json()["error"]) == (403, "payment_link_not_completed")
    assert not Receipt.objects.exists()


def test_unknown_foreign_and_malformed_ids_are_not_found() -> None:
    foreign = make_receipt().payment_link_id
    api = Api(make_merchant().tenant_id)

    for identifier in (uuid4(), foreign, "0"):
        assert api.get(f"{LINKS}/{identifier}/receipt").status_code == 404
