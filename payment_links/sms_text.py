"""SMS texts as the network counts them: the GSM alphabet, segments, sender names, and what fits.

Source of the alphabet and the segment sizes: 3GPP TS 23.038 §6.2.1 and TS 23.040 §9.2.3.24.
"""

import re
import unicodedata
from collections.abc import Callable

GSM_CHARACTERS = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Sent as an escape and a second character, never parted at the end of a segment.
GSM_DOUBLE_CHARACTERS = frozenset("^{}\\[~]|€\f")

GSM_SINGLE, GSM_PART = 160, 153
UCS2_SINGLE, UCS2_PART = 70, 67
LONGEST_SENDER = 11
LONGEST_NAME = 60
SHORTEST_NAME = 8
# Of a longer name so much is kept before the ending is.
ENOUGH_NAME = 16
SENDER_WITHOUT_NAME = "Payment"
# What may stand between the digits of a number that a phone offers to call.
SEPARATORS = r"[ .,()+*#'_-]"

# What Unicode does not decompose into a letter of the alphabet and a mark.
REPLACEMENTS = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "´": "'", "`": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "·": "-", "•": "-",
        "…": "...", "™": "TM", "®": "(R)", "©": "(C)",
        "Ð": "D", "ð": "d", "Đ": "D", "đ": "d", "Þ": "Th", "þ": "th",
        "Ł": "L", "ł": "l", "Œ": "OE", "œ": "oe", "ı": "i",
    }
)  # fmt: skip
ASCII_REPLACEMENTS = str.maketrans({"Æ": "AE", "æ": "ae", "Ø": "O", "ø": "o", "ß": "ss", "&": " "})


def is_gsm(text: str) -> bool:
    """Whether the text can be sent in the GSM alphabet."""
    return not costly_characters(text)


def costly_characters(text: str) -> list[str]:
    """The characters outside the GSM alphabet, each once: one is enough to halve a segment."""
    return [
        character
        for character in dict.fromkeys(text)
        if character not in GSM_CHARACTERS and character not in GSM_DOUBLE_CHARACTERS
    ]


def count_segments(text: str) -> int:
    """How many SMS the text is sent and paid as; an empty one is one.

    160 GSM characters or 70 UTF-16 units fit into one; 153 or 67 into each of several. A double
    character or a surrogate pair is never parted.
    """
    single, part = (GSM_SINGLE, GSM_PART) if is_gsm(text) else (UCS2_SINGLE, UCS2_PART)
    sizes = _sizes(text)
    if sum(sizes) <= single:
        return 1
    segments, used = 1, 0
    for size in sizes:
        if used + size > part:
            segments, used = segments + 1, 0
        used += size
    return segments


def _sizes(text: str) -> list[int]:
    """What each character takes of a segment: GSM characters, or UTF-16 units."""
    if is_gsm(text):
        return [2 if character in GSM_DOUBLE_CHARACTERS else 1 for character in text]
    return [2 if ord(character) > 0xFFFF else 1 for character in text]


def to_gsm(text: str) -> str:
    """The text in the GSM alphabet: spelt with its nearest letters, without what has none.

    Every kind of space, so also the no-break space of amounts, becomes one plain space.
    """
    spelt = "".join(map(_spell, unicodedata.normalize("NFC", text).translate(REPLACEMENTS)))
    return " ".join(spelt.split())


def _spell(character: str) -> str:
    if is_gsm(character):
        return character
    if character.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", character)
    return "".join(part for part in plain if is_gsm(part) and not part.isspace())


def sender_name(name: str) -> str:
    """The merchant's name as an SMS sender: 1 to 11 of [A-Za-z0-9 ], the first one a letter."""
    latin = unicodedata.normalize(
        "NFKD", name.translate(REPLACEMENTS).translate(ASCII_REPLACEMENTS)
    )
    spelt = re.sub(r"[^A-Za-z0-9 ]", "", latin)
    words = re.sub(r"^[^A-Za-z]+", "", " ".join(spelt.split()))
    return words[:LONGEST_SENDER].strip() or SENDER_WITHOUT_NAME


def fit(template: str, *, merchant: str, amount: str, date: str, url: str, ending: str = "") -> str:
    """The template with its {merchant}, {amount}, {date} and {url}, in one SMS where possible.

    All but the address is spelt in the GSM alphabet. The merchant's name, in which nothing is
    left that a phone would make a link of, is cut until the text fits into one SMS; one of which
    nothing is left is not named. ending: goes behind the rest where one SMS holds it too, with a
    name that still says who asks.
    """
    name = _name_without_links(merchant)[:LONGEST_NAME].strip()
    if not any(map(str.isalnum, name)):
        name, template = "", template.replace("{merchant}: ", "")

    def write(name: str) -> str:
        spoken = {"merchant": name, "amount": to_gsm(amount), "date": to_gsm(date)}
        return template.format(**spoken, url=url)

    with_ending = _cut(name, lambda name: write(name) + ending, ENOUGH_NAME)
    return with_ending if count_segments(with_ending) == 1 else _cut(name, write, SHORTEST_NAME)


def _cut(name: str, write: Callable[[str], str], shortest: int) -> str:
    """What is written with the name, which loses letters until it is one SMS or too short."""
    while count_segments(write(name)) > 1 and len(name) > shortest:
        name = name[:-1].strip(" -,.&")
    return write(name)


def _name_without_links(merchant: str) -> str:
    """The name in the GSM alphabet, without what phones make links of: one is to be in the text.

    That is "shop.se", "https://", "a@b" and "tel:", and digits that could be dialled, of which
    short numbers have five. A year or a house number stays.
    """
    name = re.sub(r"\.(?=\w)|[:/\\@]+", " ", to_gsm(merchant))
    return to_gsm(re.sub(rf"(?:\d{SEPARATORS}*){{5,}}", " ", name))
