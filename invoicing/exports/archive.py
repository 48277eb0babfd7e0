"""The documents of a period as a ZIP, written while it is sent, with an index of all of them.

Files are stored and not deflated, for PDFs are compressed already. When every document has its
file, the length is known before the first byte; otherwise missing files are rendered on the way.
A document that cannot be read is left out, and named in the index and in DAMAGED.txt.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from zipstream import ZipStream

from invoicing import documents
from invoicing.exports.archive_length import ArchiveLength
from invoicing.exports.filing import FiledEntry, FiledFile
from invoicing.exports.index import Cover, Outcome, Shelf, write_csv, write_html
from invoicing.exports.streams import file_pieces, in_pieces, size_of
from payment_links.models import LinkDocument

INDEX_CSV = "index.csv"
INDEX_HTML = "index.html"
DAMAGED_LIST = "DAMAGED.txt"
# What stands after the end of index.html instead of the files that were left out.
FILLER = b" " * 1024


class LengthBrokenError(Exception):
    """The archive cannot keep to the length that was announced; the download breaks off."""


@dataclass(frozen=True, slots=True)
class _Index:
    """The files of the index, each in a temporary file."""

    csv: IO[bytes]
    html: IO[bytes]


class Archive:
    """The bytes of a ZIP, to be iterated once and closed. size: of the whole, None if unknown.

    damaged: the names of the files that were left out, known in the end.
    """

    def __init__(self, entries: Iterable[FiledEntry], cover: Cover) -> None:
        self._cover = cover
        self._open_files = ExitStack()
        self._shelf = self._open_files.enter_context(closing(Shelf(entries)))
        self._outcomes: dict[str, Outcome] = {}
        self._written = ArchiveLength()
        self._zip = ZipStream()
        self._index: _Index | None = None
        self.damaged: list[str] = []
        self.size: int | None = None
        if self._shelf.is_stored:
            self._index = self._write_index()
            self.size = self._planned_size(self._index)

    def __iter__(self) -> Iterator[bytes]:
        return in_pieces(self._parts())

    def close(self) -> None:
        """Let go of the temporary files."""
        self._open_files.close()

    def _parts(self) -> Iterator[bytes]:
        for entry in self._shelf:
            for file in entry.files:
                yield from self._document(file)
        index = self._index
        if index is None or self._outcomes:
            index = self._write_index()
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

    def _write_index(self) -> _Index:
        csv = write_csv(self._shelf, self._cover.words, self._outcomes)
        html = write_html(self._shelf, self._cover, self._outcomes)
        keep = self._open_files.enter_context
        return _Index(keep(csv), keep(html))

    def _planned_size(self, index: _Index) -> int:
        length = ArchiveLength()
        for entry in self._shelf:
            for file in entry.files:
                length.add(file.name, file.size)
        length.add(INDEX_CSV, size_of(index.csv))
        length.add(INDEX_HTML, size_of(index.html))
        return length.total

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
    return documents.read_stored(
        LinkDocument(
            id=UUID(file.id),
            kind=file.kind,
            number=file.number,
            stored_file=file.stored_file,
            sha256=file.sha256,
        )
    )


def _filled(file: IO[bytes], filler: int) -> Iterator[bytes]:
    yield from file_pieces(file)
    for start in range(0, filler, len(FILLER)):
        yield FILLER[: filler - start]
