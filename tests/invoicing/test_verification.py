"""Verifying what was issued: each thing that can be wrong is named, and nothing else is."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from pytest_django import Settings

from invoicing import pdf, verification
from invoicing.documents import read_document
from invoicing.models import BookedRate, BookEntry, Invoice, InvoiceLine, NumberSeries
from invoicing.verification import Fault, Finding, Scope, findings
from payment_links.models import LinkDocument, Logo
from tests.builders import NOON, make_link, make_merchant, make_tenant
from tests.invoicing.final_rows import make_credit_note
from tests.invoicing.issuing import make_invoice, make_paper_merchant, make_receipt
from tests.unprotected import execute, unprotected

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)
SERIES = "INVOICE TEST-2026 of Pizzeria Vesuvio AB"


@pytest.fixture(autouse=True)
def shelf(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own; what is rendered into it is the document's id."""
    stored = settings.STORAGES["documents"]
    options = {**stored["OPTIONS"], "location": tmp_path}
    settings.STORAGES = {**settings.STORAGES, "documents": {**stored, "OPTIONS": options}}

    def render(*_: object, identifier: bytes, attachments: object) -> bytes:
        return b"%PDF " + identifier

    monkeypatch.setattr(pdf, "render_pdf", render)
    return tmp_path


def verify(**scope: Any) -> list[Finding]:
    told = findings(Scope(**scope), LATER, patience=timedelta(hours=1), progress=lambda _done: None)
    return list(told)


def stored_invoice(**values: Any) -> Invoice:
    invoice = make_invoice(**{"link": make_link(make_paper_merchant()), **values})
    read_document(invoice.link_document)
    return invoice


def three_invoices() -> list[Invoice]:
    merchant = make_paper_merchant()
    return [stored_invoice(link=make_link(merchant)) for _ in range(3)]


def file_of(invoice: Invoice, shelf: Path) -> Path:
    return shelf / LinkDocument.objects.get(pk=invoice.link_document_id).stored_file


def overwrite(path: Path, content: bytes) -> None:
    """Put another file in the place of one that is written by nobody."""
    path.unlink()
    path.write_bytes(content)


def subject_of(invoice: Invoice) -> str:
    return f"INVOICE {invoice.number} ({invoice.link_document_id})"


def delete_invoice(invoice: Invoice) -> None:
    books = ("invoicing_bookentry", "invoicing_bookedrate")
    with unprotected("invoicing_invoice", "invoicing_invoiceline", *books):
        BookedRate.objects.filter(entry__invoice=invoice).delete()
        BookEntry.objects.filter(invoice=invoice).delete()
        InvoiceLine.objects.filter(invoice=invoice).delete()
        Invoice.objects.filter(pk=invoice.pk).delete()


def test_nothing_is_named_when_all_is_as_it_was() -> None:
    three_invoices()
    read_document(make_receipt().link_document)
    make_invoice(now=LATER)

    assert verify() == []


def test_a_flipped_bit_is_named(shelf: Path) -> None:
    invoice = stored_invoice()
    path = file_of(invoice, shelf)
    was = path.read_bytes()
    changed = bytes([was[0] ^ 1]) + was[1:]
    overwrite(path, changed)

    sha256 = hashlib.sha256(changed).hexdigest()
    stored = hashlib.sha256(was).hexdigest()
    detail = f"{path.relative_to(shelf)} has the SHA-256 {sha256}, stored was {stored}"
    assert verify() == [Finding(Fault.CHANGED, subject_of(invoice), detail)]


def test_a_file_of_another_size_is_named(shelf: Path) -> None:
    invoice = stored_invoice()
    path = file_of(invoice, shelf)
    overwrite(path, b"%PDF")

    detail = f"{path.relative_to(shelf)} has 4 bytes, 21 were stored"
    assert verify() == [Finding(Fault.CHANGED, subject_of(invoice), detail)]


def test_a_missing_file_is_named(shelf: Path) -> None:
    invoice = stored_invoice()
    path = file_of(invoice, shelf)
    path.unlink()

    detail = f"{path.relative_to(shelf)} is not there"
    assert verify() == [Finding(Fault.MISSING, subject_of(invoice), detail)]


def test_a_file_that_cannot_be_read_is_named(shelf: Path) -> None:
    invoice = stored_invoice()
    path = file_of(invoice, shelf)
    path.unlink()
    path.mkdir()

    detail = f"{path.relative_to(shelf)}: Is a directory"
    assert verify() == [Finding(Fault.UNREADABLE, subject_of(invoice), detail)]


def test_a_document_that_waits_too_long_is_named() -> None:
    invoice = make_invoice(make_link(make_paper_merchant()))
    make_invoice(make_link(make_paper_merchant()), now=LATER)

    detail = "issued 2026-11-22 12:00 UTC, has no file yet; 0 attempts"
    assert verify() == [Finding(Fault.NOT_STORED, subject_of(invoice), detail)]


def test_a_document_that_was_given_up_is_named_at_once() -> None:
    invoice = make_invoice(make_link(make_paper_merchant()), now=LATER)
    LinkDocument.objects.update(state="DEAD", last_error="IndexError: poison")

    detail = "issued 2026-11-22 14:00 UTC; IndexError: poison"
    assert verify() == [Finding(Fault.GIVEN_UP, subject_of(invoice), detail)]


def test_a_row_that_was_deleted_is_named_by_its_document_and_as_a_gap() -> None:
    _, invoice, _ = three_invoices()

    delete_invoice(invoice)

    no_row = "no invoice, credit note or receipt has this file"
    assert verify() == [
        Finding(Fault.NO_ROW, subject_of(invoice), no_row),
        Finding(Fault.GAP, SERIES, "no document has 2"),
    ]


def test_a_deleted_last_row_is_named_by_the_counter() -> None:
    invoice = three_invoices()[-1]

    delete_invoice(invoice)

    detail = "the next number is 4, the last document has 2"
    assert verify()[1:] == [Finding(Fault.COUNTER, SERIES, detail)]


def test_a_series_without_its_documents_is_named() -> None:
    delete_invoice(stored_invoice())

    detail = "the next number is 2, but it has no documents"
    assert verify()[1:] == [Finding(Fault.COUNTER, SERIES, detail)]


def test_a_series_may_begin_at_any_number() -> None:
    merchant = make_merchant()
    first = stored_invoice(link=make_link(merchant))
    with unprotected("invoicing_invoice"):
        Invoice.objects.filter(pk=first.pk).update(sequence=500)
    NumberSeries.objects.update(next_number=501)

    assert verify() == []


def test_gaps_are_named_as_ranges() -> None:
    invoices = three_invoices()
    with unprotected("invoicing_invoice"):
        Invoice.objects.filter(pk=invoices[2].pk).update(sequence=9)
        Invoice.objects.filter(pk=invoices[1].pk).update(sequence=3)
    NumberSeries.objects.update(next_number=10)

    assert verify() == [Finding(Fault.GAP, SERIES, "no document has 2, 4–8")]


def test_a_number_that_was_printed_twice_is_named() -> None:
    first, second, _ = three_invoices()
    with unprotected("invoicing_invoice"):
        Invoice.objects.filter(pk=second.pk).update(number=first.number)

    subject = f"INVOICE {first.number} of merchant {first.merchant_id}"
    assert verify() == [Finding(Fault.DOUBLE, subject, "2 documents have this number")]


def test_a_line_that_was_added_to_an_invoice_is_named() -> None:
    invoice = stored_invoice()
    line = invoice.lines.get()
    line.pk, line.position = None, 2
    line.save(force_insert=True)

    detail = "its lines come to 28000, its total is 14000"
    assert verify() == [Finding(Fault.LINES, f"INVOICE {invoice.number} ({invoice.pk})", detail)]


def test_a_removed_trigger_is_named() -> None:
    on = " ON invoicing_receipt" if connection.vendor == "postgresql" else ""
    execute(f"DROP TRIGGER invoicing_receipt_final_update{on}")

    subject = "trigger invoicing_receipt_final_update"
    assert verify() == [Finding(Fault.UNPROTECTED, subject, "is missing or switched off")]


def test_a_file_that_no_row_knows_is_a_warning(shelf: Path) -> None:
    stored_invoice()
    for name, written_at in (("old.pdf", NOON), ("new.pdf", LATER)):
        path = shelf / "2026" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
        os.utime(path, (written_at.timestamp(),) * 2)

    found = verify()

    assert found == [Finding(Fault.UNKNOWN_FILE, "2026/old.pdf", "no document has this file")]
    assert found[0].is_warning


def test_the_file_of_a_logo_is_known(shelf: Path) -> None:
    logo = Logo(tenant=make_tenant(), url="https://a.example/l.png", not_before=NOON)
    logo.stored_file, logo.sha256, logo.state = "logos/a.png", "0" * 64, Logo.State.DONE
    logo.save()
    (shelf / "logos").mkdir()
    (shelf / "logos" / "a.png").write_bytes(b"")
    os.utime(shelf / "logos" / "a.png", (NOON.timestamp(),) * 2)

    assert verify() == []


def test_a_folder_that_was_never_made_is_empty(shelf: Path) -> None:
    shelf.rmdir()

    assert verify() == []


def test_the_scope_is_a_merchant_or_a_time(shelf: Path) -> None:
    old = stored_invoice()
    new = stored_invoice(now=LATER)
    for invoice in (old, new):
        file_of(invoice, shelf).unlink()

    assert [found.subject for found in verify(merchant_id=old.merchant_id)] == [subject_of(old)]
    assert [found.subject for found in verify(since=LATER)] == [subject_of(new)]


def test_progress_is_told_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "BATCH", 2)
    for _ in range(5):
        make_receipt(now=LATER)
    told: list[int] = []

    list(findings(Scope(), LATER, patience=timedelta(0), progress=told.append))

    assert told == [2, 4]


def test_credit_notes_are_numbered_in_a_series_of_their_own() -> None:
    invoice = stored_invoice()
    note = make_credit_note(invoice)
    NumberSeries.objects.filter(pk=note.series_id).update(next_number=F("next_number") + 1)

    detail = "the next number is 3, the last document has 1"
    series = "CREDIT_NOTE TEST-KR2026 of Pizzeria Vesuvio AB"
    assert Finding(Fault.COUNTER, series, detail) in verify()
