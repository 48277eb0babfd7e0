"""SMS texts: what they cost, and how they stay within one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payment_links.sms_text import (
    GSM_CHARACTERS,
    GSM_DOUBLE_CHARACTERS,
    costly_characters,
    count_segments,
    fit,
    is_gsm,
    sender_name,
    to_gsm,
)

REQUEST = "{merchant}: {amount} att betala senast {date}. {url}"
URL = "https://pay.example/pay/" + "t" * 32


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 80 + "a", 2),
        # 152 and a double character do not fit into 153: it moves to the next segment.
        ("a" * 152 + "€" + "a" * 152, 3),
        ("ö" * 160, 1),
        ("ő" * 70, 1),
        ("ő" * 71, 2),
        ("ő" * 134, 2),
        ("ő" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        # 67 units hold 33 pairs and a half: the pair is not parted.
        ("😀" * 66, 2),
        ("😀" * 67, 3),
    ],
)
def test_segments_are_counted_as_the_network_does(text: str, segments: int) -> None:
    assert count_segments(text) == segments


@given(st.text(alphabet=sorted(GSM_CHARACTERS), max_size=700))
def test_without_double_characters_segments_are_plain_division(text: str) -> None:
    expected = 1 if len(text) <= 160 else -(-len(text) // 153)

    assert count_segments(text) == expected


@given(st.text(alphabet=sorted(GSM_CHARACTERS | GSM_DOUBLE_CHARACTERS), max_size=500))
def test_a_gsm_text_never_costs_less_than_its_length(text: str) -> None:
    septets = len(text) + sum(character in GSM_DOUBLE_CHARACTERS for character in text)
    segments = count_segments(text)

    assert (segments == 1) == (septets <= 160)
    assert segments == 1 or segments * 152 <= septets + 305


@given(st.text(max_size=200))
def test_any_text_is_spelt_in_the_alphabet(text: str) -> None:
    assert is_gsm(to_gsm(text))


@given(st.text(max_size=200))
def test_a_sender_is_always_one_the_networks_take(name: str) -> None:
    sender = sender_name(name)

    assert 1 <= len(sender) <= 11
    assert sender.isascii()
    assert sender[0].isalpha()
    assert sender.replace(" ", "").isalnum()


@given(st.text(max_size=200))
def test_whatever_the_name_the_text_is_one_sms_with_one_address(name: str) -> None:
    text = fit(REQUEST, merchant=name, amount="1\u00a0234,50\u00a0€", date="2026-12-22", url=URL)

    assert count_segments(text) == 1
    assert text.endswith(f"1 234,50 € att betala senast 2026-12-22. {URL}")
    assert text.count("://") == 1


@pytest.mark.parametrize(
    ("name", "sender"),
    [
        ("Pizzeria Vesuvio AB", "Pizzeria Ve"),
        ("Åsas Blommor", "Asas Blommo"),
        ("Smørrebrød & Æbler", "Smorrebrod"),
        ("7-Eleven", "Eleven"),
        ("Кафе", "Payment"),
        ("Łódź", "Lodz"),
    ],
)
def test_sender_is_the_name_in_eleven_latin_characters(name: str, sender: str) -> None:
    assert sender_name(name) == sender


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("Café Šárka – “Świetne”", 'Café Sarka - "Swietne"'),
        ("Blommor 🌷 och sånt", "Blommor och sånt"),
        ("Þórður\u00a0ehf", "Thordur ehf"),
        ("A\nB\tC", "A B C"),
    ],
)
def test_names_are_spelt_with_the_nearest_letters(name: str, spelt: str) -> None:
    assert to_gsm(name) == spelt


def test_a_name_that_looks_like_an_address_is_no_link() -> None:
    text = fit(REQUEST, merchant="https://evil.se/x", amount="1 kr", date="2026-12-22", url=URL)

    assert text == f"https evil se x: 1 kr att betala senast 2026-12-22. {URL}"


def test_a_long_name_is_cut_to_fit() -> None:
    text = fit(REQUEST, merchant="Ab" * 60, amount="140 kr", date="2026-12-22", url=URL)

    assert count_segments(text) == 1
    assert text.startswith("Ab" * 25)


def test_the_characters_that_make_an_sms_dear_are_named_once_each() -> None:
    assert costly_characters("ő 140 kr ~ 🍕 ő") == ["ő", "🍕"]
    assert costly_characters("Café {140} €") == []
