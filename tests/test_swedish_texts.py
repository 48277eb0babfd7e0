"""The Swedish catalogues: complete, true to the placeholders, and compiled."""

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from payment_links.admin import theme_texts

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = [
    ROOT / app / "locale" / "sv" / "LC_MESSAGES" / "django.po"
    for app in ("payment_links", "invoicing")
]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")

every_catalogue = pytest.mark.parametrize(
    "path", CATALOGUES, ids=lambda path: path.relative_to(ROOT).parts[0]
)


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as texts:
        return read_po(texts, locale="sv")


def _messages(path: Path) -> list[Message]:
    return [message for message in _catalogue(path) if message.id]


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """The text alone, or the singular and the plural."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


@every_catalogue
def test_every_text_is_translated(path: Path) -> None:
    missing = [message.id for message in _messages(path) if not all(_forms(message.string))]

    assert missing == []


@every_catalogue
def test_no_translation_is_a_guess(path: Path) -> None:
    assert [message.id for message in _messages(path) if message.fuzzy] == []


@every_catalogue
def test_no_text_is_left_over(path: Path) -> None:
    assert list(_catalogue(path).obsolete) == []


@every_catalogue
def test_translations_keep_the_placeholders(path: Path) -> None:
    changed = [
        message.id
        for message in _messages(path)
        for original, translation in zip(_forms(message.id), _forms(message.string), strict=True)
        if _placeholders(original) != _placeholders(translation)
    ]

    assert changed == []


@every_catalogue
def test_the_compiled_catalogue_is_up_to_date(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as compiled:
        shipped = dict(gettext.GNUTranslations(compiled)._catalog)  # type: ignore[attr-defined]
    shipped.pop("")

    written: dict[object, str] = {}
    for message in _messages(path):
        key, forms = _forms(message.id)[0], _forms(message.string)
        counted = len(_forms(message.id)) > 1
        written |= {(key, n) if counted else key: form for n, form in enumerate(forms)}

    assert shipped == written


def test_the_theme_speaks_swedish() -> None:
    translated = {_forms(message.id)[0] for message in _messages(CATALOGUES[0])}

    assert set(theme_texts.THEME_TEXTS) <= translated
