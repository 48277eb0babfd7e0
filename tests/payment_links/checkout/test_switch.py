"""The switch of languages: offered everywhere, remembered for one link, changing nothing."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from payment_links.models import PaymentLink
from tests.builders import make_link, make_payment

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1"}
ROBOT = {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}
OFFERED = [
    ("sv", "Svenska"),
    ("en", "English"),
    ("nb", "Norsk"),
    ("da", "Dansk"),
    ("fi", "Suomi"),
]


def switch(answer: Any) -> list[tuple[str, str, str, str]]:
    """Address, language, mark and name of each link of the switch."""
    links = r'<a class="language" href="([^"]*)" lang="(..)" hreflang="\2"([^>]*)>(\w+)</a>'
    return re.findall(links, answer.content.decode())


def language(answer: Any) -> tuple[str, str]:
    """What the page and its header say about its language."""
    page = re.search(r'<html lang="(\w+)">', answer.content.decode())
    return (page[1] if page else ""), answer.headers["Content-Language"]


def offers(answer: Any, address: str, current: str) -> bool:
    """Whether the switch leads to the address in each language and marks the current one."""
    marks = {current: ' aria-current="true"'}
    return switch(answer) == [
        (f"{address}?language={code}", code, marks.get(code, ""), name) for code, name in OFFERED
    ]


def test_every_page_of_a_link_offers_all_languages_by_their_own_names() -> None:
    address = f"/pay/{make_link().checkout_token}"

    answer = Client().get(address)

    assert offers(answer, address, "sv")
    assert '<nav class="languages" aria-label="Språk">' in answer.content.decode()


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("sv", "Betala 140,00 kr"),
        ("en", "Pay 140,00 kr"),
        ("nb", "Betal 140,00 SEK"),
        ("da", "Betal 140,00 SEK"),
        ("fi", "Maksa 140,00 SEK"),
    ],
)
def test_the_choice_decides_words_amounts_and_the_language_told(code: str, text: str) -> None:
    answer = Client().get(f"/pay/{make_link().checkout_token}?language={code}")

    assert language(answer) == (code, code)
    assert text in answer.content.decode().replace("\u00a0", " ")


def test_the_choice_is_remembered_for_this_link_alone_and_says_nothing_else() -> None:
    client, chosen, other = Client(), make_link(), make_link()

    cookie = client.get(f"/pay/{chosen.checkout_token}?language=fi").cookies["language"]

    assert (cookie.value, cookie["path"]) == ("fi", f"/pay/{chosen.checkout_token}")
    assert (cookie["expires"], cookie["httponly"], cookie["samesite"]) == ("", True, "Lax")
    assert other.checkout_token not in cookie["path"]


@pytest.mark.parametrize("nonsense", ["de", "", "nb-NO", "<script>", "../x", "%00"])
def test_another_language_is_not_remembered(nonsense: str) -> None:
    answer = Client().get(f"/pay/{make_link().checkout_token}?language={nonsense}")

    assert language(answer) == ("sv", "sv")
    assert "language" not in answer.cookies


def test_the_whole_way_to_the_payment_stays_in_the_chosen_language() -> None:
    link, client = make_link(), Client()
    address = f"/pay/{link.checkout_token}"
    client.get(f"{address}?language=da")

    refused = client.post(f"{address}/pay", {"payment_method": ""})
    back = client.get(f"{address}/return", follow=True)

    assert (refused.status_code, language(refused)) == (422, ("da", "da"))
    assert "Vælg, hvordan du vil betale." in refused.content.decode()
    assert offers(refused, address, "da")
    assert (back.redirect_chain, language(back)) == ([(address, 302)], ("da", "da"))


def test_swish_comes_back_to_the_chosen_language_in_another_browser() -> None:
    link = make_link()
    make_payment(link, provider_method_response={"url": "swish://paymentrequest?token=ab12"})

    chosen = Client().get(f"/pay/{link.checkout_token}?language=nb").content.decode()
    back = Client().get(f"/pay/{link.checkout_token}/return?language=nb", follow=True)

    assert "%2Freturn%3Flanguage%3Dnb" in chosen
    assert "%3Flanguage" not in Client().get(f"/pay/{link.checkout_token}").content.decode()
    assert language(back) == ("nb", "nb")


@pytest.mark.parametrize("code", [code for code, _ in OFFERED])
def test_an_unknown_link_is_told_in_the_browsers_language(code: str) -> None:
    answer = Client().get("/pay/nothing", headers={"Accept-Language": code})

    assert (answer.status_code, language(answer)) == (404, (code, code))
    assert offers(answer, "", code)


@pytest.mark.parametrize("address", ["/pay/", "/pay/nothing", "/pay/some/where/else"])
def test_an_unknown_link_is_told_in_the_chosen_language(address: str) -> None:
    answer = Client().get(f"{address}?language=fi", headers={"Accept-Language": "sv"})

    assert (answer.status_code, language(answer)) == (404, ("fi", "fi"))
    assert "Tätä maksulinkkiä ei ole" in answer.content.decode()
    assert not answer.cookies


@pytest.mark.parametrize(("remembered", "told"), [("", "da"), ("fi", "fi")])
def test_a_refused_form_is_told_in_the_links_language(remembered: str, told: str) -> None:
    link = make_link(locale="da-DK")
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "sv"})
    client.cookies["language"] = remembered

    answer = client.post(f"/pay/{link.checkout_token}/pay")

    assert (answer.status_code, language(answer)) == (403, (told, told))
    assert offers(answer, f"/pay/{link.checkout_token}", told)


def test_a_form_for_nobodys_link_is_told_so() -> None:
    answer = Client(enforce_csrf_checks=True).post("/pay/nothing/pay")

    assert answer.status_code == 404
    assert "This payment link does not exist" in answer.content.decode()


def test_an_address_that_is_no_page_says_so_and_leads_to_one() -> None:
    link = make_link(locale="nb-NO")

    answer = Client().get(f"/pay/{link.checkout_token}/pay")

    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "Denne siden kan ikke åpnes med adressen" in page
    assert f'class="button" href="/pay/{link.checkout_token}"' in page
    assert offers(answer, f"/pay/{link.checkout_token}", "nb")


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_robot_that_follows_the_switch_changes_nothing(method: str) -> None:
    link = make_link()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        for code, _ in OFFERED:
            address = f"/pay/{link.checkout_token}?language={code}"
            getattr(Client(headers=ROBOT), method)(address)

    assert [query for query in queries if not query["sql"].startswith("SELECT")] == []
    assert PaymentLink.objects.get(pk=link.pk).opened_at is None
