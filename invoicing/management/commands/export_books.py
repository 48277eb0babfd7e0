"""manage.py export_books: a merchant's books or documents of a period, into a file."""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from invoicing.exports.export import Export, make_export, record_export
from invoicing.exports.selection import (
    PeriodRefusedError,
    Selection,
    bring_up_to_date,
    checked_period,
)
from invoicing.exports.words import words_now
from invoicing.models import BookEntry, BookExport
from payment_links import clock
from payment_links.models import Merchant

STANDARD_OUTPUT = "-"
DAMAGED = 3
PROGRESS_SECONDS = 1.0
MEGABYTE = 1_000_000


class Command(BaseCommand):
    """Writes what the back office downloads; exit code 3 says that documents are missing in it."""

    help = (
        "Write a merchant's books (CSV, XLSX, SIE) or documents (ZIP) of a period to a file. "
        "Exit codes: 0 complete, 1 refused or not written, 3 written without damaged documents."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--merchant", type=UUID, required=True, metavar="ID")
        parser.add_argument("--from", type=_day, required=True, dest="from_date", metavar="DAY")
        parser.add_argument("--to", type=_day, required=True, dest="to_date", metavar="DAY")
        formats = [value.lower() for value in BookExport.Format.values]
        parser.add_argument("--format", choices=formats, required=True)
        kinds = [value.lower() for value in BookEntry.Kind.values]
        parser.add_argument(
            "--kind", choices=kinds, action="append", default=[], help="may be repeated"
        )
        parser.add_argument(
            "--output", metavar="FILE", help="- for standard output; default: a name of its own"
        )

    def handle(self, *_arguments: Any, **options: Any) -> None:
        selection = _selection(options)
        file_format = options["format"].upper()
        now, today = clock.now(), clock.today(selection.merchant.time_zone)
        bring_up_to_date(selection.merchant, now=now)
        export = make_export(selection, file_format, words=words_now(), today=today)
        output = options["output"] or export.file_name
        with closing(export.pieces):
            try:
                self._write(export, output)
            except OSError as error:
                raise CommandError(f"{output} was not written: {error}") from error
        record_export(selection, file_format, user=None, now=now)
        if export.damaged:
            names = "\n".join(export.damaged)
            raise CommandError(f"Damaged and left out:\n{names}", returncode=DAMAGED)

    def _write(self, export: Export, output: str) -> None:
        written, told_at = 0, time.monotonic()
        with _opened(output) as file:
            for piece in export.pieces:
                file.write(piece)
                written += len(piece)
                if time.monotonic() - told_at >= PROGRESS_SECONDS:
                    told_at = time.monotonic()
                    self.stderr.write(_progress(written, export.size))
        self.stderr.write(f"{_progress(written, export.size)}, {output}")


def _selection(options: dict[str, Any]) -> Selection:
    merchant = Merchant.objects.filter(pk=options["merchant"]).first()
    if merchant is None:
        raise CommandError(f"There is no merchant {options['merchant']}.")
    try:
        period = checked_period(options["from_date"], options["to_date"])
    except PeriodRefusedError as error:
        raise CommandError(error.description) from error
    return Selection(merchant, period, frozenset(kind.upper() for kind in options["kind"]))


@contextmanager
def _opened(output: str) -> Iterator[IO[bytes]]:
    """A file that appears under its name when it is complete; or standard output."""
    if output == STANDARD_OUTPUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    unfinished = Path(f"{output}.part")
    try:
        with unfinished.open("wb") as file:
            yield file
        os.replace(unfinished, output)
    finally:
        unfinished.unlink(missing_ok=True)


def _progress(written: int, size: int | None) -> str:
    done = f"{written / MEGABYTE:.1f}"
    return f"{done} of {size / MEGABYTE:.1f} MB" if size else f"{done} MB"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no day like 2026-11-30") from error
