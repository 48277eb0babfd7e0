"""How long a ZIP of stored files will be, before a byte of it is made.

Source: PKWARE, APPNOTE.TXT 6.3: every file has a header, its content and a data descriptor, and an
entry in the directory at the end. The ZIP64 parts come where the library adds them.
"""

from dataclasses import dataclass, replace
from zipfile import ZIP64_LIMIT, ZIP_FILECOUNT_LIMIT

HEADER = 30
DESCRIPTOR = 16
DIRECTORY_ENTRY = 46
ZIP64_OFFSET = 12
END = 22
ZIP64_END = 76


@dataclass(slots=True)
class ArchiveLength:
    """A running length; files must be added in the order in which they are written."""

    count: int = 0
    contents: int = 0
    directory: int = 0

    def add(self, name: str, size: int) -> None:
        """One more file of so many bytes; below the 2 GB from which a file itself needs ZIP64."""
        name_length = len(name.encode())
        is_far = self.contents > ZIP64_LIMIT
        self.count += 1
        self.contents += HEADER + name_length + size + DESCRIPTOR
        self.directory += DIRECTORY_ENTRY + name_length + (ZIP64_OFFSET if is_far else 0)

    @property
    def total(self) -> int:
        """Bytes of the whole archive with the files that were added."""
        is_large = (
            self.count >= ZIP_FILECOUNT_LIMIT
            or self.contents > ZIP64_LIMIT
            or self.directory > ZIP64_LIMIT
        )
        return self.contents + self.directory + END + (ZIP64_END if is_large else 0)

    def total_with(self, name: str, size: int) -> int:
        """The total with one more file."""
        longer = replace(self)
        longer.add(name, size)
        return longer.total
