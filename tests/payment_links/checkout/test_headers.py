"""What every answer below /pay says to browsers and robots, read from a real socket."""

import re
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoDbBlocker

from invoicing import documents
from payment_links.checkout import views
from payment_links.document_urls import document_url
from payment_links.models import LinkDocument, PaymentLink
from tests.builders import NOON, SWISH, make_link, make_merchant
from tests.invoicing.issuing import make_invoice
from tests.payers import BROWSER
from tests.servers import Answer, Server, serve

PRIVATE = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
OURS = {"base-uri": "'none'", "frame-ancestors": "'none'", "object-src": "'none'"} | dict.fromkeys(
    ("default-src", "script-src", "style-src", "form-action"), "'self'"
)
PAGE = {**OURS, "img-src": "'self' data:"}
PAYABLE = {**PAGE, "form-action": f"'self' https: {settings.SANDBOX_URL}"}
FILE = {"base-uri": "'none'", "frame-ancestors": "'none'", "form-action": "'none'"}


@pytest.fixture(scope="module")
def paths(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """An open link with an invoice and a cancelled one: what stands for {…} in an address."""
    with django_db_blocker.unblock():
        merchant = make_merchant()
        link = make_link(merchant, payment_provider_methods=[SWISH])
        invoice = make_invoice(link)
        LinkDocument.objects.update(stored_at=NOON, sha256="0" * 64)
        cancelled = make_link(merchant, status=PaymentLink.Status.CANCELLED)
        yield {
            "open": f"/pay/{link.checkout_token}",
            "cancelled": f"/pay/{cancelled.checkout_token}",
            "code": f"/pay/check/{link.genuine_code}",
            "signed": document_url(invoice.link_document.pk, "faktura.pdf").removeprefix(
                settings.PUBLIC_URL
            ),
        }
        cache.clear()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def server(paths: dict[str, str]) -> Iterator[Server]:
    with mock.patch.object(documents, "read_document", return_value=b"%PDF-"), serve() as running:
        yield running


def policy_of(answer: Answer) -> dict[str, str]:
    parts = answer.headers["content-security-policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts)


def assert_private(answer: Answer) -> None:
    assert {name: answer.headers.get(name) for name in PRIVATE} == PRIVATE
    assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("method", "address", "status", "policy"),
    [
        ("GET", "{open}", 200, PAYABLE),
        ("HEAD", "{open}", 200, PAYABLE),
        ("GET", "{open}/status", 200, PAGE),
        ("GET", "{open}/return", 302, PAGE),
        ("GET", "{open}/pay", 405, PAGE),
        ("PUT", "{open}", 403, PAGE),
        ("OPTIONS", "{open}", 405, PAGE),
        ("POST", "{open}/pay", 403, PAGE),
        ("GET", "{open}/invoice", 200, FILE),
        ("HEAD", "{open}/invoice", 200, FILE),
        ("GET", "{open}/receipt", 404, PAGE),
        ("POST", "{open}/invoice", 403, PAGE),
        ("GET", "{open}/nothing", 404, PAGE),
        ("GET", "{open}/logo", 404, PAGE),
        ("GET", "{cancelled}", 200, PAGE),
        ("GET", "{code}", 200, PAGE),
        ("GET", "/pay/check", 200, PAGE),
        ("POST", "/pay/check", 405, PAGE),
        ("OPTIONS", "/pay/check", 405, PAGE),
        ("GET", "/pay/accessibility", 200, PAGE),
        ("OPTIONS", "/pay/accessibility", 405, PAGE),
        ("GET", "{signed}", 200, FILE),
        ("OPTIONS", "{signed}", 405, PAGE),
        ("GET", "/pay/documents/forged/x.pdf", 404, PAGE),
        ("GET", "/pay/unknown", 404, PAGE),
        ("GET", "/pay/%00", 404, PAGE),
        ("GET", "/pay/", 404, PAGE),
        ("GET", "/pay", 404, PAGE),
    ],
)
def test_every_answer_is_private_and_strict(
    server: Server, paths: dict[str, str], method: str, address: str, status: int, policy: Any
) -> None:
    body = b"" if method in {"POST", "PUT"} else None

    answer = server.request(method, address.format(**paths), headers=BROWSER, body=body)

    assert answer.status == status
    assert_private(answer)
    assert policy_of(answer) == policy


def test_too_many_wrong_codes_are_refused_just_as_privately(server: Server) -> None:
    answers = [server.request("GET", "/pay/check/wrong", headers=BROWSER) for _ in range(11)]

    assert [answer.status for answer in answers] == [404] * 10 + [429]
    for answer in answers[-2:]:
        assert_private(answer)
        assert policy_of(answer) == PAGE


def test_a_colour_is_cached_and_strict_like_the_rest(server: Server) -> None:
    answer = server.request("GET", "/pay/colors/0b5d4e.css", headers=BROWSER)

    told = {**PRIVATE, "cache-control": "public, max-age=86400"}
    assert {name: answer.headers.get(name) for name in told} == told
    assert policy_of(answer) == PAGE


def test_a_crash_is_private_too(server: Server, paths: dict[str, str]) -> None:
    with mock.patch.object(views, "build_page", side_effect=LookupError):
        answer = server.request("GET", paths["open"], headers=BROWSER)

    assert answer.status == 500
    assert_private(answer)
    assert policy_of(answer) == PAGE


def test_no_page_loads_anything_from_elsewhere(server: Server, paths: dict[str, str]) -> None:
    for path in (*paths.values(), "/pay/check", "/pay/accessibility", "/pay/unknown"):
        page = server.request("GET", path, headers=BROWSER).body.decode()

        loaded = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]+)"', page)
        assert [url for url in loaded if not url.startswith(("/static/", "data:"))] == []
        assert not re.search(r"<style|<script(?![^>]*\ssrc=)|\son\w+=|\sstyle=", page)


@pytest.mark.django_db
def test_the_pay_button_may_lead_to_what_the_link_names() -> None:
    link = make_link(
        checkout_success_url="http://shop.example:8080/thanks?x=1",
        checkout_cancel_url="https://shop.example/back",
    )

    policy = Client().get(f"/pay/{link.checkout_token}").headers["Content-Security-Policy"]

    sandbox = settings.SANDBOX_URL
    assert f"form-action 'self' https: {sandbox} http://shop.example:8080;" in f"{policy};"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["http://a;script-src *", "http://a b", "http://*", "http://ö.example", "http://u@a"]
)
def test_no_address_adds_anything_else_to_the_policy(url: str) -> None:
    link = make_link(checkout_success_url=url)

    policy = Client().get(f"/pay/{link.checkout_token}").headers["Content-Security-Policy"]

    assert f"form-action 'self' https: {settings.SANDBOX_URL};" in f"{policy};"
    assert policy.count("script-src") == 1
