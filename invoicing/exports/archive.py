"""The documents of a period as a ZIP, written while it is sent, with an index of all of them.

Files are stored and not deflated, for PDFs are compressed already. When every document has its
file, the length is known before the first byte; otherwise missing files are rendered on the way.
A document that cannot be read is left out, and named in the index and in DAMAGED.txt.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from typing import IO

from zipstream import ZipStream

from invoicing import documents
from invoicing.exports.archive_length import ArchiveLength
from invoicing.exports.filing import FiledEntry, FiledFile
from invoicing.exports.index import Cover, Index, Outcome, Shelf
from invoicing.exports.streams import file_pieces, in_pieces, size_of
from payment_links.models import LinkDocument

INDEX_CSV = "index.csv"
INDEX_HTML = "index.html"
DAMAGED_LIST = "DAMAGED.txt"
# What stands after the end of index.html instead of the files that were left out.
FILLER = b" " * 1024


class LengthBrokenError(Exception):
    """The archive cannot keep to the length that was announced; the download breaks off."""


class Archive:
    """The bytes of a ZIP, to be iterated once and closed. size: of the whole, None if unknown.

    damaged: the names of the files that were left out, known in the end.
    """

    def __init__(self, entries: Iterable[FiledEntry], cover: Cover) -> None:
        self._cover = cover
        self._open_files = ExitStack()
        self._shelf = self._open_files.enter_context(closing(Shelf()))
        self._outcomes: dict[str, Outcome] = {}
        self._written = ArchiveLength()
        self._zip = ZipStream()
        self.damaged: list[str] = []
        self._index = self._new_index()
        self.size = self._planned_size(entries)

    def __iter__(self) -> Iterator[bytes]:
        return in_pieces(self._parts())

    def close(self) -> None:
        """Let go of the temporary files."""
        self._open_files.close()

    def _parts(self) -> Iterator[bytes]:
        for entry in self._shelf:
            for file in entry.files:
                yield from self._document(file)
        index = self._index_again() if self._outcomes else self._index
        if self.damaged:
            yield from self._add(DAMAGED_LIST, self._damaged_list())
        yield from self._add(INDEX_CSV, index.csv)
        yield from self._add(INDEX_HTML, index.html, filler=self._filler(size_of(index.html)))
        yield from self._zip.footer()

    def _document(self, file: FiledFile) -> Iterator[bytes]:
        try:
            content = _read(file)
        except (documents.DocumentUnavailableError, documents.DocumentDamagedError):
            self._outcomes[file.id] = Outcome(sha256="", size=0)
            self.damaged.append(file.name)
            return
        if not file.stored_file:
            sha256 = hashlib.sha256(content).hexdigest()
            self._outcomes[file.id] = Outcome(sha256, len(content))
        yield from self._add(file.name, content)

    def _add(self, name: str, content: bytes | IO[bytes], *, filler: int = 0) -> Iterator[bytes]:
        if isinstance(content, bytes):
            size = len(content)
            self._zip.add(content, name)
        else:
            size = size_of(content) + filler
            self._zip.add(_filled(content, filler), name, size=size)
        self._written.add(name, size)
        yield from self._zip.all_files()

    def _new_index(self) -> Index:
        return self._open_files.enter_context(closing(Index(self._cover, self._outcomes)))

    def _planned_size(self, entries: Iterable[FiledEntry]) -> int | None:
        """Put the entries on the shelf and into the index; the length that results."""
        length, is_stored = ArchiveLength(), True
        for entry in entries:
            self._shelf.add(entry)
            self._index.add(entry)
            for file in entry.files:
                length.add(file.name, file.size)
                is_stored = is_stored and bool(file.stored_file)
        self._index.finish()
        length.add(INDEX_CSV, size_of(self._index.csv))
        length.add(INDEX_HTML, size_of(self._index.html))
        return length.total if is_stored else None

    def _index_again(self) -> Index:
        """The index with what became of the files on the way."""
        index = self._new_index()
        for entry in self._shelf:
            index.add(entry)
        index.finish()
        return index

    def _filler(self, size: int) -> int:
        """How many blanks must follow index.html for the announced length.

        The files that were left out take far more room than their names in the lists.
        """
        if self.size is None:
            return 0
        missing = self.size - self._written.total_with(INDEX_HTML, size)
        filled = self._written.total_with(INDEX_HTML, size + max(0, missing))
        if filled != self.size:
            raise LengthBrokenError(f"{filled} bytes instead of {self.size}.")
        return missing

    def _damaged_list(self) -> bytes:
        lines = [self._cover.words["damaged_intro"], "", *self.damaged, ""]
        return "\r\n".join(lines).encode("utf-8-sig")


def _read(file: FiledFile) -> bytes:
    """The file's bytes, checked against their hash; rendered first when it is not stored yet."""
    if not file.stored_file:
        return documents.read_document(LinkDocument.objects.get(pk=file.id))
    return documents.read_stored(file.stored_file, file.sha256, name=file.name)


def _filled(file: IO[bytes], filler: int) -> Iterator[bytes]:
    yield from file_pieces(file)
    for start in range(0, filler, len(FILLER)):
        yield FILLER[: filler - start]
