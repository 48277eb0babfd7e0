"""Races for numbers and documents: many writers at the same moment, some of whom roll back."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction
from pytest_django import Settings

from invoicing import pdf
from invoicing.documents import read_document, store_document
from invoicing.invoices import InvoiceAlreadyExistsError
from invoicing.models import Invoice, NumberSeries, Receipt, ReferenceSeries
from invoicing.numbering import next_number, next_reference_base
from payment_links.errors import DomainError
from payment_links.models import LinkDocument, TimelineEntry
from tests.builders import TODAY, make_link, make_merchant, make_tenant
from tests.invoicing.issuing import make_invoice, make_paper_merchant, make_receipt

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]

WRITERS = 100
NUMBERS_EACH = 2
# Of every ten, three roll back.
ROLLS_BACK = {2, 5, 8}


def at_once(count: int, act: Callable[[int], object]) -> list[Any]:
    """Run the act in so many threads at the same moment; results, or the refusals that were met."""
    barrier = threading.Barrier(count)

    def run(index: int) -> object:
        barrier.wait()
        try:
            return act(index)
        except DomainError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(run, range(count)))


def test_numbers_have_no_gap_and_no_double_although_writers_roll_back() -> None:
    merchant = make_merchant()

    def write(index: int) -> list[tuple[int, str]]:
        kept = []
        for turn in range(NUMBERS_EACH):
            with transaction.atomic():
                number = next_number(merchant, "INVOICE", TODAY)
                base = next_reference_base("BG:9912346")
                if (index * NUMBERS_EACH + turn) % 10 in ROLLS_BACK:
                    transaction.set_rollback(True)
                else:
                    kept.append((number.sequence, base))
        return kept

    written = sorted(pair for kept in at_once(WRITERS, write) for pair in kept)

    total = WRITERS * NUMBERS_EACH * 7 // 10
    assert [sequence for sequence, _ in written] == list(range(1, total + 1))
    assert sorted(base for _, base in written) == [str(1_000_001 + i) for i in range(total)]
    assert NumberSeries.objects.get().next_number == total + 1
    assert ReferenceSeries.objects.get().next_number == 1_000_001 + total


def test_a_hundred_requests_for_one_invoice_issue_one() -> None:
    link = make_link(make_paper_merchant())

    answers = at_once(100, lambda _: make_invoice(link))

    assert Counter(type(answer) for answer in answers) == {
        Invoice: 1,
        InvoiceAlreadyExistsError: 99,
    }
    assert NumberSeries.objects.get().next_number == 2
    assert ReferenceSeries.objects.get().next_number == 1_000_002
    assert LinkDocument.objects.count() == TimelineEntry.objects.count() == 1


def test_twenty_views_of_one_receipt_issue_one() -> None:
    link = make_link(status="COMPLETED")

    receipts = at_once(20, lambda _: make_receipt(link))

    assert {receipt.pk for receipt in receipts} == {Receipt.objects.get().pk}
    assert NumberSeries.objects.get().next_number == 2
    assert LinkDocument.objects.count() == TimelineEntry.objects.count() == 1


def test_merchants_with_one_bankgiro_never_share_a_reference() -> None:
    tenant = make_tenant()
    links = [make_link(make_merchant(tenant)) for _ in range(20)]

    invoices = at_once(20, lambda index: make_invoice(links[index]))

    references = [invoice.reference for invoice in invoices]
    assert len(set(references)) == 20
    assert {invoice.sequence for invoice in invoices} == {1}


def test_the_job_and_the_readers_store_one_file(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents_storage = {**settings.STORAGES["documents"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "documents": documents_storage}
    document = make_invoice().link_document
    renderings = iter(range(1000))
    monkeypatch.setattr(pdf, "render_pdf", lambda *_, **__: f"%PDF {next(renderings)}".encode())

    def act(index: int) -> bytes:
        if index == 0:
            store_document(str(document.pk))
        return read_document(document)

    read = at_once(8, act)

    files = [path.read_bytes() for path in tmp_path.rglob("*.pdf")]
    assert [set(read)] == [set(files)]
    assert len(files) == 1
