"""Text for SIE files: CP437, quoted, without control characters.

CP437 has the Swedish letters but not ø, € or the typographer's dashes and quotation marks; what it
lacks is written with its nearest ASCII letters and never dropped.
"""

import unicodedata
from datetime import date
from functools import cache

from anyascii import anyascii

ENCODING = "cp437"
LONGEST_TEXT = 100


def sie_text(text: str, *, longest: int = LONGEST_TEXT) -> str:
    """The text as a quoted field whose every character CP437 has.

    A backslash would escape what follows, so it becomes a slash.
    """
    letters = "".join(map(_nearest, unicodedata.normalize("NFC", text)))
    short = " ".join(letters.split())[:longest].rstrip()
    return '"' + short.replace("\\", "/").replace('"', '\\"') + '"'


def sie_date(day: date) -> str:
    """YYYYMMDD."""
    return f"{day:%Y%m%d}"


@cache
def _nearest(character: str) -> str:
    """The character when CP437 has it, else what is nearest to it; a control becomes a blank."""
    if unicodedata.category(character) in {"Cc", "Zs", "Zl", "Zp"}:
        return " "
    try:
        character.encode(ENCODING)
    except UnicodeEncodeError:
        return anyascii(character) or ("" if unicodedata.combining(character) else "?")
    return character
