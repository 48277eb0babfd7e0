"""The two parts of an e-mail: they say the same, in every language and on every occasion."""

import re
from html import unescape
from itertools import product

import pytest

from payment_links.distribution.texts import EmailText, Occasion, sender_name, write_email
from payment_links.distribution.wordings import WORDINGS
from tests.builders import make_link, make_merchant, make_payment

pytestmark = pytest.mark.django_db

every_message = pytest.mark.parametrize(
    ("locale", "occasion"), list(product(WORDINGS, Occasion)), ids=str
)


def make_email(locale: str = "sv-SE", occasion: Occasion = Occasion.REQUEST) -> EmailText:
    is_paid = occasion == Occasion.PAID
    link = make_link(locale=locale, status="COMPLETED" if is_paid else "CREATED")
    if is_paid:
        make_payment(link, status="COMPLETED")
    return write_email(link, occasion, attached=True)


def seen_in_html(email: EmailText) -> list[str]:
    """The pieces of text of the HTML part as a client shows them, in order."""
    body = email.html[email.html.index("<body") :]
    shown = re.sub(r"<div style=\"display:none.*?</div>", "", body)
    pieces = re.split(r"<[^>]+>", shown)
    return [unescape(piece).strip() for piece in pieces if piece.strip()]


def words(text: str) -> list[str]:
    return sorted(re.findall(r"[^\s:]+", text))


@every_message
def test_both_parts_say_the_same(locale: str, occasion: Occasion) -> None:
    email = make_email(locale, occasion)
    [merchant, *html] = seen_in_html(email)

    # The name above the greeting and the advice for a dead button are all that the text lacks.
    advice = WORDINGS[locale].bare_address
    assert merchant == "Pizzeria Vesuvio AB"
    assert words(" ".join(piece for piece in html if piece != advice)) == words(email.text)


@every_message
def test_an_email_has_one_button_and_no_request_to_a_foreign_host(
    locale: str, occasion: Occasion
) -> None:
    html = make_email(locale, occasion).html

    assert html.count("href=") == 1
    assert re.findall(r"src=|url\(|@import|<link|<script|<img", html) == []


def test_the_line_after_the_subject_tells_amount_and_date() -> None:
    [preheader] = re.findall(r"display:none[^>]*>([^<]*)<", make_email().html)

    assert preheader == "Att betala 140,00\u00a0kr · Senast 22 december 2026"


def test_an_email_is_written_for_both_colour_schemes_and_narrow_clients() -> None:
    html = make_email().html

    assert '<meta name="color-scheme" content="light dark">' in html
    assert "@media (prefers-color-scheme: dark)" in html
    assert "@media (max-width: 359px)" in html


def test_a_name_adds_no_lines_and_no_markup() -> None:
    link = make_link(make_merchant(name="A\r\n\r\nBetala hos <b>Eve</b>"))

    email = write_email(link, attached=False)

    assert "A Betala hos <b>Eve</b> ber dig betala" in email.text
    assert "<b>Eve" not in email.html
    assert "\nBetala hos" not in email.text


@pytest.mark.parametrize(
    ("name", "sender"),
    [
        ("Pizzeria Vesuvio AB", "Pizzeria Vesuvio AB"),
        ("Bank <support@bank.example>", "Bank support bank.example"),
        ("support＠bank.example\r\nBcc: x", "support bank.example Bcc: x"),
        ("\u202eknaB", "knaB"),
    ],
)
def test_the_senders_name_is_no_address(name: str, sender: str) -> None:
    assert sender_name(name) == sender
