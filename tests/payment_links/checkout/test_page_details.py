"""What the payer's page says in detail: the button, the gist, the invoice, why it is over."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from payment_links.models import LinkDocument, Merchant, PaymentLink
from tests.builders import CARD, DUMMY, NOON, SWISH, make_link, make_merchant, make_payment

pytestmark = pytest.mark.django_db
BANK_APP_CODE = '{"uqr":1,"tp":1,"nme":"Pizzeria Vesuvio AB","iref":"1023472","acc":"991-2346"}'
SWISH_WITH_NUMBER = {"provider": "swish", "method": "e_commerce"}


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def markup_of(link: PaymentLink) -> str:
    page = Client().get(f"/pay/{link.checkout_token}").content.decode()
    return page.replace("\u00a0", " ")


def text_of(link: PaymentLink) -> str:
    """What a person reads, with single blanks."""
    return " ".join(re.sub(r"<[^>]+>", " ", markup_of(link).split("<body>")[1]).split())


def invoiced(**values: Any) -> PaymentLink:
    link = make_link(ocr="1023472", **values)
    LinkDocument.objects.create(
        payment_link=link,
        kind=LinkDocument.Kind.INVOICE,
        number="1001",
        file_name="faktura.pdf",
        bank_app_code=BANK_APP_CODE,
        issued_at=NOON,
        not_before=NOON,
    )
    return link


def pay_button(page: str) -> str:
    found = re.search(r'<button class="button" type="submit"[^>]*>([^<]*)<', page)
    assert found
    return found[1]


def test_the_button_knows_what_to_say_for_every_way_to_pay() -> None:
    page = markup_of(make_link())

    assert pay_button(page) == "Betala 140,00 kr"
    assert re.findall('data-pay="([^"]*)"', page) == [
        "Betala 140,00 kr med Swish",
        "Betala 140,00 kr med kort",
        "Betala 140,00 kr på prov",
    ]


@pytest.mark.parametrize(
    ("method", "text"),
    [
        (SWISH, "Betala 140,00 kr med Swish"),
        (CARD, "Betala 140,00 kr med kort"),
        (DUMMY, "Betala 140,00 kr på prov"),
    ],
)
def test_the_only_way_to_pay_is_not_asked_for(method: dict[str, Any], text: str) -> None:
    page = markup_of(make_link(payment_provider_methods=[method]))

    name = f"{method['provider']}/{method['method']}"
    assert pay_button(page) == text
    assert f'<input type="hidden" name="payment_method" value="{name}">' in page
    assert "Hur vill du betala?" not in page


def test_the_only_way_to_pay_asks_for_what_it_needs() -> None:
    page = markup_of(make_link(payment_provider_methods=[SWISH_WITH_NUMBER]))

    assert '<label class="field-label" for="phone_number">Mobilnummer</label>' in page


@pytest.mark.parametrize(
    ("count", "gist"),
    [
        (1, "Pizza 1 Hur vill"),
        (2, "Pizza 1 och 1 artikel till Hur vill"),
        (30, "Pizza 1 och 29 artiklar till Hur vill"),
    ],
)
def test_the_amount_says_what_it_is_for(count: int, gist: str) -> None:
    link = make_link(items=[(f"Pizza {n}", 100, 1, "12") for n in range(1, count + 1)])

    assert gist in text_of(link)


def test_a_long_name_is_cut_in_the_gist_alone() -> None:
    page = text_of(make_link(items=[("x" * 200, 100, 1, "12")]))

    assert [len(word) for word in page.split() if "xx" in word] == [60, 200]


def test_an_expired_link_says_since_when_and_whom_to_ask() -> None:
    page = text_of(make_link(status="EXPIRED", expires_at=NOON - timedelta(days=2)))

    assert "Den kunde betalas till och med 20 november 2026. Kontakta säljaren" in page
    assert "Belopp 140,00 kr" in page
    assert "Frågor? Kontakta säljaren 019-12 34 56 kontakt@vesuvio.example" in page


def test_a_cancelled_link_says_since_when_and_whom_to_ask() -> None:
    page = text_of(make_link(status="CANCELLED"))

    assert "Säljaren återkallade den 22 november 2026. Du behöver inte betala något här." in page
    assert "Frågor? Kontakta säljaren 019-12 34 56 kontakt@vesuvio.example" in page


def test_the_merchant_is_called_by_a_touch() -> None:
    page = markup_of(make_link(make_merchant(phone="019-12 34 56")))

    assert '<a class="link" href="tel:019123456">019-12 34 56</a>' in page


@pytest.mark.parametrize(
    ("website", "shown"),
    [
        (
            "vesuvio.example/menu",
            '<a class="link" href="https://vesuvio.example/menu" rel="noopener noreferrer">',
        ),
        (
            "http://vesuvio.example",
            '<a class="link" href="http://vesuvio.example" rel="noopener noreferrer">',
        ),
        ("javascript://%0aalert(1)", '<li class="contact-text">javascript://%0aalert(1)</li>'),
        ("on Facebook", '<li class="contact-text">on Facebook</li>'),
    ],
)
def test_the_website_is_a_link_where_it_is_an_address(website: str, shown: str) -> None:
    assert shown in markup_of(make_link(make_merchant(website=website)))


def test_bankgiro_and_reference_can_be_copied_and_scanned() -> None:
    page = markup_of(invoiced())

    copied = re.findall(
        r'data-copy="([^"]*)" data-done="Kopierat" aria-label="([^"]*)" hidden', page
    )
    assert copied == [("991-2346", "Kopiera Bankgiro"), ("1023472", "Kopiera OCR-nummer")]
    assert re.search(
        r'<img class="qr" src="data:image/svg\+xml[^"]*" .* alt="QR-kod som fyller', page
    )


def test_the_bankgiro_is_the_one_of_the_invoice() -> None:
    link = invoiced()

    Merchant.objects.update(bankgiro="5050-1055")

    assert "Bankgiro 991-2346" in text_of(link)


@pytest.mark.parametrize("status", ["COMPLETED", "EXPIRED", "CANCELLED"])
def test_a_link_that_is_over_asks_for_no_transfer(status: str) -> None:
    page = markup_of(invoiced(status=status))

    assert "Öppna fakturan (PDF)" in page
    assert [word for word in ("991-2346", "Kopiera", "data:image") if word in page] == []


def test_a_payment_under_way_asks_for_no_transfer() -> None:
    link = invoiced()
    make_payment(link)

    assert "991-2346" not in markup_of(link)


@pytest.mark.parametrize(
    ("days", "thanks"),
    [
        (29, "Tack, Bertil. Betalningen är klar. 22 november 2026 13:00"),
        (30, "Tack. Betalningen är klar. 22 november 2026 13:00"),
        (3000, "Tack. Betalningen är klar. 22 november 2026 13:00"),
    ],
)
def test_the_receipt_stays_and_names_its_payer_for_thirty_days(days: int, thanks: str) -> None:
    link = make_link(status="COMPLETED")

    with time_machine.travel(NOON + timedelta(days=days), tick=False):
        page = text_of(link)

    assert thanks in page
    assert ("Bertil" in page) == (days < 30)
    assert "Betalt belopp 140,00 kr" in page
