"""POST and GET /payment_links/{id}/credit_notes: what is answered, refused and done once."""

import json
from typing import Any

import pytest

from invoicing.models import CreditNote
from payment_links.models import PaymentLink
from tests.builders import make_link, make_payment
from tests.invoicing.issuing import make_credit_note, make_invoice, text_of
from tests.payment_links.api.calls import LINKS, Api

pytestmark = pytest.mark.django_db

ITEMS = [("Hawaii Pizza", 7000, 2, "12"), ("Soda", 2500, 1, "6")]
WRONG = {"reason": "Wrong pizza"}


@pytest.fixture
def link() -> PaymentLink:
    paid = make_link(status="COMPLETED", items=ITEMS)
    make_invoice(paid)
    return paid


@pytest.fixture
def api(link: PaymentLink) -> Api:
    return Api(link.tenant_id)


def address(link: PaymentLink) -> str:
    return f"{LINKS}/{link.pk}/credit_notes"


def test_the_whole_invoice_is_credited(api: Api, link: PaymentLink) -> None:
    response = api.post(address(link), WRONG)

    note = CreditNote.objects.get()
    body = response.json()
    assert response.status_code == 200
    assert body.pop("url").endswith("/Kreditfaktura%20TEST-KR20260001.pdf")
    assert body.pop("e_invoice_url").endswith("/Kreditfaktura%20TEST-KR20260001.xml")
    assert body == {
        "id": str(note.pk),
        "number": "TEST-KR20260001",
        "total_amount": 16500,
    }


def test_items_are_credited_by_quantity_and_by_amount(api: Api, link: PaymentLink) -> None:
    items = [{"item": 1, "amount": 500}, {"item": 0, "quantity": 1, "amount": None}]

    response = api.post(address(link), {**WRONG, "items": items})

    assert response.json()["total_amount"] == 7500
    lines = CreditNote.objects.get().lines
    assert [(line["position"], line["gross_amount"]) for line in lines] == [(2, 500), (1, 7000)]


def test_all_credit_notes_are_listed_oldest_first(api: Api, link: PaymentLink) -> None:
    api.post(address(link), {**WRONG, "items": [{"item": 1, "quantity": 1}]})
    api.post(address(link), {"reason": "The rest"})

    listed = api.get(address(link)).json()

    first = CreditNote.objects.earliest("pk")
    assert [(note["number"], note["reason"], note["total_amount"]) for note in listed] == [
        ("TEST-KR20260001", "Wrong pizza", 2500),
        ("TEST-KR20260002", "The rest", 14000),
    ]
    assert listed[0]["issued_at"] == f"{first.issued_at:%Y-%m-%dT%H:%M:%S.%f}Z"
    assert set(listed[0]) == {
        *("id", "number", "reason", "total_amount", "issued_at", "url", "e_invoice_url")
    }


def test_without_credit_notes_the_list_is_empty(api: Api, link: PaymentLink) -> None:
    assert api.get(address(link)).json() == []


def test_the_pdf_opens_without_headers(api: Api, link: PaymentLink, client: Any) -> None:
    url = api.post(address(link), WRONG).json()["url"]

    download = client.get(url)

    assert "Kreditfaktura" in text_of(download.content)


def test_a_repeated_request_credits_once(api: Api, link: PaymentLink) -> None:
    body = {**WRONG, "items": [{"item": 0, "quantity": 1}]}

    answers = [api.post(address(link), body, headers={"idempotency-key": "one"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert json.loads(answers[0].content) == json.loads(answers[1].content)
    assert CreditNote.objects.count() == 1


def test_an_unpaid_link_is_cancelled() -> None:
    link = make_link()
    make_invoice(link)

    response = Api(link.tenant_id).post(address(link), WRONG, headers={"idempotency-key": "one"})

    link.refresh_from_db()
    assert (response.status_code, link.status) == (200, "CANCELLED")


def test_a_payment_under_way_refuses_the_credit() -> None:
    link = make_link()
    make_invoice(link)
    make_payment(link, payment_id=None)

    response = Api(link.tenant_id).post(address(link), WRONG)

    assert (response.status_code, response.json()["error"]) == (403, "payment_in_progress")
    assert not CreditNote.objects.exists()


@pytest.mark.parametrize(
    ("items", "code", "path"),
    [
        ([{"item": 0, "quantity": 3}], "credit_exceeds_invoice", "items.0.quantity"),
        ([{"item": 0, "amount": 14001}], "credit_exceeds_invoice", "items.0.amount"),
        ([{"item": 2, "quantity": 1}], "invalid_value", "items.0.item"),
    ],
)
def test_more_than_the_invoice_is_refused(
    items: list[Any], code: str, path: str, api: Api, link: PaymentLink
) -> None:
    response = api.post(address(link), {**WRONG, "items": items})

    assert (response.json()["error"], response.json()["property"]) == (code, path)
    assert response.status_code == (422 if code == "invalid_value" else 403)
    assert not CreditNote.objects.exists()


def test_rules_say_no_with_their_codes(api: Api, link: PaymentLink) -> None:
    uninvoiced = make_link(link.merchant, status="COMPLETED")
    unpaid = make_link(link.merchant)
    make_invoice(unpaid)
    make_credit_note(link.invoice)
    part = {**WRONG, "items": [{"item": 0, "quantity": 1}]}

    answers = [
        api.post(address(uninvoiced), WRONG),
        api.post(address(link), WRONG),
        api.post(address(unpaid), part),
    ]

    assert [(answer.status_code, answer.json()["error"]) for answer in answers] == [
        (403, "invoice_not_created"),
        (403, "invoice_already_credited"),
        (403, "payment_link_not_completed"),
    ]
