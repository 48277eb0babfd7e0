"""Everything that one payer can fetch, followed by programs and read for what it gives away.

Two things are told on purpose. The pages greet by the first name. Invoice and receipt, which
whoever has the address may open, name the buyer with the postal address, as the law wants it of an
invoice; they never hold phone or e-mail, the tenant's id, or the order's.
"""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import cycle
from typing import Any

import pikepdf
import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from payment_links.checkout import views
from payment_links.gateways.errors import GatewayUnavailable
from payment_links.models import Address, Merchant, PaymentLink
from tests.builders import NOON, make_link, make_merchant, make_payment, make_tenant
from tests.invoicing.issuing import make_invoice, make_receipt, text_of
from tests.payers import BROWSER
from tests.payment_links.checkout.crawling import Crawl, all_rows, spellings

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])
PHONE = "070-174 06 15"
SWISH_ANSWER = {
    "url": "swish://paymentrequest?token=ab12",
    "payment_request_token": "ab12",
    "sandbox_url": "http://127.0.0.1:8001/provider/1",
}
UUIDS = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
PROGRAMS: dict[str, dict[str, str]] = {
    "search engine": {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
    "mail scanner": {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) SafeLinks"},
    "script": {},
    "prefetch": {**BROWSER, "Sec-Purpose": "prefetch"},
}


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[list[object]]:
    """The attempts that somebody made us ask the payments service about; it does not answer."""
    # Every page is there in each of them: two show what a third would.
    settings.LANGUAGES = [("sv", "Svenska"), ("en", "English")]

    attempts: list[object] = []

    def unreachable(attempt: object, **_: object) -> None:
        attempts.append(attempt)
        raise GatewayUnavailable("no answer")

    monkeypatch.setattr(views, "record_payment_status", unreachable)
    with time_machine.travel(NOON, tick=False):
        yield attempts
    cache.clear()


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant(make_tenant(mode="LIVE"))


def make_full_link(merchant: Merchant, **values: Any) -> PaymentLink:
    """A link with everything that can be known of a customer."""
    link = make_link(
        merchant,
        customer={"phone": PHONE, "reference": "K-77"},
        payment_link_status_callback_url="https://tenant.example/secret-callback",
        metadata={"internal": "margin"},
        **values,
    )
    streets = {"delivery_address": "Storgatan 12", "invoice_address": "Lillgatan 34"}
    for name, street in streets.items():
        place = Address.objects.create(
            customer=link.customer, street_address=street, zip="702 13", city="Kumla"
        )
        setattr(link, name, place)
    link.save(update_fields=list(streets))
    return link


def _open(merchant: Merchant) -> PaymentLink:
    return make_full_link(merchant)


def _waiting(merchant: Merchant) -> PaymentLink:
    link = make_full_link(merchant)
    make_payment(link, provider_method_response=SWISH_ANSWER)
    return link


def _failed(merchant: Merchant) -> PaymentLink:
    link = make_full_link(merchant)
    make_payment(link, status="DECLINED")
    return link


def _checking(merchant: Merchant) -> PaymentLink:
    link = make_full_link(merchant)
    make_payment(link, status="UNKNOWN", payment_id=None)
    return link


def _invoiced(merchant: Merchant) -> PaymentLink:
    """Issued, and not rendered yet."""
    return make_invoice(make_full_link(merchant)).payment_link


def _paid(merchant: Merchant) -> PaymentLink:
    """Without its receipt, which a job is about to issue."""
    link = make_full_link(merchant, status="COMPLETED")
    make_payment(link, status="COMPLETED")
    return link


def _expired(merchant: Merchant) -> PaymentLink:
    return make_full_link(merchant, status="EXPIRED")


def _cancelled(merchant: Merchant) -> PaymentLink:
    return make_full_link(merchant, status="CANCELLED")


STATES = [_open, _waiting, _failed, _checking, _invoiced, _paid, _expired, _cancelled]
# Each state is visited by another one; test_visits shows that all are taken for what they are.
VISITS = list(zip(STATES, cycle(PROGRAMS.values()), strict=False))
every_state = pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__[1:])
State = Callable[[Merchant], PaymentLink]


@pytest.mark.parametrize(
    ("state", "headers"), VISITS, ids=[state.__name__[1:] for state, _ in VISITS]
)
def test_programs_that_follow_every_link_and_form_change_nothing(
    state: State, headers: dict[str, str], merchant: Merchant, asked: list[object]
) -> None:
    link = state(merchant)
    before = all_rows()

    crawl = Crawl(Client(headers=headers)).open(f"/pay/{link.checkout_token}")

    after = all_rows()
    assert {table for table in before if before[table] != after[table]} == set()
    assert asked == []
    assert {"/pay/check?code=robot", f"/pay/check/{link.genuine_code}"} < set(crawl.answers)


def hidden_of(link: PaymentLink) -> list[str]:
    """What nobody learns anywhere: of ids, also without hyphens."""
    ids = [link.tenant_id, link.payment_order_id, link.pk, link.merchant_id, link.customer_id]
    return [
        *map(str, ids),
        *(value.hex for value in ids),
        *spellings(PHONE),
        *("bertil@example.com", "secret-callback", "margin"),
    ]


def told(crawl: Crawl) -> dict[str, str]:
    """Address, headers and words of every answer that is no PDF."""
    return {
        path: f"{path} {dict(answer.headers)} {answer.content.decode().replace(chr(160), ' ')}"
        for path, answer in crawl.answers.items()
        if not answer.headers["Content-Type"].startswith("application/pdf")
    }


@every_state
def test_a_person_finds_no_personal_data_on_any_page(state: State, merchant: Merchant) -> None:
    link = state(merchant)
    secret = [*hidden_of(link), "Jönsson", "Storgatan", "Lillgatan", "702 13", "Kumla", "K-77"]

    crawl = Crawl(Client(headers=BROWSER))
    crawl.answers = {
        f"/pay/{link.checkout_token}{path}": Client().get("/pay/check")
        for path in ("/invoice", "/receipt")
    }
    crawl.open(f"/pay/{link.checkout_token}")

    found = {(path, word) for path, text in told(crawl).items() for word in secret if word in text}
    assert found == set()
    assert len(crawl.answers) >= 8


def attached(pdf: bytes) -> str:
    """The files within a PDF, and its metadata."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        files = [spec.get_file().read_bytes() for spec in opened.attachments.values()]
        packet = opened.Root.Metadata.read_bytes()
        return b" ".join([*files, packet, repr(dict(opened.docinfo)).encode()]).decode()


def test_documents_name_the_buyer_and_nothing_else_and_no_id_opens_anything(
    merchant: Merchant,
) -> None:
    """The one place with a street: the documents themselves, which also a person's crawl opens."""
    link = _paid(merchant)
    make_invoice(link)
    make_receipt(link)

    crawl = Crawl(Client(headers=BROWSER)).open(f"/pay/{link.checkout_token}")

    pdfs = [answer.content for path, answer in crawl.answers.items() if is_pdf(answer)]
    texts = [f"{text_of(pdf)} {attached(pdf)}" for pdf in pdfs]
    assert len(pdfs) == 2
    assert all("Bertil Jönsson" in text and "Lillgatan 34" in text for text in texts)
    assert [word for word in hidden_of(link) for text in texts if word in text] == []
    everything = " ".join([*texts, *told(crawl).values()])
    found = {identifier.lower() for identifier in UUIDS.findall(everything)}
    assert found
    assert [identifier for identifier in found if opens_something(identifier, link)] == []


def is_pdf(answer: Any) -> bool:
    return bool(answer.headers["Content-Type"] == "application/pdf")


def opens_something(identifier: str, link: PaymentLink) -> bool:
    """Whether the id is a credential: of a payer, of a tenant, or of the bearer of a token."""
    api = f"/api/v1/payment_links/{link.pk}"
    answers = [
        *(Client().get(f"/pay/{identifier}{path}") for path in ("", "/invoice", "/receipt")),
        Client().get(f"/pay/check/{identifier}"),
        Client().get(f"/pay/documents/{identifier}/invoice.pdf"),
        Client().get(api, HTTP_TENANT_ID=identifier),
        Client().get(api, HTTP_TENANT_ID=str(link.tenant_id), HTTP_X_API_SECRET=identifier),
        Client(headers={"Authorization": f"Bearer {identifier}"}).post(f"{api}/payments"),
    ]
    cache.clear()
    return any(answer.status_code not in {401, 404} for answer in answers)
