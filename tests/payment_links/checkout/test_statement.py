"""The conformance statement, and the pages of refusals that have no link."""

import re

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django import Settings

from payment_links.checkout import payer_view
from payment_links.checkout.refusals import too_many
from tests.builders import make_link


@pytest.mark.parametrize(
    ("code", "title", "day"),
    [
        ("sv", "Betalsidornas tillgänglighet", "Testat den 27 november 2026."),
        ("en", "Accessibility of the payment pages", "Tested on 27 November 2026."),
        ("nb", "Betalingssidenes tilgjengelighet", "Testet 27. november 2026."),
        ("da", "Betalingssidernes tilgængelighed", "Testet den 27. november 2026."),
        ("fi", "Maksusivujen saavutettavuus", "Testattu 27. marraskuuta 2026."),
    ],
)
def test_the_statement_is_published_in_every_language(
    settings: Settings, code: str, title: str, day: str
) -> None:
    settings.ACCESSIBILITY_EMAIL = "help@pay.example"

    by_browser = Client().get("/pay/accessibility", headers={"Accept-Language": code})
    by_switch = Client().get(f"/pay/accessibility?language={code}")

    page = by_switch.content.decode()
    assert by_browser.content == by_switch.content
    assert (by_switch.status_code, by_switch.headers["Content-Language"]) == (200, code)
    assert f"<title>{title}</title>" in page
    assert day in page
    assert 'href="mailto:help@pay.example"' in page
    assert page.count('class="language"') == 5


def test_the_statement_is_only_read() -> None:
    assert Client().post("/pay/accessibility").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "/pay"])
def test_every_page_leads_to_the_statement_in_its_language(path: str) -> None:
    link = make_link(locale="fi-FI")

    page = Client().get(f"/pay/{link.checkout_token}{path}").content.decode()

    [footer] = re.findall(r'<footer class="foot">\s*<a [^>]*href="([^"]+)">(\w+)</a>', page)
    assert footer == ("/pay/accessibility?language=fi", "Saavutettavuus")


def test_too_many_questions_are_answered_in_words() -> None:
    request = RequestFactory().get("/pay/code")

    with translation.override("da"):
        answer = too_many(request, retry_after=60)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")
    assert "For mange forsøg" in answer.content.decode()


@pytest.mark.parametrize(
    ("error", "status", "text"),
    [
        (OperationalError(), 503, "Yritä hetken kuluttua uudelleen"),
        (ValueError(), 500, "Jotain meni pieleen"),
    ],
)
def test_without_a_database_or_after_a_crash_the_browser_decides_the_language(
    monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, text: str
) -> None:
    def fail(_: str) -> None:
        raise error

    monkeypatch.setattr(payer_view, "find_link", fail)

    client = Client(raise_request_exception=False)
    answer = client.get("/pay/token", headers={"Accept-Language": "fi"})

    assert (answer.status_code, answer.headers["Content-Language"]) == (status, "fi")
    assert text in answer.content.decode()
