"""The words of messages in every language: complete, with their placeholders, in one SMS."""

import re
from dataclasses import asdict

import pytest

from payment_links import sms_text
from payment_links.distribution.texts import write_email, write_sms
from payment_links.distribution.wording import Wording
from payment_links.distribution.wordings import WORDINGS
from payment_links.genuine_codes import write_genuine_code
from payment_links.models.links import LANGUAGES
from tests.builders import make_link

every_locale = pytest.mark.parametrize("locale", list(WORDINGS))


def placeholders(wording: Wording) -> dict[str, list[str]]:
    return {name: sorted(re.findall(r"{\w+}", text)) for name, text in asdict(wording).items()}


def test_every_locale_of_links_has_its_words() -> None:
    assert sorted(WORDINGS) == sorted(LANGUAGES)


@every_locale
def test_no_text_is_missing_or_loses_what_is_filled_in(locale: str) -> None:
    assert [name for name, text in asdict(WORDINGS[locale]).items() if not text] == []
    assert placeholders(WORDINGS[locale]) == placeholders(WORDINGS["sv-SE"])


@every_locale
def test_words_of_sms_cost_no_more_than_their_letters(locale: str) -> None:
    wording = WORDINGS[locale]

    assert sms_text.costly_characters(wording.sms_request + wording.sms_paid) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("nb-NO", "Pizzeria Vesuvio AB: 140,00 kr til betaling senest 22.12.2026."),
        ("da-DK", "Pizzeria Vesuvio AB: 140,00 kr. til betaling senest 22.12.2026."),
        ("fi-FI", "Pizzeria Vesuvio AB: 140,00 € maksettavana viimeistään 22.12.2026."),
    ],
)
def test_an_sms_speaks_the_payers_language(locale: str, text: str) -> None:
    currencies = {"nb-NO": "NOK", "da-DK": "DKK", "fi-FI": "EUR"}
    link = make_link(locale=locale, currency=currencies[locale])

    sms = write_sms(link)

    word = {"nb": "Kode", "da": "Kode", "fi": "Koodi"}[locale[:2]]
    code = write_genuine_code(link.genuine_code or "")
    assert sms.text == f"{text} {link.checkout_url} {word} {code}"
    assert sms.segments == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("locale", "subject", "due"),
    [
        ("nb-NO", "Å betale: 140,00 SEK til Pizzeria Vesuvio AB", "senest 22. desember 2026"),
        ("da-DK", "At betale: 140,00 SEK til Pizzeria Vesuvio AB", "senest den 22. december 2026"),
        ("fi-FI", "Maksettavana: 140,00 SEK, saaja Pizzeria Vesuvio AB", "22. joulukuuta 2026"),
    ],
)
def test_an_email_speaks_the_payers_language(locale: str, subject: str, due: str) -> None:
    email = write_email(make_link(locale=locale), attached=False)

    assert email.subject.replace("\u00a0", " ") == subject
    assert due in email.text
    assert f'<html lang="{locale[:2]}">' in email.html
