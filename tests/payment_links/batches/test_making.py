"""Making the links of a batch: each once, whatever happens to the workers on the way."""

from datetime import timedelta

import pytest

from payment_links import clock, links, outbox
from payment_links.batches import making
from payment_links.batches.making import make_link_of_row, sweep_link_batches
from payment_links.models import Distribution, LinkBatch, LinkBatchRow, PaymentLink
from tests.builders import NOON, TODAY
from tests.doors import Sandbox
from tests.payment_links.batches.files import demo_office, people, started

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])


class KilledError(BaseException):
    """A worker dies here: nothing after it runs."""


def die(*_arguments: object, **_values: object) -> None:
    raise KilledError


def rows(batch: LinkBatch) -> list[LinkBatchRow]:
    return list(LinkBatchRow.objects.filter(batch=batch).order_by("first_row"))


def run(batch: LinkBatch) -> None:
    """Do all jobs of the batch, one after the other."""
    for row in rows(batch):
        make_link_of_row(str(row.pk))


def lease_runs_out() -> None:
    LinkBatchRow.objects.filter(state="LEASED").update(lease_until=NOON)


def test_a_row_becomes_a_link_with_its_id_and_a_payment_order(sandbox: Sandbox) -> None:
    values = {"own_reference": "A1", "due_date": "", "phone": "701740615"}
    batch = started(demo_office(payment_days=10), values)

    run(batch)

    (row,) = rows(batch)
    link = PaymentLink.objects.get()
    assert (link.pk, link.total_amount, link.currency) == (row.pk, 14000, "SEK")
    assert (link.payment_order_id, link.due_date) == (
        row.payment_order_id,
        TODAY + timedelta(days=10),
    )
    assert (link.customer.full_name, link.customer.phone) == ("Bertil Jönsson", "0701740615")
    assert (link.metadata, row.state, row.asked) == ({"own_reference": "A1"}, "DONE", {})
    assert Distribution.objects.count() == 0


def test_links_are_sent_as_chosen_and_refusals_are_kept_per_row(sandbox: Sandbox) -> None:
    rows_asked = [{"phone": "", "email": "a@example.com"}, {"email": ""}]
    batch = started(demo_office(), *rows_asked, channels=("sms", "email"))

    run(batch)

    sent = Distribution.objects.order_by("pk").values_list("channel", "recipient")
    assert set(sent) == {("EMAIL", "a@example.com"), ("SMS", "+46701740615")}
    refused = [(row.state, [refusal["channel"] for refusal in row.refusals]) for row in rows(batch)]
    assert refused == [("DONE", ["sms"]), ("DONE", ["email"])]


def test_the_sweep_hands_out_rows_of_running_batches_and_ends_them(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = started(demo_office(), *people(2))
    published: list[str] = []
    monkeypatch.setattr(make_link_of_row, "delay", published.append)

    counts = [sweep_link_batches(), sweep_link_batches()]
    run(batch)
    sweep_link_batches()

    batch.refresh_from_db()
    assert counts == [2, 0]
    assert sorted(published) == sorted(str(row.pk) for row in rows(batch))
    assert batch.state == "DONE"
    assert batch.finished_at is not None


def test_no_more_jobs_wait_in_the_broker_than_it_should_hold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started(demo_office(), *people(5))
    monkeypatch.setattr(making, "MOST_PUBLISHED", 3)
    monkeypatch.setattr(make_link_of_row, "delay", lambda _pk: None)

    assert [sweep_link_batches(), sweep_link_batches()] == [3, 0]


def test_a_worker_killed_between_order_and_link_uses_the_order_again(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = started(demo_office(), {})
    with monkeypatch.context() as killing:
        killing.setattr(links, "create_link_once", die)
        with pytest.raises(KilledError):
            run(batch)
    order_id = rows(batch)[0].payment_order_id
    lease_runs_out()

    run(batch)

    assert order_id is not None
    assert PaymentLink.objects.get().payment_order_id == order_id
    opened = [r for r in sandbox.ledger("requests") if r["url"].endswith("/payment_orders")]
    assert len(opened) == 1


def test_a_worker_killed_between_link_and_row_leaves_neither(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = started(demo_office(), {}, channels=("sms",))
    with monkeypatch.context() as killing:
        killing.setattr(outbox, "complete", die)
        with pytest.raises(KilledError):
            run(batch)
    assert [PaymentLink.objects.count(), Distribution.objects.count()] == [0, 0]
    lease_runs_out()

    run(batch)

    assert [PaymentLink.objects.count(), Distribution.objects.count()] == [1, 1]
    assert rows(batch)[0].state == "DONE"


def test_a_row_that_is_done_makes_nothing_again(sandbox: Sandbox) -> None:
    batch = started(demo_office(), {}, channels=("email",))

    run(batch)
    run(batch)

    assert [PaymentLink.objects.count(), Distribution.objects.count()] == [1, 1]


def test_a_worker_that_was_too_slow_changes_nothing(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = started(demo_office(), {}, channels=("sms",))
    make = making._make

    def slowly(*arguments: object, **values: object) -> None:
        monkeypatch.setattr(making, "_make", make)
        lease_runs_out()
        run(batch)
        make(*arguments, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "_make", slowly)

    run(batch)

    assert [PaymentLink.objects.count(), Distribution.objects.count()] == [1, 1]
    assert [(row.state, row.attempts) for row in rows(batch)] == [("DONE", 2)]


def test_silence_of_the_payments_service_is_waited_out(sandbox: Sandbox) -> None:
    batch = started(demo_office(), {})
    sandbox.fault("payments", "status_500")

    run(batch)

    (row,) = rows(batch)
    assert (row.state, row.attempts, PaymentLink.objects.count()) == ("PENDING", 1, 0)
    assert row.last_error.startswith("The payments service does not answer")
    assert row.not_before > clock.now()


def test_a_refused_row_fails_and_the_others_go_on(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = started(demo_office(), *people(2))
    merchant = batch.merchant
    merchant.payment_provider_methods = []
    merchant.save()
    make_link_of_row(str(rows(batch)[0].pk))
    merchant.payment_provider_methods = [{"provider": "dummy", "method": "dummy"}]
    merchant.save()

    run(batch)

    first, second = rows(batch)
    assert (first.state, first.last_error) == (
        "DEAD",
        "A payment link needs at least one payment method.",
    )
    assert (second.state, PaymentLink.objects.count()) == ("DONE", 1)


def test_a_row_over_which_workers_die_is_given_up(sandbox: Sandbox) -> None:
    batch = started(demo_office(), {})
    LinkBatchRow.objects.update(attempts=len(making.RETRY_DELAYS) + 1)

    run(batch)

    assert [(row.state, row.last_error) for row in rows(batch)] == [("DEAD", "Given up.")]
    assert PaymentLink.objects.count() == 0
