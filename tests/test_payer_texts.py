"""What payers read, in all five languages: complete, true to the placeholders, and compiled."""

from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

from tests.catalogues import (
    APPLICATIONS,
    catalogue_path,
    changed_placeholders,
    forms,
    messages,
    payer_texts,
    shipped,
    written,
)

# Texts are written in English; Swedish staff read far more than payers do.
TRANSLATIONS = sorted(set(dict(settings.LANGUAGES)) - {"en"})
PAYERS_ALONE = sorted(set(dict(settings.LANGUAGES)) - set(dict(settings.STAFF_LANGUAGES)))

every_translation = pytest.mark.parametrize("language", TRANSLATIONS)
every_catalogue_for_payers = pytest.mark.parametrize(
    "path",
    [catalogue_path(*each) for each in product(APPLICATIONS, PAYERS_ALONE)],
    ids=lambda path: f"{path.parts[-5]}-{path.parts[-3]}",
)


def translated(language: str) -> set[object]:
    """The ids of the texts that have a translation nobody has to doubt."""
    return {
        forms(message.id)[0]
        for application in APPLICATIONS
        for message in messages(catalogue_path(application, language))
        if all(forms(message.string)) and not message.fuzzy
    }


def test_the_texts_of_payers_are_found() -> None:
    texts = payer_texts()

    assert {"Pay %(amount)s", "The payment was declined", "Reverse charge", "Card"} <= texts
    assert "The document cannot be found" in texts


@every_translation
def test_payers_read_everything_in_their_language(language: str) -> None:
    assert sorted(payer_texts() - translated(language)) == []


@pytest.mark.parametrize("language", PAYERS_ALONE)
def test_no_text_is_translated_that_payers_never_read(language: str) -> None:
    assert sorted(map(str, translated(language) - payer_texts())) == []


@every_catalogue_for_payers
def test_translations_keep_the_placeholders(path: Path) -> None:
    assert changed_placeholders(path) == []


@every_catalogue_for_payers
def test_the_compiled_catalogue_is_up_to_date(path: Path) -> None:
    assert shipped(path) == written(path)
