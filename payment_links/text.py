"""Text as people write it: which characters are refused everywhere, and what counts as blank."""

import re
import unicodedata

# More marks on one base character than any script needs; thousands of them stop a PDF's layout.
MOST_COMBINING_MARKS = 8

# Control characters, lone surrogates, noncharacters, line and paragraph separators and Unicode's
# Bidi_Control characters, which make a text read differently from what it says.
_REFUSED = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
    r"\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    r"\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
)
_REFUSED_IN_LINES = re.compile(f"[{_REFUSED}]")
_REFUSED_IN_ONE_LINE = re.compile(f"[{_REFUSED}\t\r\n]")
# Only a run of so many characters outside ASCII can hold too many marks: cheap to rule out.
_LONG_FOREIGN_RUN = re.compile(f"[^\x00-\x7f]{{{MOST_COMBINING_MARKS + 1},}}")
# Hangul fillers are letters by category and yet invisible.
_INVISIBLE_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")


def has_invalid_characters(text: str, *, one_line: bool = True) -> bool:
    """Whether the text holds control or bidi characters, surrogates or piled-up combining marks.

    one_line: tabs and line breaks are refused as well, as for everything that may reach a header.
    Emoji and letters of every script are fine.
    """
    if text.isascii() and text.isprintable():
        return False
    refused = _REFUSED_IN_ONE_LINE if one_line else _REFUSED_IN_LINES
    return bool(refused.search(text)) or _piles_up_marks(text)


def is_blank(text: str) -> bool:
    """Whether nothing of the text would be seen: spaces and invisible characters only."""
    if text.isascii():
        return not text.strip()
    return all(
        character.isspace()
        or character in _INVISIBLE_LETTERS
        or unicodedata.category(character) in {"Cf", "Mn", "Zs"}
        for character in text
    )


def _piles_up_marks(text: str) -> bool:
    if not _LONG_FOREIGN_RUN.search(text):
        return False
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character)[0] == "M" else 0
        if marks > MOST_COMBINING_MARKS:
            return True
    return False
