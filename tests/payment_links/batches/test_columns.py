"""Columns are recognised by their headings, in Swedish and English, and remembered."""

import pytest
from django.utils import translation

from payment_links.batches.columns import COLUMNS, missing_columns, plain_heading, recognise


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Förnamn", "first_name"),
        ("FIRST_NAME", "first_name"),
        ("E-post:", "email"),
        ("Tel.nr", "phone"),
        ("Mobilnummer (privat)", "phone"),
        ("Org.nr", "organization_number"),
        ("Moms %", "vat"),
        ("À-pris", "price"),
        ("Belopp (kr)", "price"),
        ("Förfallodag", "due_date"),
        ("Kundnr", "reference"),
        ("Ordernr", "own_reference"),
    ],
)
def test_headings_are_recognised_in_any_spelling(heading: str, name: str) -> None:
    assert recognise(["?", heading]) == {name: 1}


def test_no_heading_means_two_things() -> None:
    per_column = [{plain_heading(text) for text in column.headings} for column in COLUMNS]
    headings = [heading for spellings in per_column for heading in spellings]

    assert len(headings) == len(set(headings))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_headings_of_the_template_are_recognised(language: str) -> None:
    with translation.override(language):
        labels = [str(column.label) for column in COLUMNS]

    assert recognise(labels) == {column.name: n for n, column in enumerate(COLUMNS)}


def test_what_was_chosen_last_time_goes_before_what_is_recognised() -> None:
    remembered = {"price": "Avgift 2026", "email": "gone"}

    mapping = recognise(["Pris", "avgift 2026", "Moms"], remembered)

    assert mapping == {"price": 1, "vat": 2}


def test_a_whole_name_stands_for_both_names() -> None:
    assert missing_columns({"price": 0, "vat": 1, "name": 2}) == ["description"]
    assert missing_columns({"description": 0, "first_name": 1}) == ["price", "vat", "last_name"]
