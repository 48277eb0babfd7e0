"""Starting, pausing, resuming and cancelling a batch."""

import pytest

from payment_links.batches import running
from payment_links.batches.making import sweep_link_batches
from payment_links.batches.running import BatchChangedError, BatchStateError, NoPaymentMethodsError
from payment_links.models import SYSTEM, LinkBatch, LinkBatchRow
from tests.builders import NOON
from tests.payment_links.batches.files import checked, office, people, started

pytestmark = pytest.mark.django_db


def start(batch: LinkBatch, expected_links: int) -> None:
    running.start_batch(
        batch.pk, expected_links=expected_links, channels=["sms"], actor=SYSTEM, now=NOON
    )


def states(batch: LinkBatch) -> list[str]:
    batch.refresh_from_db()
    rows = batch.rows.order_by("first_row").values_list("state", flat=True)
    return [batch.state, *rows]


def test_only_right_rows_that_are_no_duplicates_are_released() -> None:
    batch = checked(office(), {}, {}, {"price": "x"}, *people(1))

    start(batch, expected_links=2)

    assert states(batch) == ["RUNNING", "PENDING", "BLOCKED", "BLOCKED", "PENDING"]
    assert (batch.channels, bytes(batch.cells), batch.started_at) == (["sms"], b"", NOON)


def test_a_batch_that_was_started_is_not_started_again() -> None:
    batch = started(office(), {})

    with pytest.raises(BatchStateError):
        start(batch, expected_links=1)


def test_two_files_with_the_same_rows_do_not_make_them_twice() -> None:
    merchant = office()
    first = checked(merchant, {}, name="first.csv")
    second = checked(merchant, *people(1), {}, name="second.csv")
    start(first, expected_links=1)

    with pytest.raises(BatchChangedError):
        start(second, expected_links=2)

    assert states(second) == ["CHECKED", "BLOCKED", "BLOCKED"]
    start(second, expected_links=1)
    assert states(second) == ["RUNNING", "PENDING", "BLOCKED"]


def test_a_batch_without_links_is_not_started() -> None:
    batch = checked(office(), {"price": "x"})

    with pytest.raises(BatchChangedError):
        start(batch, expected_links=0)

    assert states(batch) == ["CHECKED", "BLOCKED"]


def test_a_merchant_without_payment_methods_makes_no_links() -> None:
    batch = checked(office(payment_provider_methods=[]), {})

    with pytest.raises(NoPaymentMethodsError):
        start(batch, expected_links=1)

    assert states(batch) == ["CHECKED", "BLOCKED"]


def test_a_paused_batch_goes_on_where_it_stopped() -> None:
    batch = started(office(), *people(2))
    LinkBatchRow.objects.filter(first_row=2).update(state="DONE")

    running.pause_batch(batch.pk)
    assert states(batch) == ["PAUSED", "DONE", "BLOCKED"]

    running.resume_batch(batch.pk, now=NOON)
    assert states(batch) == ["RUNNING", "DONE", "PENDING"]


def test_a_cancelled_batch_never_goes_on() -> None:
    batch = started(office(), *people(2))

    running.cancel_batch(batch.pk, now=NOON)

    assert states(batch) == ["CANCELLED", "BLOCKED", "BLOCKED"]
    with pytest.raises(BatchStateError):
        running.resume_batch(batch.pk, now=NOON)


def test_a_file_that_is_discarded_leaves_no_customers_behind() -> None:
    batch = checked(office(), {}, {"price": "x"})

    running.cancel_batch(batch.pk, now=NOON)

    assert states(batch) == ["CANCELLED"]
    assert (bytes(batch.cells), batch.link_count, batch.sums) == (b"", 0, {})


def test_a_row_whose_worker_died_is_held_back_when_its_batch_was_paused() -> None:
    batch = started(office(), {})
    LinkBatchRow.objects.update(state="LEASED", lease_until=NOON, attempts=1)
    running.pause_batch(batch.pk)

    sweep_link_batches()

    assert states(batch) == ["PAUSED", "BLOCKED"]


def test_failed_rows_are_tried_again_unless_another_file_made_them() -> None:
    merchant = office()
    batch = started(merchant, {}, *people(1), name="first.csv")
    LinkBatchRow.objects.update(state="DEAD", attempts=6, last_error="Given up.")
    LinkBatch.objects.update(state="DONE")
    started(merchant, {}, name="corrected.csv")

    running.retry_failed(batch.pk, now=NOON)

    assert states(batch) == ["RUNNING", "DEAD", "PENDING"]
    assert batch.rows.get(first_row=3).attempts == 0
