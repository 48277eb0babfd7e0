"""The Swedish catalogues: complete, true to the placeholders, and compiled."""

from pathlib import Path

import pytest

from payment_links.admin import theme_texts
from tests.catalogues import (
    APPLICATIONS,
    catalogue_path,
    changed_placeholders,
    forms,
    messages,
    read_catalogue,
    shipped,
    written,
)

every_catalogue = pytest.mark.parametrize(
    "path",
    [catalogue_path(application, "sv") for application in APPLICATIONS],
    ids=list(APPLICATIONS),
)


@every_catalogue
def test_every_text_is_translated(path: Path) -> None:
    missing = [message.id for message in messages(path) if not all(forms(message.string))]

    assert missing == []


@every_catalogue
def test_no_translation_is_a_guess(path: Path) -> None:
    assert [message.id for message in messages(path) if message.fuzzy] == []


@every_catalogue
def test_no_text_is_left_over(path: Path) -> None:
    assert list(read_catalogue(path).obsolete) == []


@every_catalogue
def test_translations_keep_the_placeholders(path: Path) -> None:
    assert changed_placeholders(path) == []


@every_catalogue
def test_the_compiled_catalogue_is_up_to_date(path: Path) -> None:
    assert shipped(path) == written(path)


def test_the_theme_speaks_swedish() -> None:
    translated = {
        forms(message.id)[0] for message in messages(catalogue_path("payment_links", "sv"))
    }

    assert set(theme_texts.THEME_TEXTS) <= translated
