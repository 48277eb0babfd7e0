"""Foreign text in the cells of files that people open in a spreadsheet."""

import unicodedata

# What spreadsheets take for the beginning of a formula.
FORMULA_STARTS = frozenset("=+-@|%\t\r\n")
UNSEEN_CATEGORIES = {"Zs", "Zl", "Zp", "Cf", "Cc"}


def defused(text: str) -> str:
    """The text so that no spreadsheet runs it: behind an apostrophe when it looks like a formula.

    Looked at as spreadsheets do, after NFKC and without blanks before it. The library that writes
    the rows defuses only the plain characters at the very start. Source: OWASP, CSV injection.
    """
    first = text[:1]
    if first.isalnum() and first.isascii():
        return text
    for character in unicodedata.normalize("NFKC", text):
        if character in FORMULA_STARTS:
            return f"'{text}"
        if unicodedata.category(character) not in UNSEEN_CATEGORIES:
            break
    return text
