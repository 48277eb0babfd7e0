"""Races for the rows of a batch, for a batch's start, and for the same file."""

import time
from typing import Any
from uuid import uuid4

import pytest

from payment_links import payments_service
from payment_links.batches import running
from payment_links.batches.making import make_link_of_row
from payment_links.batches.uploads import AlreadyUploadedError
from payment_links.gateways.payments_api import PaymentOrder
from payment_links.models import SYSTEM, Distribution, LinkBatch, LinkBatchRow, PaymentLink
from tests.builders import NOON
from tests.concurrency.test_payments import at_once, draw_out
from tests.payment_links.batches.files import checked, office, people, started, upload

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]
WORKERS = 4


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A payments service that takes its time; the currencies of the orders it opened."""
    currencies: list[str] = []

    def open_order(_tenant: Any, currency: str) -> PaymentOrder:
        time.sleep(0.05)
        currencies.append(currency)
        return PaymentOrder(uuid4(), "OPEN", currency)

    monkeypatch.setattr(payments_service, "open_payment_order", open_order)
    return currencies


def test_many_workers_make_each_link_and_message_once(opened: list[str]) -> None:
    batch = started(office(), *people(3), channels=("email",))
    ids = [str(row.pk) for row in LinkBatchRow.objects.filter(batch=batch)]

    at_once(*[lambda: [make_link_of_row(pk) for pk in ids]] * WORKERS)

    assert opened == ["SEK"] * 3
    assert [PaymentLink.objects.count(), Distribution.objects.count()] == [3, 3]
    assert set(LinkBatchRow.objects.values_list("state", "attempts")) == {("DONE", 1)}


def test_a_batch_started_by_two_people_at_once_is_started_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batch = checked(office(), *people(3))
    draw_out(monkeypatch, running, "_begin")

    def start() -> None:
        running.start_batch(batch.pk, expected_links=3, channels=[], actor=SYSTEM, now=NOON)

    results = at_once(*[start] * WORKERS)

    assert sum(result is None for result in results) == 1
    assert LinkBatchRow.objects.filter(state="PENDING").count() == 3


def test_two_files_with_the_same_rows_started_at_once_release_them_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    merchant = office()
    draw_out(monkeypatch, running, "_begin")
    batches = [
        checked(merchant, *people(3), {"email": name}, name=name) for name in ("a@b.se", "c@d.se")
    ]

    def starter(batch: LinkBatch) -> Any:
        return lambda: running.start_batch(
            batch.pk, expected_links=4, channels=[], actor=SYSTEM, now=NOON
        )

    results = at_once(*[starter(batch) for batch in batches])

    assert sum(isinstance(result, running.BatchChangedError) for result in results) == 1
    assert LinkBatchRow.objects.filter(state="PENDING").count() == 4


def test_the_same_file_uploaded_at_once_is_one_batch() -> None:
    merchant = office()

    results = at_once(*[lambda: upload(merchant, {})] * WORKERS)

    assert LinkBatch.objects.count() == 1
    assert sum(isinstance(result, AlreadyUploadedError) for result in results) == WORKERS - 1
