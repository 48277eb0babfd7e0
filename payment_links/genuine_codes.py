"""Codes by which payers check that a message is genuine: short enough to be typed.

Twelve characters in three groups, "K7Q2-M9XD-T4RX": eleven random ones (53 bits), and one that
tells a typing error. A code opens nothing but the page that confirms who is to be paid, and is
derived neither from the link's id nor from its token.
"""

import re
import secrets

# Crockford's base 32 leaves out what is read as something else.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Every group begins with one: no phone takes groups of digits for a number that could be called.
LETTERS = ALPHABET[10:]
READ_AS = str.maketrans("OILU", "011V")
GROUP = 4
LENGTH = 3 * GROUP
# A code is also read with blanks, hyphens and dots between its characters, whatever their kind.
SEPARATORS = re.compile(r"[\s.\-‐-―]+")
LONGEST_TYPED = 60


def make_genuine_code() -> str:
    """A new random code of LENGTH characters, without hyphens."""
    payload = "".join(
        secrets.choice(ALPHABET if position % GROUP else LETTERS) for position in range(LENGTH - 1)
    )
    return payload + check_character(payload)


def check_character(payload: str) -> str:
    """The last character: tells every single wrong one and nearly all swaps (Luhn modulo 32)."""
    total = 0
    for distance, character in enumerate(reversed(payload)):
        value = ALPHABET.index(character)
        if distance % 2 == 0:
            value = sum(divmod(2 * value, len(ALPHABET)))
        total += value
    return ALPHABET[-total % len(ALPHABET)]


def write_genuine_code(code: str) -> str:
    """K7Q2-M9XD-T4RX: the code as it is printed; empty for none."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_genuine_code(typed: str) -> str:
    """The code that somebody typed, in any case and grouping; empty when it can be none of ours."""
    if len(typed) > LONGEST_TYPED:
        return ""
    code = SEPARATORS.sub("", typed).upper().translate(READ_AS)
    is_code = len(code) == LENGTH and all(character in ALPHABET for character in code)
    return code if is_code and check_character(code[:-1]) == code[-1] else ""
