"""The words on documents: every language says everything."""

import re
from pathlib import Path
from string import Formatter

import pytest

from invoicing import snapshot
from invoicing.texts import (
    PAYMENT_METHODS,
    language_of,
    payment_method_in_words,
    texts_in,
    unit_in_words,
)
from invoicing.wording import LANGUAGES, ROWS

# Sentences that are filled or chosen by code.
USED_BY_CODE = {
    "receipt_of_invoice",
    snapshot.PRICES_NOTE,
    *snapshot.TREATMENT_NOTES.values(),
}
TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "invoicing"


def placeholders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("name", [*ROWS])
def test_every_language_says_it_with_the_same_placeholders(name: str) -> None:
    row = ROWS[name]

    assert all(text.strip() for text in row)
    assert len({frozenset(placeholders(text)) for text in row}) == 1


def test_templates_use_texts_that_exist_and_every_text_is_used() -> None:
    pages = "".join(path.read_text() for path in TEMPLATES.glob("*.html"))
    used = set(re.findall(r"texts\.(\w+)", pages))

    assert used | USED_BY_CODE == set(ROWS)


@pytest.mark.parametrize(
    ("locale", "language"),
    [("sv-SE", "sv"), ("nb-NO", "nb"), ("da-DK", "da"), ("fi-FI", "fi"), ("en-US", "en")],
)
def test_a_locale_has_its_language(locale: str, language: str) -> None:
    assert language_of(locale) == language
    assert texts_in(language)["invoice"]


def test_an_unknown_locale_is_printed_in_english() -> None:
    assert language_of("de-DE") == "en"


@pytest.mark.parametrize(
    ("payment_method", "words"),
    [
        ("swish/m_commerce", "Swish"),
        ("swish/e_commerce", "Swish"),
        ("payment_iq/card", "Kort"),
        ("payment_iq/vipps", "Vipps"),
        ("quickpay/vipps", "Vipps"),
        ("verifone/card", "Kort"),
        ("billmate/invoice", "Faktura hos Billmate"),
        ("open_payments/pis", "Betalning från bank"),
        ("ping/deposit", "Inbetalning till konto"),
        ("dummy/dummy", "Testbetalning"),
        ("new/thing", "new/thing"),
    ],
)
def test_payment_methods_are_called_what_payers_call_them(payment_method: str, words: str) -> None:
    assert payment_method_in_words(payment_method, "sv") == words


def test_only_the_default_unit_is_translated() -> None:
    assert [unit_in_words("st", language) for language in LANGUAGES] == [
        "st",
        "pcs",
        "stk",
        "stk",
        "kpl",
    ]
    assert unit_in_words("kg", "en") == "kg"


def test_payment_methods_speak_every_language() -> None:
    assert all(all(text for text in row) for row in PAYMENT_METHODS.values())
