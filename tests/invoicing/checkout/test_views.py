"""The PDFs that open without headers: signed addresses and the payer's own pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from invoicing import documents
from invoicing.documents import DocumentDamagedError, DocumentUnavailableError
from invoicing.models import Receipt
from payment_links.document_urls import document_url
from payment_links.models import LinkDocument
from tests.builders import NOON, make_link
from tests.invoicing.issuing import make_invoice, make_receipt
from tests.payers import BROWSER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are read without being rendered; that they are is shown elsewhere."""
    monkeypatch.setattr(documents, "read_document", lambda document: b"%PDF " + number(document))


@pytest.fixture
def client() -> Client:
    """A person's browser."""
    return Client(headers={**BROWSER, "Accept-Language": "en"})


def number(document: LinkDocument) -> bytes:
    return document.number.encode()


def fail_with(error: Exception) -> Callable[..., Any]:
    def fail(*_: object) -> None:
        raise error

    return fail


def test_a_signed_address_downloads_the_document(client: Client) -> None:
    document = make_invoice(document_name="Fika på Öland").link_document

    response = client.get(document_url(document.pk, document.file_name))

    assert (response.status_code, response.content) == (200, b"%PDF TEST-20260001")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''Fika%20p%C3%A5%20%C3%96land.pdf"
    )
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_an_address_expires_after_30_days(client: Client) -> None:
    document = make_invoice().link_document
    with mock.patch("time.time", return_value=0):
        url = document_url(document.pk, document.file_name)

    with mock.patch("time.time", return_value=timedelta(days=30).total_seconds() + 1):
        response = client.get(url)

    assert response.status_code == 404
    assert "The document cannot be found" in response.content.decode()


@pytest.mark.parametrize("token", ["x", "e30:1a2b3c:forged", "%00", "a" * 3000])
def test_a_forged_address_is_not_found(client: Client, token: str) -> None:
    make_invoice()

    response = client.get(f"/pay/documents/{token}/Faktura.pdf")

    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "no-store"


def test_the_token_of_a_deleted_document_is_not_found(client: Client) -> None:
    link = make_link()

    assert client.get(document_url(link.pk, "x.pdf")).status_code == 404


def test_the_payer_sees_the_invoice_in_the_browser(client: Client) -> None:
    link = make_invoice().payment_link

    response = client.get(reverse("documents:invoice", args=[link.checkout_token]))

    assert (response.status_code, response.content) == (200, b"%PDF TEST-20260001")
    assert response.headers["Content-Disposition"] == (
        'inline; filename="Faktura TEST-20260001.pdf"'
    )
    assert response.headers["Cache-Control"] == "no-store"


def test_the_payer_of_a_paid_link_gets_a_receipt(client: Client) -> None:
    link = make_link(status="COMPLETED")

    response = client.get(reverse("documents:receipt", args=[link.checkout_token]))

    assert response.content == b"%PDF TEST-K20260001"
    assert Receipt.objects.get().payment_link == link


def test_before_it_is_issued_there_is_nothing(client: Client) -> None:
    link = make_link()

    for name in ("documents:invoice", "documents:receipt"):
        assert client.get(reverse(name, args=[link.checkout_token])).status_code == 404
        assert client.get(reverse(name, args=["unknown"])).status_code == 404
    assert not LinkDocument.objects.exists()


@pytest.mark.parametrize("address", ["/pay/%00/invoice", "/pay/%00/receipt"])
def test_a_token_with_nul_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_documents_are_only_read(client: Client) -> None:
    link = make_receipt().payment_link

    for name in ("documents:invoice", "documents:receipt"):
        assert client.post(reverse(name, args=[link.checkout_token])).status_code == 405


@pytest.mark.parametrize("error", [DocumentUnavailableError(), DocumentDamagedError()])
def test_a_document_that_cannot_be_shown_says_so_in_the_payers_language(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    link = make_invoice().payment_link
    monkeypatch.setattr(documents, "read_document", fail_with(error))

    response = client.get(reverse("documents:invoice", args=[link.checkout_token]))

    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    page = response.content.decode()
    assert '<html lang="sv">' in page
    assert "Dokumentet kan inte visas just nu" in page


def test_documents_keep_the_links_language_whatever_the_page_is_read_in(client: Client) -> None:
    link = make_invoice().payment_link

    response = client.get(f"/pay/{link.checkout_token}/invoice?language=fi")

    assert (response.content, response.headers["Content-Language"]) == (
        b"%PDF TEST-20260001",
        "sv",
    )


def test_a_document_that_is_not_there_yet_is_told_in_the_chosen_language(client: Client) -> None:
    link = make_link()
    client.get(f"/pay/{link.checkout_token}?language=fi")

    response = client.get(f"/pay/{link.checkout_token}/receipt")

    page = response.content.decode()
    assert (response.status_code, response.headers["Content-Language"]) == (404, "fi")
    assert "Asiakirjaa ei löydy" in page
    assert f'href="/pay/{link.checkout_token}?language=nb"' in page


def test_programs_get_what_is_issued_and_have_nothing_issued_or_rendered() -> None:
    paid, invoiced = make_link(status="COMPLETED"), make_invoice().payment_link
    program = Client(headers=BROWSER | {"User-Agent": "curl/8.5.0"})

    answers = [
        program.get(reverse("documents:receipt", args=[paid.checkout_token])),
        program.get(reverse("documents:invoice", args=[invoiced.checkout_token])),
    ]

    assert [answer.status_code for answer in answers] == [503, 503]
    assert (Receipt.objects.count(), LinkDocument.objects.exclude(stored_at=None).count()) == (0, 0)

    LinkDocument.objects.update(stored_at=NOON, sha256="0" * 64)
    stored = program.get(reverse("documents:invoice", args=[invoiced.checkout_token]))
    assert (stored.status_code, stored.content) == (200, b"%PDF TEST-20260001")
