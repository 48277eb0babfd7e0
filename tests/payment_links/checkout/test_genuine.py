"""Is this genuine? What a code confirms, what it never tells, and how few can be tried."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from payment_links.checkout.genuine import STATUSES
from payment_links.checkout.state import State
from payment_links.genuine_codes import write_genuine_code
from payment_links.models import LinkException, PaymentLink
from tests.builders import NOON, make_link, make_merchant, make_payment, make_tenant

pytestmark = pytest.mark.django_db
UNKNOWN = "K7Q2-M9XD-T4RX"


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield
    cache.clear()


def ask(code: str = "", *, address: str = "203.0.113.7", language: str = "sv") -> HttpResponse:
    client = Client(headers={"Accept-Language": language}, REMOTE_ADDR=address)
    return client.get("/pay/check", {"code": code} if code else {})  # type: ignore[return-value]


def text_of(answer: HttpResponse) -> str:
    page = answer.content.decode().replace("\u00a0", " ")
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main")[1].split(">", 1)[1]).split())


def make_live_link(**values: Any) -> PaymentLink:
    return make_link(make_merchant(make_tenant(mode="LIVE")), **values)


def test_without_a_code_it_asks_for_one() -> None:
    answer = ask()

    assert answer.status_code == 200
    assert text_of(answer).startswith("Är det här äkta? Meddelanden och fakturor")


@pytest.mark.parametrize("grouped", [True, False])
def test_a_code_confirms_who_is_paid_how_much_and_where(grouped: bool) -> None:
    code = make_live_link().genuine_code or ""

    answer = ask(write_genuine_code(code) if grouped else code.lower())

    assert answer.status_code == 200
    assert "Ja, koden är vår" in text_of(answer)
    assert (
        "Säljare Pizzeria Vesuvio AB Org.nr 556703-7485 Bankgiro 991-2346 Belopp 140,00 kr "
        "Status Väntar på att betalas" in text_of(answer)
    )


def test_the_address_with_the_code_says_the_same() -> None:
    code = make_live_link().genuine_code

    assert "Ja, koden är vår" in text_of(
        Client().get(f"/pay/check/{code}", headers={"Accept-Language": "sv"})  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("language", "title", "status"),
    [
        ("sv", "Ja, koden är vår", "Väntar på att betalas"),
        ("en", "Yes, the code is ours", "Waiting to be paid"),
        ("nb", "Ja, koden er vår", "Venter på betaling"),
        ("da", "Ja, koden er vores", "Venter på betaling"),
        ("fi", "Kyllä, koodi on meidän", "Odottaa maksua"),
    ],
)
def test_it_speaks_five_languages(language: str, title: str, status: str) -> None:
    answer = ask(make_link().genuine_code or "", language=language)

    assert f'<html lang="{language}">' in answer.content.decode()
    assert title in text_of(answer)
    assert status in text_of(answer)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"status": "COMPLETED"}, "Betald. Du behöver inte betala igen."),
        ({"status": "CANCELLED"}, "Återkallad av säljaren."),
        ({"status": "EXPIRED"}, "Tiden att betala har gått ut."),
        ({"expires_at": NOON}, "Tiden att betala har gått ut."),
    ],
)
def test_the_status_is_told_in_plain_words(values: dict[str, Any], words: str) -> None:
    assert words in text_of(ask(make_link(**values).genuine_code or ""))


@pytest.mark.parametrize("status", ["UNKNOWN", "PENDING"])
def test_whoever_is_paying_is_not_asked_to_pay(status: str) -> None:
    link = make_link()
    make_payment(link, status=status)

    shown = text_of(ask(link.genuine_code or ""))

    assert "Status En betalning pågår. Vänta på utfallet innan du betalar igen." in shown
    assert "Väntar på att betalas" not in shown


def test_after_an_attempt_that_failed_it_waits_to_be_paid() -> None:
    link = make_link()
    make_payment(link, status="DECLINED")

    assert "Status Väntar på att betalas" in text_of(ask(link.genuine_code or ""))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", "En betalning har kommit in och granskas. Betala inte igen."),
        ("en", "A payment has arrived and is being looked at. Do not pay again."),
        ("nb", "En betaling har kommet inn og blir undersøkt. Ikke betal igjen."),
        ("da", "En betaling er kommet ind og bliver undersøgt. Betal ikke igen."),
        ("fi", "Maksu on saapunut, ja sitä selvitetään. Älä maksa uudelleen."),
    ],
)
def test_whose_money_is_looked_at_is_not_asked_to_pay_again(language: str, words: str) -> None:
    link = make_link()
    payment = make_payment(link, status="COMPLETED", amount=1)
    LinkException.objects.create(
        payment_link=link, payment=payment, kind="AMOUNT_MISMATCH", created_at=NOON
    )

    assert words in text_of(ask(link.genuine_code or "", language=language))


def test_every_state_of_the_payers_page_has_its_words() -> None:
    assert set(STATUSES) == set(State)


def test_a_name_turns_round_nothing_but_itself() -> None:
    link = make_link(make_merchant(name="\u202eBA oivuseV"))

    page = ask(link.genuine_code or "").content.decode()

    assert "<dd><bdi>\u202eBA oivuseV</bdi></dd>" in page


def test_nothing_personal_is_told_nor_anything_that_opens_the_link() -> None:
    link = make_link(items=[("Abonnemang på hemligheter", 100, 1, "25")])

    page = ask(link.genuine_code or "").content.decode()

    hidden = [
        *("Bertil", "Jönsson", "bertil", "740615", "hemligheter", "22 december"),
        *(link.checkout_token, str(link.pk), str(link.tenant_id), str(link.payment_order_id)),
    ]
    assert [word for word in hidden if word in page] == []


def test_wrong_codes_are_all_answered_alike() -> None:
    make_link()
    answers = [ask(code) for code in (UNKNOWN, "K7Q2-M9XD-T4RS", "x", "' OR 1=1 --", "%00" * 9)]

    assert {answer.status_code for answer in answers} == {404}
    assert {text_of(answer) for answer in answers} == {text_of(answers[0])}
    assert "Vi har ingen sådan kod" in text_of(answers[0])


def test_what_was_typed_comes_back_escaped() -> None:
    assert b"<script>alert" not in ask("<script>alert(1)</script>").content


def test_the_same_is_asked_of_the_database_for_every_kind_of_wrong_code() -> None:
    def queries(code: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            ask(code)
        return len(asked)

    ask(UNKNOWN)

    assert queries("x") == queries(UNKNOWN) == queries("<b>" * 99)


def test_after_ten_wrong_codes_an_address_waits_for_the_next_ten_minutes() -> None:
    code = make_link().genuine_code or ""
    statuses = [ask(UNKNOWN).status_code for _ in range(10)]

    refused = ask(code)

    assert statuses == [404] * 10
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")
    assert "För många försök" in text_of(refused)
    assert ask(code, address="203.0.113.8").status_code == 200
    with time_machine.travel(NOON + timedelta(minutes=10), tick=False):
        assert ask(code).status_code == 200


def test_right_codes_are_not_counted() -> None:
    code = make_link().genuine_code or ""

    assert {ask(code).status_code for _ in range(12)} == {200}


def test_a_network_of_ipv6_is_one_address() -> None:
    for number in range(10):
        ask(UNKNOWN, address=f"2001:db8:1:2::{number}")

    assert ask(UNKNOWN, address="2001:db8:1:2:ffff::1").status_code == 429
    assert ask(UNKNOWN, address="2001:db8:1:3::1").status_code == 404


def test_other_methods_are_refused_in_words() -> None:
    answer = Client().post("/pay/check", headers={"Accept-Language": "sv"})

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert "Den här sidan kan inte öppnas" in answer.content.decode()


def test_the_payers_page_shows_the_code_and_leads_to_what_it_confirms() -> None:
    link = make_link()

    page = Client().get(f"/pay/{link.checkout_token}").content.decode()

    assert write_genuine_code(link.genuine_code or "") in page.replace("\u2011", "-")
    assert f'href="/pay/check/{link.genuine_code}"' in page


def test_a_link_without_a_code_shows_none() -> None:
    link = make_link(genuine_code=None)

    assert "/pay/check/" not in Client().get(f"/pay/{link.checkout_token}").content.decode()
    assert Client().get("/pay/check/None").status_code == 404
