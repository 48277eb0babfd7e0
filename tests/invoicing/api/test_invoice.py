"""PUT and GET /payment_links/{id}/invoice, as the API contract has them."""

from typing import Any
from uuid import uuid4

import pytest

from invoicing.models import Invoice, NumberSeries
from payment_links.models import PaymentLink
from tests.builders import make_link, make_merchant
from tests.invoicing.issuing import make_invoice
from tests.payment_links.api.calls import LINKS, Api

pytestmark = pytest.mark.django_db

OCR = {"reference_type": "OCR"}


@pytest.fixture
def link() -> PaymentLink:
    return make_link()


@pytest.fixture
def api(link: PaymentLink) -> Api:
    return Api(link.tenant_id)


def address(link: PaymentLink) -> str:
    return f"{LINKS}/{link.pk}/invoice"


def test_an_invoice_is_issued_and_found(api: Api, link: PaymentLink) -> None:
    issued = api.put(address(link), OCR)
    found = api.get(address(link))

    assert (issued.status_code, issued.content) == (204, b"")
    assert found.status_code == 200
    body = found.json()
    assert body.pop("url").startswith("http://127.0.0.1:")
    assert body.pop("e_invoice_url").startswith("http://127.0.0.1:")
    assert body == {"reference_type": "OCR", "reference": "100000199"}


def test_the_address_is_fresh_and_opens_without_headers(
    api: Api, link: PaymentLink, client: Any
) -> None:
    api.put(address(link), {**OCR, "document_name": "Pizza åäö.pdf"})
    url = api.get(address(link)).json()["url"]

    download = client.get(url)

    assert url.endswith("/Pizza%20%C3%A5%C3%A4%C3%B6.pdf")
    assert download.status_code == 200
    assert download.content.startswith(b"%PDF-")


def test_the_e_invoice_opens_without_headers(api: Api, link: PaymentLink, client: Any) -> None:
    invoice = make_invoice(link)

    download = client.get(api.get(address(link)).json()["e_invoice_url"])

    assert download.status_code == 200
    assert download.headers["Content-Type"] == "application/xml"
    assert f"Faktura {invoice.number}.xml" in download.headers["Content-Disposition"]
    assert download.content.startswith(b"<?xml")


def test_an_invoice_without_e_invoice_says_null() -> None:
    link = make_link(make_merchant(organization_number="", vat_number=""))
    make_invoice(link)

    assert Api(link.tenant_id).get(address(link)).json()["e_invoice_url"] is None


def test_the_link_tells_that_it_is_invoiced(api: Api, link: PaymentLink) -> None:
    api.put(address(link), OCR)

    shown = api.get(f"{LINKS}/{link.pk}").json()

    assert (shown["invoice_created"], shown["ocr"]) == (True, "100000199")


@pytest.mark.parametrize(
    ("body", "code", "property_"),
    [
        ({}, "missing_property", "reference_type"),
        ({"reference_type": None}, "null_value", "reference_type"),
        ({"reference_type": "ocr"}, "invalid_value", "reference_type"),
        ({"reference_type": "FIK"}, "invalid_value", "reference_type"),
        ({"reference_type": 1}, "invalid_type", "reference_type"),
        ({"reference_type": "KID"}, "invalid_value", "reference_type"),
        ({**OCR, "document_name": 7}, "invalid_type", "document_name"),
        ({**OCR, "document_name": "a\r\nSet-Cookie: x"}, "invalid_characters", "document_name"),
        ({**OCR, "document_name": "a\x00"}, "invalid_characters", "document_name"),
        ({**OCR, "document_name": "x" * 151}, "invalid_value", "document_name"),
        ("null", "null_value", ""),
        ("[]", "invalid_type", ""),
        ("{", "malformed_json", ""),
        (None, "malformed_json", ""),
    ],
)
def test_bad_bodies_are_refused(
    api: Api, link: PaymentLink, body: Any, code: str, property_: str
) -> None:
    response = api.put(address(link), body)

    error = response.json()["errors"][0]
    assert (response.status_code, error["error"], error["property"]) == (422, code, property_)
    assert not Invoice.objects.exists()
    assert not NumberSeries.objects.exists()


def test_a_second_invoice_is_refused(api: Api, link: PaymentLink) -> None:
    make_invoice(link)

    response = api.put(address(link), OCR)

    assert (response.status_code, response.json()["error"]) == (403, "invoice_already_exists")


@pytest.mark.parametrize("status", ["CANCELLED", "EXPIRED"])
def test_a_closed_link_is_refused(status: str) -> None:
    link = make_link(status=status)

    response = Api(link.tenant_id).put(address(link), OCR)

    assert (response.status_code, response.json()["error"]) == (403, "payment_link_not_open")


def test_a_wrong_body_is_told_before_a_closed_link() -> None:
    link = make_link(status="CANCELLED")

    assert Api(link.tenant_id).put(address(link), {}).status_code == 422


def test_a_link_without_invoice_is_forbidden(api: Api, link: PaymentLink) -> None:
    response = api.get(address(link))

    assert (response.status_code, response.json()["error"]) == (403, "invoice_not_created")


@pytest.mark.parametrize("status", ["COMPLETED", "EXPIRED", "CANCELLED"])
def test_an_issued_invoice_is_found_whatever_becomes_of_the_link(
    api: Api, link: PaymentLink, status: str
) -> None:
    make_invoice(link)
    times = {"COMPLETED": "completed_at", "CANCELLED": "cancelled_at"}
    moments = {times[status]: link.created_at} if status in times else {}
    PaymentLink.objects.update(status=status, **moments)

    assert api.get(address(link)).status_code == 200


def test_unknown_foreign_and_malformed_ids_are_not_found(api: Api) -> None:
    foreign = make_link(make_merchant())

    for identifier in (uuid4(), foreign.pk, "0", "x" * 200):
        path = f"{LINKS}/{identifier}/invoice"
        assert api.get(path).status_code == api.put(path, {}).status_code == 404
    assert not Invoice.objects.exists()


def test_one_key_issues_one_invoice(api: Api, link: PaymentLink) -> None:
    answers = [
        api.put(address(link), OCR, headers={"Idempotency-Key": "invoice-1"}) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [204, 204]
    assert answers[1].headers["Idempotent-Replayed"] == "true"
    assert Invoice.objects.count() == 1
