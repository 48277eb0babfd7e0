"""Notes: kept as written, between one character and two thousand."""

import pytest

from payment_links.models import SYSTEM, TimelineEntry
from payment_links.notes import LONGEST_NOTE, UnusableNoteError, add_note
from tests.builders import NOON, make_link

pytestmark = pytest.mark.django_db


def test_a_note_keeps_its_lines_and_letters() -> None:
    link = make_link()

    entry = add_note(link.pk, "  Ringde 🍕\nbetalar fredag\x00 ", actor=SYSTEM, now=NOON)

    assert entry.details == {"text": "Ringde 🍕\nbetalar fredag"}
    assert (entry.payment_link, entry.event) == (link, "NOTE")


@pytest.mark.parametrize("text", ["", " \n ", "\x00", "x" * (LONGEST_NOTE + 1)])
def test_an_empty_or_endless_note_is_refused(text: str) -> None:
    link = make_link()

    with pytest.raises(UnusableNoteError):
        add_note(link.pk, text, actor=SYSTEM, now=NOON)

    assert not TimelineEntry.objects.exists()
