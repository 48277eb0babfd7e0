"""The payer's page in each of its states, in the link's language, with private headers."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from payment_links.models import LinkDocument, Payment, PaymentLink, Tenant
from tests.builders import NOON, ItemValues, make_link, make_merchant, make_payment, make_tenant

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1"
SWISH_ANSWER = {
    "url": "swish://paymentrequest?token=ab12",
    "payment_request_token": "ab12",
    "sandbox_url": "http://127.0.0.1:8001/provider/1",
}


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def visit(link: PaymentLink, path: str = "", **options: Any) -> HttpResponse:
    client = Client(headers={"User-Agent": BROWSER})
    return client.get(f"/pay/{link.checkout_token}{path}", **options)  # type: ignore[return-value]


def text_of(answer: HttpResponse) -> str:
    """What a person reads: no tags, single blanks; no-break spaces are spaces."""
    page = answer.content.decode().replace("\u00a0", " ")
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<body>")[1]).split())


def state_of(link: PaymentLink) -> str:
    return str(visit(link, "/status").json()["state"])  # type: ignore[attr-defined]


def test_an_open_link_shows_what_is_to_be_paid() -> None:
    link = make_link(items=[("Pizza", 9500, 2, "6"), ("Läsk", 2500, 1, "11.1")])

    page = text_of(visit(link))

    assert "Pizzeria Vesuvio AB Org.nr 556703-7485" in page
    assert "Att betala 215,00 kr Förfaller 22 december 2026" in page
    assert "Pizza 2 st × 95,00 kr 190,00 kr" in page
    assert "varav moms 11,1 % 2,50 kr" in page
    assert "varav moms 6 % 10,75 kr" in page
    assert "Betala 215,00 kr" in page


@pytest.mark.parametrize(
    ("locale", "unit", "price", "vat"),
    [
        ("sv-SE", "st", "exkl. moms", "varav moms 0 % · Omvänd betalningsskyldighet 0,00 kr"),
        ("en-US", "pcs", "excl. VAT", "of which VAT 0 % · Reverse charge 0,00 kr"),
    ],
)
def test_prices_without_vat_say_so_and_so_does_what_has_none(
    locale: str, unit: str, price: str, vat: str
) -> None:
    items: list[ItemValues] = [("Mugg", 4995, 7, "25"), ("Bygg", 9900, 1, "0", "REVERSE_CHARGE")]
    link = make_link(price_basis="NET", locale=locale, items=items)

    page = text_of(visit(link))

    assert f"Mugg 7 {unit} × 49,95 kr {price} 437,06 kr" in page
    assert f"Bygg 1 {unit} × 99,00 kr {price} 99,00 kr" in page
    assert vat in page
    assert "536,06 kr" in page


def test_methods_stand_in_the_tenants_order_and_the_first_is_chosen() -> None:
    page = visit(make_link()).content.decode()

    radios = re.findall(r'value="(\w+/\w+)"( checked)? data-pay', page)
    assert [value for value, _ in radios] == ["swish/m_commerce", "payment_iq/card", "dummy/dummy"]
    assert [mark for _, mark in radios] == [" checked", "", ""]


def test_live_links_offer_no_dummy_and_are_no_test() -> None:
    link = make_link(make_merchant(make_tenant(mode=Tenant.Mode.LIVE)))

    page = visit(link).content.decode()

    assert "dummy" not in page
    assert "Test:" not in page


def test_nothing_but_the_allowed_is_shown() -> None:
    link = make_link(
        payment_link_status_callback_url="https://tenant.example/secret-callback",
        metadata={"internal": "margin"},
    )
    page = visit(link).content.decode()

    hidden = [
        *(str(link.tenant_id), str(link.payment_order_id), str(link.pk)),
        *("secret-callback", "margin", "740615", "174 06 15", "bertil@example.com"),
    ]
    assert [word for word in hidden if word in page] == []


def test_pages_are_private_and_hold_no_foreign_code() -> None:
    answers = [visit(make_link()), visit(make_link(), "/status"), Client().get("/pay/nothing")]

    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("locale", "language", "text"),
    [
        ("sv-SE", "sv", "Betala 140,00 kr"),
        ("en-US", "en", "Pay 140,00 kr"),
        ("nb-NO", "nb", "Å betale 140,00 SEK Forfaller 22. desember 2026"),
        ("da-DK", "da", "At betale 140,00 SEK Forfalder 22. december 2026"),
        ("fi-FI", "fi", "Maksettava 140,00 SEK Eräpäivä 22. joulukuuta 2026"),
    ],
)
def test_the_link_decides_the_language(locale: str, language: str, text: str) -> None:
    answer = visit(make_link(locale=locale), headers={"Accept-Language": "de"})

    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}">' in answer.content.decode()
    assert text in text_of(answer)


def test_texts_of_outsiders_are_escaped() -> None:
    page = visit(make_link(items=[("<script>alert(1)</script>", 100, 1, "25")])).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("status", "state", "text"),
    [
        ("UNKNOWN", "checking", "Vi kontrollerar betalningen"),
        ("INITIATED", "waiting", "Godkänn betalningen i Swish"),
        ("PENDING", "waiting", "Godkänn betalningen i Swish"),
        ("DECLINED", "failed", "Betalningen nekades Inget har dragits."),
        ("ABORTED", "failed", "Betalningen avbröts Inget har dragits."),
        ("EXPIRED", "failed", "Tiden för betalningen gick ut Inget har dragits."),
        ("CRASHED", "failed", "Betalningen misslyckades Inget har dragits."),
        ("REJECTED", "failed", "Betalningen kunde inte påbörjas Inget har dragits."),
        ("STOPPED", "open", "Hur vill du betala?"),
    ],
)
def test_the_page_follows_the_attempt(status: str, state: str, text: str) -> None:
    link = make_link()
    make_payment(link, status=status, provider_method_response=SWISH_ANSWER)

    assert state_of(link) == state
    assert text in text_of(visit(link))


def test_a_failure_is_told_for_an_hour() -> None:
    link = make_link()
    payment = make_payment(link, status="DECLINED")
    Payment.objects.filter(pk=payment.pk).update(updated_at=NOON - timedelta(hours=1))

    assert state_of(link) == "open"


@pytest.mark.parametrize(
    ("values", "state", "text"),
    [
        ({"status": "EXPIRED"}, "expired", "Betallänken har gått ut"),
        ({"expires_at": NOON}, "expired", "Betallänken har gått ut"),
        ({"status": "CANCELLED"}, "cancelled", "Betallänken har återkallats"),
    ],
)
def test_closed_links_say_why_and_take_nothing(
    values: dict[str, Any], state: str, text: str
) -> None:
    link = make_link(**values)

    answer = visit(link)

    assert (answer.status_code, state_of(link)) == (200, state)
    assert text in text_of(answer)
    assert "<form" not in answer.content.decode()


def test_an_attempt_under_way_outlives_the_link() -> None:
    link = make_link(status="EXPIRED")
    make_payment(link)

    assert state_of(link) == "waiting"


def test_money_of_another_amount_is_looked_at() -> None:
    link = make_link()
    payment = make_payment(link, status="COMPLETED")
    link.exceptions.create(
        payment=payment, kind="AMOUNT_MISMATCH", description="1 krona", created_at=NOON
    )

    answer = visit(link)

    assert state_of(link) == "review"
    assert "Din betalning granskas" in text_of(answer)
    assert "<form" not in answer.content.decode()


def test_a_paid_link_is_the_receipt() -> None:
    link = make_link(status="COMPLETED")
    payment = make_payment(link, status="COMPLETED")
    PaymentLink.objects.filter(pk=link.pk).update(payment_id=payment.payment_id)

    answer = visit(link)

    page = text_of(answer)
    assert "Tack, Bertil. Betalningen är klar. 22 november 2026 13:00 · Swish" in page
    assert "Betalt belopp 140,00 kr" in page
    assert f"/pay/{link.checkout_token}/receipt" in answer.content.decode()
    assert "<form" not in answer.content.decode()


def test_an_invoiced_link_shows_how_to_pay_by_hand() -> None:
    link = make_link(ocr="1023472")
    LinkDocument.objects.create(
        payment_link=link,
        kind=LinkDocument.Kind.INVOICE,
        number="1001",
        file_name="faktura.pdf",
        issued_at=NOON,
        not_before=NOON,
    )

    answer = visit(link)

    page = text_of(answer)
    assert "Faktura 1001 Du kan också betala den från din bank: Bankgiro 991-2346" in page
    assert "OCR-nummer 1023472" in page
    assert "Öppna fakturan (PDF)" in page
    assert f"/pay/{link.checkout_token}/invoice" in answer.content.decode()


def test_swish_can_be_opened_here_or_scanned() -> None:
    link = make_link()
    make_payment(link, provider_method_response=SWISH_ANSWER)

    page = visit(link).content.decode()

    assert 'href="swish://paymentrequest?token=ab12&amp;callbackurl=http' in page
    assert 'src="data:image/svg+xml' in page
    assert 'href="http://127.0.0.1:8001/provider/1"' in page


def test_dangerous_addresses_of_a_provider_are_not_linked() -> None:
    link = make_link()
    answer = {"url": "javascript:1", "sandbox_url": "javascript:2", "payment_request_token": 7}
    make_payment(link, provider_method_response=answer)

    assert "javascript:" not in visit(link).content.decode()


@pytest.mark.parametrize("token", ["nothing", "%00", "x" * 3000])
def test_unknown_links_are_a_page_of_their_own(token: str) -> None:
    answer = Client().get(f"/pay/{token}", headers={"Accept-Language": "sv"})

    assert answer.status_code == 404
    assert "Betallänken finns inte" in text_of(answer)  # type: ignore[arg-type]


def test_the_links_id_opens_nothing() -> None:
    assert Client().get(f"/pay/{make_link().pk}").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"), [("post", ""), ("put", ""), ("get", "/pay"), ("post", "/return")]
)
def test_other_methods_are_not_allowed(method: str, path: str) -> None:
    link = make_link()

    answer = getattr(Client(), method)(f"/pay/{link.checkout_token}{path}")

    assert answer.status_code == 405
    assert link.payments.count() == 0


def test_a_page_takes_few_queries(django_assert_max_num_queries: Any) -> None:
    link = make_link(opened_at=NOON, items=[(f"Pizza {n}", 100, 1, "12") for n in range(30)])

    with django_assert_max_num_queries(8):
        visit(link)
