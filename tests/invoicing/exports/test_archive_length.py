"""The announced length of a ZIP is the length that the library writes."""

import pytest
from zipstream import ZipStream

from invoicing.exports.archive_length import ArchiveLength


def lengths_of(files: list[tuple[str, int]]) -> tuple[int, int]:
    """What is announced, and what is written."""
    length, archive, written = ArchiveLength(), ZipStream(), 0
    for name, size in files:
        length.add(name, size)
        archive.add(iter([bytes(size)]), name, size=size)
        written += sum(map(len, archive.all_files()))
    return length.total, written + sum(map(len, archive.footer()))


@pytest.mark.parametrize("count", [0, 1, 3, 65_535])
def test_the_length_is_right_for_any_number_of_files(count: int) -> None:
    announced, written = lengths_of([(f"2026-11/{n}.pdf", n % 7) for n in range(count)])

    assert announced == written


def test_letters_count_as_they_are_encoded() -> None:
    announced, written = lengths_of([("Jönsson \U0001f355.pdf", 10)])

    assert announced == written
