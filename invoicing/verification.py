"""Whether all that was issued is still there as it was: files, rows, numbers and triggers.

Nothing is repaired here: each finding names what is wrong. Memory stays constant, however many
documents there are; only the names of one month's files are held at a time.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.files.storage import Storage, storages
from django.db import connection
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum

from invoicing.models import CreditNote, Invoice, NumberingRule, NumberSeries, Receipt
from payment_links import final_rows
from payment_links.models import LinkDocument, Logo

ISSUED: tuple[type[Invoice | CreditNote | Receipt], ...] = (Invoice, CreditNote, Receipt)
BATCH = 500
# Of a series with many gaps so many are named.
MOST_GAPS = 10


class Fault(StrEnum):
    """What is wrong with something."""

    MISSING = "MISSING"
    UNREADABLE = "UNREADABLE"
    CHANGED = "CHANGED"
    NOT_STORED = "NOT STORED"
    GIVEN_UP = "GIVEN UP"
    NO_ROW = "NO ROW"
    LINES = "LINES"
    GAP = "GAP"
    DOUBLE = "DOUBLE"
    COUNTER = "COUNTER"
    UNPROTECTED = "UNPROTECTED"
    UNKNOWN_FILE = "UNKNOWN FILE"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be. subject: what; detail: how it is and should be."""

    fault: Fault
    subject: str
    detail: str

    @property
    def is_warning(self) -> bool:
        """A file that no row knows harms nobody: it may be left from a worker that died."""
        return self.fault is Fault.UNKNOWN_FILE


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at. since: only documents issued then or later; series are always whole."""

    merchant_id: UUID | None = None
    since: datetime | None = None

    @property
    def is_everything(self) -> bool:
        return self.merchant_id is None and self.since is None

    def documents(self) -> QuerySet[LinkDocument]:
        return LinkDocument.objects.filter(self._of("payment_link__merchant"), self._issued())

    def invoices(self) -> QuerySet[Invoice]:
        return Invoice.objects.filter(self._of("merchant"), self._issued())

    def series(self) -> QuerySet[NumberSeries]:
        return NumberSeries.objects.filter(self._of("merchant"))

    def numbered(self, model: type[Invoice | CreditNote | Receipt]) -> QuerySet[Any]:
        """All documents of that model in the series that are looked at."""
        return model._default_manager.filter(self._of("series__merchant"))

    def _of(self, path: str) -> Q:
        return Q() if self.merchant_id is None else Q(**{f"{path}_id": self.merchant_id})

    def _issued(self) -> Q:
        return Q() if self.since is None else Q(issued_at__gte=self.since)


def findings(
    scope: Scope, now: datetime, *, patience: timedelta, progress: Callable[[int], None]
) -> Iterator[Finding]:
    """Everything that is wrong, one after the other while it is found.

    patience: how long a document may wait for its file, and a file for its row. progress: told the
    number of documents looked at so far, every BATCH documents. Files that no row knows are only
    looked for when the scope is everything.
    """
    overdue = now - patience
    yield from _unprotected_tables()
    yield from _documents(scope, overdue, progress)
    yield from _lines(scope)
    yield from _numbers(scope)
    if scope.is_everything:
        yield from _unknown_files(storages["documents"], overdue)


def _unprotected_tables() -> Iterator[Finding]:
    for name in final_rows.missing_triggers(connection):
        yield Finding(Fault.UNPROTECTED, f"trigger {name}", "is missing or switched off")


def _documents(
    scope: Scope, overdue: datetime, progress: Callable[[int], None]
) -> Iterator[Finding]:
    has_row = (
        Exists(
            Invoice.objects.filter(Q(link_document=OuterRef("pk")) | Q(e_invoice=OuterRef("pk")))
        )
        | Exists(
            CreditNote.objects.filter(Q(link_document=OuterRef("pk")) | Q(e_invoice=OuterRef("pk")))
        )
        | Exists(Receipt.objects.filter(link_document=OuterRef("pk")))
    )
    rows = scope.documents().annotate(has_row=has_row).order_by("pk")
    for looked_at, document in enumerate(rows.iterator(chunk_size=BATCH), start=1):
        subject = f"{document.kind} {document.number} ({document.pk})"
        if not document.has_row:
            yield Finding(Fault.NO_ROW, subject, "no invoice, credit note or receipt has this file")
        fault = _fault_of_file(document, overdue)
        if fault is not None:
            yield Finding(fault[0], subject, fault[1])
        if looked_at % BATCH == 0:
            progress(looked_at)


def _fault_of_file(document: LinkDocument, overdue: datetime) -> tuple[Fault, str] | None:
    if document.stored_at is None:
        return _fault_of_waiting(document, overdue)
    name = document.stored_file
    try:
        size, sha256 = _measure(name)
    except FileNotFoundError:
        return Fault.MISSING, f"{name} is not there"
    except OSError as error:
        return Fault.UNREADABLE, f"{name}: {error.strerror}"
    if size != document.size:
        return Fault.CHANGED, f"{name} has {size} bytes, {document.size} were stored"
    if sha256 != document.sha256:
        return Fault.CHANGED, f"{name} has the SHA-256 {sha256}, stored was {document.sha256}"
    return None


def _fault_of_waiting(document: LinkDocument, overdue: datetime) -> tuple[Fault, str] | None:
    issued = f"issued {document.issued_at:%Y-%m-%d %H:%M} UTC"
    if document.state == LinkDocument.State.DEAD:
        return Fault.GIVEN_UP, f"{issued}; {document.last_error}"
    if document.not_before < overdue:
        return Fault.NOT_STORED, f"{issued}, has no file yet; {document.attempts} attempts"
    return None


def _measure(name: str) -> tuple[int, str]:
    """Size and SHA-256 of a stored file, read piece by piece."""
    digest, size = hashlib.sha256(), 0
    with storages["documents"].open(name) as file:
        for piece in file.chunks():
            digest.update(piece)
            size += len(piece)
    return size, digest.hexdigest()


def _lines(scope: Scope) -> Iterator[Finding]:
    """Invoices to which a line was added: no trigger can tell it from the lines of the issue."""
    sums = scope.invoices().annotate(lines_amount=Sum("lines__gross_amount"))
    for invoice in sums.exclude(lines_amount=F("total_amount")).order_by("pk").iterator(BATCH):
        detail = f"its lines come to {invoice.lines_amount}, its total is {invoice.total_amount}"
        yield Finding(Fault.LINES, f"INVOICE {invoice.number} ({invoice.pk})", detail)


def _numbers(scope: Scope) -> Iterator[Finding]:
    for model in ISSUED:
        yield from _series(scope.numbered(model))
        yield from _doubles(scope.numbered(model))
    yield from _empty_series(scope.series())


def _series(numbered: QuerySet[Any]) -> Iterator[Finding]:
    """Series with gaps or a counter that does not follow; one query, so that all is of one moment.

    A series begins with the first number it gave out: the rule it began by may have changed since.
    """
    used = numbered.values("series_id", "series__next_number").annotate(
        first=Min("sequence"), last=Max("sequence"), issued=Count("sequence", distinct=True)
    )
    for row in used.order_by("series_id").iterator(chunk_size=BATCH):
        series_id, next_number = row["series_id"], row["series__next_number"]
        if row["issued"] != row["last"] - row["first"] + 1:
            sequences = numbered.filter(series_id=series_id).order_by("sequence")
            gaps = _gaps(sequences.values_list("sequence", flat=True).iterator(chunk_size=BATCH))
            missing = ", ".join(islice(gaps, MOST_GAPS))
            yield Finding(Fault.GAP, _series_name(series_id), f"no document has {missing}")
        if next_number != row["last"] + 1:
            detail = f"the next number is {next_number}, the last document has {row['last']}"
            yield Finding(Fault.COUNTER, _series_name(series_id), detail)


def _gaps(sequences: Iterable[int]) -> Iterator[str]:
    """Where ascending numbers do not follow on each other: "4" or "7–9"."""
    before: int | None = None
    for sequence in sequences:
        if before is not None and sequence > before + 1:
            first, last = before + 1, sequence - 1
            yield str(first) if first == last else f"{first}–{last}"
        before = sequence


def _doubles(numbered: QuerySet[Any]) -> Iterator[Finding]:
    """Printed numbers that a merchant used twice for one kind of document."""
    printed = numbered.values("merchant_id", "series__kind", "number").annotate(times=Count("pk"))
    twice = printed.filter(times__gt=1).order_by("merchant_id", "number")
    for row in twice.iterator(chunk_size=BATCH):
        subject = f"{row['series__kind']} {row['number']} of merchant {row['merchant_id']}"
        yield Finding(Fault.DOUBLE, subject, f"{row['times']} documents have this number")


def _empty_series(series: QuerySet[NumberSeries]) -> Iterator[Finding]:
    used = [Exists(model._default_manager.filter(series=OuterRef("pk"))) for model in ISSUED]
    begins_there = NumberingRule.objects.filter(
        merchant=OuterRef("merchant"), kind=OuterRef("kind"), first_number=OuterRef("next_number")
    )
    counted_on = series.filter(next_number__gt=1).exclude(Exists(begins_there))
    for empty in counted_on.exclude(used[0] | used[1] | used[2]).order_by("pk"):
        detail = f"the next number is {empty.next_number}, but it has no documents"
        yield Finding(Fault.COUNTER, _series_name(empty.pk), detail)


def _series_name(series_id: int) -> str:
    series = NumberSeries.objects.select_related("merchant").get(pk=series_id)
    return f"{series.kind} {series.prefix}{series.fiscal_year} of {series.merchant.name}"


def _unknown_files(storage: Storage, overdue: datetime) -> Iterator[Finding]:
    for folder, names in _folders(storage, ""):
        unknown = set(names)
        for model in (LinkDocument, Logo):
            known = model._default_manager.filter(stored_file__startswith=folder)
            for name in known.values_list("stored_file", flat=True).iterator(chunk_size=BATCH):
                unknown.discard(name)
        for name in sorted(unknown):
            if _is_older(storage, name, overdue):
                yield Finding(Fault.UNKNOWN_FILE, name, "no document has this file")


def _folders(storage: Storage, folder: str) -> Iterator[tuple[str, list[str]]]:
    """The folders with files in them: "2026/11/" and the whole names of its files."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return  # Nothing was ever stored.
    if files:
        yield folder, [f"{folder}{name}" for name in files]
    for name in sorted(folders):
        yield from _folders(storage, f"{folder}{name}/")


def _is_older(storage: Storage, name: str, than: datetime) -> bool:
    try:
        return storage.get_modified_time(name) < than
    except FileNotFoundError:
        return False  # Its worker lost the race for the row and removed it just now.
