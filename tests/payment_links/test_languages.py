"""The language of an answer: payers have five, the back office and the API two."""

import pytest
from django.test import Client, RequestFactory

from payment_links.languages import accepted_language, chosen_language

NORWEGIAN = "nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7,en-US;q=0.6,en;q=0.5"
FIVE = ("sv", "en", "nb", "da", "fi")


@pytest.mark.parametrize(
    ("header", "offered", "language"),
    [
        (NORWEGIAN, FIVE, "nb"),
        (NORWEGIAN, ("sv", "en"), "en"),
        ("nn", FIVE, "nb"),
        ("no", FIVE, "nb"),
        ("de,fi;q=0.5,sv;q=0.4", FIVE, "fi"),
        ("da", ("sv", "en"), "en"),
        ("sv-FI", ("sv", "en"), "sv"),
        ("*", FIVE, "en"),
        ("", FIVE, "en"),
        (";;;q=x", FIVE, "en"),
    ],
)
def test_the_browser_is_answered_in_its_first_language_that_is_offered(
    header: str, offered: tuple[str, ...], language: str
) -> None:
    request = RequestFactory().get("/", headers={"Accept-Language": header})

    assert accepted_language(request, offered) == language


@pytest.mark.parametrize(
    ("address", "remembered", "language"),
    [
        ("/pay/x?language=nb", "fi", "nb"),
        ("/pay/x", "fi", "fi"),
        ("/pay/x?language=de", "fi", "fi"),
        ("/pay/x?language=de", "<b>", ""),
        ("/pay/x", "", ""),
    ],
)
def test_a_choice_is_one_of_our_languages(address: str, remembered: str, language: str) -> None:
    request = RequestFactory().get(address)
    request.COOKIES["language"] = remembered

    assert chosen_language(request) == language


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("browser", "language", "text"),
    [
        (NORWEGIAN, "en", "Sign in"),
        ("da", "en", "Sign in"),
        ("fi,sv;q=0.5", "sv", "Logga in"),
    ],
)
def test_the_back_office_is_one_language_through_and_through(
    browser: str, language: str, text: str
) -> None:
    answer = Client().get("/admin/login/", headers={"Accept-Language": browser})

    page = answer.content.decode()
    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in page
    assert text in page
    for foreign in ("Passord", "Adgangskode", "Salasana", "Logg inn", "Log ind", "Kirjaudu"):
        assert foreign not in page


@pytest.mark.django_db
def test_a_payers_choice_says_nothing_to_the_back_office() -> None:
    client = Client()
    client.cookies["language"] = "nb"

    answer = client.get("/admin/login/?language=nb")

    assert answer.headers["Content-Language"] == "en"


@pytest.mark.django_db
def test_the_api_answers_a_norwegian_in_english() -> None:
    answer = Client().get("/api/v1/payment_links", headers={"Accept-Language": NORWEGIAN})

    assert answer.headers["Content-Language"] == "en"
    assert answer.json()["description"].startswith("tenant_id header was not received")
