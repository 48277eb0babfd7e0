"""Tables as CSV for Nordic Excel: semicolons, UTF-8 with BOM, CRLF."""

from collections.abc import Callable

from defusedcsv import csv


class CsvTable:
    """A table that becomes text row by row. Cells are texts, foreign ones defused already."""

    def __init__(self, heads: list[str]) -> None:
        self._texts: list[str] = ["\ufeff"]
        self.write: Callable[[str], None] = self._texts.append
        self._writer = csv.writer(self, delimiter=";", lineterminator="\r\n")
        self.add(heads)

    def add(self, row: list[str]) -> None:
        self._writer.writerow(row)

    def take(self) -> bytes:
        """What was added since this was called last; the first time it begins with the heading."""
        piece = "".join(self._texts).encode()
        self._texts.clear()
        return piece
