"""Which characters are refused, and what counts as blank."""

import pytest

from payment_links.text import has_invalid_characters, is_blank


@pytest.mark.parametrize(
    "text",
    [
        "Hawaii Pizza",
        "Crème brûlée",
        "قهوة",
        "पिज़्ज़ा",
        "Phở bò",
        "👨‍👩‍👧 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "e" + "\u0301" * 8,
        "½ l",
        "",
    ],
)
def test_writing_of_people_is_accepted(text: str) -> None:
    assert not has_invalid_characters(text)


@pytest.mark.parametrize(
    "code_point",
    [
        *(0x00, 0x07, 0x09, 0x0A, 0x0D, 0x1B, 0x7F, 0x85, 0x9F),
        *(0xD800, 0xDFFF, 0xFDD0, 0xFFFE, 0xFFFF, 0x2028, 0x2029),
        *(0x061C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069),
    ],
)
def test_control_and_bidi_characters_are_refused(code_point: int) -> None:
    assert has_invalid_characters(f"a{chr(code_point)}b")


@pytest.mark.parametrize("text", ["a\tb", "a\nb", "a\r\nb"])
def test_lines_are_for_texts_of_several_lines(text: str) -> None:
    assert has_invalid_characters(text)
    assert not has_invalid_characters(text, one_line=False)


def test_ninth_mark_on_one_base_is_refused() -> None:
    assert has_invalid_characters("e" + "\u0301" * 9)


def test_marks_on_different_bases_are_counted_apart() -> None:
    assert not has_invalid_characters(("é" + "\u0301" * 7) * 50)


def test_hundred_thousand_marks_are_judged_quickly() -> None:
    assert has_invalid_characters("a" + "\u0301" * 100_000)


@pytest.mark.parametrize("text", ["", " ", "\t\n", "\u00a0\u2003", "\u200b\u2060", "\u3164"])
def test_what_nobody_sees_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", " a ", "قهوة", "👍", "0", "."])
def test_what_is_seen_is_not_blank(text: str) -> None:
    assert not is_blank(text)
