"""SMS in the name of merchants who are called anything: one link in the text, ours, and its cost.

What a phone makes a link of, and what the network charges, is reckoned here a second time, by the
standards alone.
"""

import re
from datetime import timedelta
from itertools import product

import pytest

from payment_links.distribution.texts import Occasion, SmsText, write_sms
from payment_links.distribution.wordings import WORDINGS
from payment_links.models import Merchant, PaymentLink
from payment_links.sms_text import count_segments
from tests.builders import NOON, TODAY

# 3GPP TS 23.038 §6.2.1, in the order of the codes 0x00 to 0x7f; 0x1b leads to the second table.
FIRST_TABLE = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
SECOND_TABLE = {0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "["} | {
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}
# Generous: whatever any phone might underline.
LINKS = re.compile(
    r"""
      \w[\w+.-]*://\S+                              # with a scheme
    | (?:tel|sms|smsto|mailto|javascript|data|geo):\S*
    | [\w.+-]+@[\w.-]+                              # e-mail, Swish handles
    | (?:\w[\w-]*[.\u3002\uff0e\uff61])+\w{2,}\S*   # a domain without a scheme
    | \+?\(?\d(?:[\s().\-/]*\d){4,}                 # a number to call
    """,
    re.VERBOSE,
)
OURS = re.compile(r"1[ .]234,56|2026-12-22|22\.12\.2026")
NAMES = [
    "https://evil.example/pay",
    "HTTP://EVIL.EXAMPLE",
    "evil.se",
    "www.evil.se/betala?x=1",
    "1.se",
    "a.b.c.d.se",
    "Betala på evil．se",
    "Betala på evil。se",
    "evil\u200b.\u200bse",
    "ev\u00adil.se",
    "e\u200dv\u200di\u200dl.se",
    "evil\u2024se",
    "evil.xn--p1ai",
    "пример.рф",
    "bücher.example",
    "ėvil.sė",
    "//evil.se",
    "hxxps:\\\\evil.se\\x",
    "ftp://user:pw@evil.se:8080/",
    "tel:+46701740615",
    "tel:112",
    "sms:72550?body=ja",
    "mailto:a@evil.se",
    "info@evil.se",
    "first.last+tag@evil.example",
    "Ring 070-174 06 15",
    "+46 (0)70 174 06 15",
    "0046701740615",
    "Skicka JA till 72550",
    "0 7 0 1 7 4 0 6 1 5",
    "０７０１７４０６１５",
    "٠٧٠١٧٤٠٦١٥",
    "118 118 AB",
    "swιsh",
    "Ѕwіѕh",
    "𝓢𝔀𝓲𝓼𝓱",
    "\u202ees.live",
    "\u2066Bank\u2069ID",
    "\u200fمطعم بيروت",
    "בית קפה",
    "🍕🍕🍕",
    "Pizza 👩\u200d👩\u200d👧 & Co",
    "\u200b\u200c\u200d\ufeff",
    "   \u00a0\u3000 ",
    "...:::///",
    "{url}",
    "{merchant}{amount}{0}{}%(url)s",
    "%s%n ${url} {{url}}",
    "{merchant.__class__}",
    "Z\u0335\u0321\u0322a\u0301\u0300\u0302l\u0327go",
    "Line\r\nbreak https://evil.se\x00",
    "Café “Été” – ñandú’s ÅÄÖ",
    "Åäö" * 60,
    "€[]{}~^|\\" * 20,
    "https://" * 20,
    "W" * 59 + " a.se",
    "Restaurang 1900 Sturegatan 4",
]


def links_in(sms: SmsText) -> list[str]:
    """What a phone would underline; amount and date are ours to write as they are."""
    text = OURS.sub("", sms.text)
    return [found.group() for found in LINKS.finditer(text)]


def segments_of(text: str) -> int:
    """How many SMS the network sends: of septets if it has codes for all of it, else UTF-16."""
    if all(letter in FIRST_TABLE or letter in SECOND_TABLE.values() for letter in text):
        units = [2 if letter in SECOND_TABLE.values() else 1 for letter in text]
        single, part = 160, 153
    else:
        units = [len(letter.encode("utf-16-be")) // 2 for letter in text]
        single, part = 70, 67
    if sum(units) <= single:
        return 1
    left, count = 0, 0
    for size in units:
        if size > left:
            left, count = part, count + 1
        left -= size
    return count


def make_hostile(name: str, locale: str) -> PaymentLink:
    """A link of a merchant of that name; nothing is saved."""
    return PaymentLink(
        merchant=Merchant(name=name),
        locale=locale,
        currency="SEK",
        total_amount=123456,
        due_date=TODAY + timedelta(days=30),
        completed_at=NOON,
    )


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:30])
def test_whatever_a_merchant_is_called_the_sms_holds_one_link_ours(name: str) -> None:
    for locale, occasion in product(WORDINGS, Occasion):
        link = make_hostile(name, locale)
        sms = write_sms(link, occasion)

        assert links_in(sms) == [link.checkout_url], (locale, occasion, sms.text)
        assert f" {link.checkout_url}" in sms.text
        assert sms.segments == segments_of(sms.text) == 1, (locale, occasion, sms.text)
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9 ]{0,10}", sms.sender)
        assert not sms.text.startswith((":", " ")), sms.text


def test_there_are_fifty_hostile_names_and_the_alphabet_is_whole() -> None:
    assert len(set(NAMES)) >= 50
    assert len(set(FIRST_TABLE)) == 128
    assert len(SECOND_TABLE) == 10


@pytest.mark.parametrize("length", [159, 160, 161, 305, 306, 307, 400])
@pytest.mark.parametrize("letters", ["a", "å€", "ő", "😀a", "a€"])
def test_the_stated_count_is_the_networks(letters: str, length: int) -> None:
    text = (letters * length)[:length]

    assert count_segments(text) == segments_of(text)
