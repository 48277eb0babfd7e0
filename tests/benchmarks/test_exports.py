"""Goals 13 and 14: a ZIP of many documents and a CSV of many rows, in little memory and time."""

import csv
import gc
import os
import tracemalloc
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from invoicing import documents
from invoicing.exports.export import Export, make_export
from invoicing.exports.selection import Selection
from invoicing.exports.words import words_now
from invoicing.models import BookEntry, BookExport
from invoicing.periods import month_of
from payment_links.models import LinkDocument, Merchant, Tenant
from tests.benchmarks.many_entries import make_many_entries
from tests.benchmarks.measuring import Goal, Report, compare
from tests.builders import TODAY, make_merchant, make_tenant

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]
MEBIBYTE = 1024 * 1024
PDF_COUNT, PDF_BYTES = 2_000, 60_000
ENTRY_COUNT = 5_000
ROUNDS = 3


@pytest.fixture
def shelf(settings: Any, tmp_path: Path) -> None:
    stored = settings.STORAGES["documents"]
    stored = {**stored, "OPTIONS": {**stored["OPTIONS"], "location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "documents": stored}


def export(merchant: Merchant, file_format: str) -> Export:
    selection = Selection(merchant, month_of(TODAY))
    return make_export(selection, file_format, words=words_now(), today=TODAY)


def sent(merchant: Merchant, file_format: str) -> int:
    """The bytes of an export, each piece forgotten when the next one comes."""
    made = export(merchant, file_format)
    with closing(made.pieces):
        size = sum(map(len, made.pieces))
    assert made.size in (None, size)
    return size


def peak_of(action: Callable[[], Any]) -> float:
    """MiB that Python's objects take at most, over what they took before."""
    gc.collect()
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1] / MEBIBYTE
    finally:
        tracemalloc.stop()


def naive_zip(merchant: Merchant) -> int:
    """All documents deflated into memory, as tutorials show it."""
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as file:
        for document in LinkDocument.objects.filter(payment_link__merchant=merchant):
            file.writestr(f"{document.number}.pdf", documents.read_document(document))
    return len(archive.getvalue())


def naive_csv(merchant: Merchant) -> int:
    """Instances with all they refer to, written into a StringIO."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    entries: Iterable[BookEntry] = BookEntry.objects.filter(merchant=merchant).select_related(
        "invoice", "receipt", "credit_note", "payment", "payment_link__customer"
    )
    for entry in entries.prefetch_related("rates").order_by("entry_date", "pk"):  # type: ignore[attr-defined]
        issued = entry.invoice or entry.receipt or entry.credit_note
        for rate in entry.rates.all():
            head = [entry.entry_date, entry.get_kind_display(), issued and issued.number]
            head += [entry.payment_link.customer.full_name, rate.vat, rate.get_treatment_display()]
            amounts = [rate.net_amount, rate.vat_amount, rate.net_amount + rate.vat_amount]
            ids = [entry.payment_link_id, entry.payment_id, entry.pk]
            writer.writerow([*head, *(amount / 100 for amount in amounts), entry.currency, *ids])
    return len(text.getvalue())


@pytest.mark.usefixtures("shelf")
def test_zip(report: Report) -> None:
    merchant = make_merchant(make_tenant(mode=Tenant.Mode.LIVE))
    # PDFs hold little that can be compressed further.
    make_many_entries(merchant, PDF_COUNT, content=os.urandom(PDF_BYTES))
    assert sent(merchant, BookExport.Format.ZIP) > PDF_COUNT * PDF_BYTES

    times = compare(
        partial(sent, merchant, BookExport.Format.ZIP), partial(naive_zip, merchant), rounds=ROUNDS
    )
    peak = peak_of(partial(sent, merchant, BookExport.Format.ZIP))

    report(
        Goal(13, "ZIP ÷ in-memory deflate", times.ratio, at_most=1 / 6),
        ours_ms=times.ours,
        naive_ms=times.naive,
        documents=PDF_COUNT,
    )
    report(Goal(13, "ZIP: MiB over base", peak, at_most=15), documents=PDF_COUNT)


def test_csv(report: Report) -> None:
    merchant = make_merchant(make_tenant(mode=Tenant.Mode.LIVE))
    make_many_entries(merchant, ENTRY_COUNT)
    assert sent(merchant, BookExport.Format.CSV) > ENTRY_COUNT * 100

    times = compare(
        partial(sent, merchant, BookExport.Format.CSV), partial(naive_csv, merchant), rounds=ROUNDS
    )
    peak = peak_of(partial(sent, merchant, BookExport.Format.CSV))

    rows = BookEntry.objects.filter(merchant=merchant).count() * 2
    report(
        Goal(14, "CSV ÷ instances in a StringIO", times.ratio, at_most=0.4),
        ours_ms=times.ours,
        naive_ms=times.naive,
        rows=rows,
    )
    report(Goal(14, "CSV: MiB over base", peak, at_most=15), rows=rows)
