"""Streams of bytes in pieces that are neither too small to send nor too large to hold."""

from collections.abc import Generator, Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

PIECE = 64 * 1024
# Beyond this, temporary files leave the memory for the disk.
LARGEST_IN_MEMORY = 1024 * 1024


def in_pieces(parts: Iterable[bytes]) -> Generator[bytes, None, None]:
    """The same bytes in pieces of at least PIECE, the last one excepted."""
    waiting: list[bytes] = []
    size = 0
    for part in parts:
        waiting.append(part)
        size += len(part)
        if size >= PIECE:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


class FilePieces:
    """A file's content from its start, in pieces; `close` must be called, as web servers do."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        return file_pieces(self._file)

    def close(self) -> None:
        self._file.close()


def file_pieces(file: IO[bytes]) -> Iterator[bytes]:
    """A file's content from its start."""
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece


def size_of(file: IO[bytes]) -> int:
    """How many bytes have been written to a file that is written from its start."""
    return file.seek(0, 2)


def scratch_file() -> IO[bytes]:
    """A nameless temporary file, in memory while it is small; gone when it is closed."""
    return SpooledTemporaryFile(LARGEST_IN_MEMORY)
