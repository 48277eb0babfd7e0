"""The janitor repairs what no callback told, and asks no more than it must."""

from datetime import datetime, timedelta

import pytest
import time_machine

from payment_links.models import Payment, PaymentLink
from payment_links.payments import check_payment, reconcile_open_payments
from payment_links.payments_service import PaymentsServiceUnavailableError
from tests.builders import NOON, make_demo_merchant, make_link, make_payment
from tests.doors import Sandbox
from tests.payers import decide, outside, start

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])


@pytest.fixture
def link(sandbox: Sandbox) -> PaymentLink:
    return make_link(make_demo_merchant())


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The jobs handed to the broker; each is done at once."""
    handed: list[str] = []

    def do_now(pk: str) -> None:
        handed.append(pk)
        check_payment(pk)

    monkeypatch.setattr(check_payment, "delay", do_now)
    return handed


def reconcile_at(moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        reconcile_open_payments()


def test_a_lost_callback_is_repaired(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = start(link)
    decide(sandbox, payment, "approve")

    reconcile_at(NOON + timedelta(seconds=10))

    link.refresh_from_db()
    assert link.status == "COMPLETED"
    assert outside(sandbox) == ["INITIATED", "PENDING", "COMPLETED"]


def test_a_time_out_after_acceptance_charges_once(sandbox: Sandbox, link: PaymentLink) -> None:
    sandbox.fault("payments", "cut_connection")
    with pytest.raises(PaymentsServiceUnavailableError):
        start(link)
    reconcile_at(NOON + timedelta(seconds=10))
    decide(sandbox, link.payments.get(), "approve")

    reconcile_at(NOON + timedelta(seconds=30))

    link.refresh_from_db()
    assert (link.status, link.payments.count()) == ("COMPLETED", 1)
    assert outside(sandbox) == ["INITIATED", "PENDING", "COMPLETED"]


def test_late_money_of_a_stopped_attempt_is_found(sandbox: Sandbox, link: PaymentLink) -> None:
    old = start(link)
    new = start(link, "swish/m_commerce")
    decide(sandbox, new, "decline")
    decide(sandbox, old, "late_money")

    reconcile_at(NOON + timedelta(hours=1))

    link.refresh_from_db()
    assert (link.status, link.payment_id) == ("COMPLETED", old.payment_id)


def test_each_attempt_is_asked_about_at_its_times(link: PaymentLink, published: list[str]) -> None:
    start(link)

    for second in range(0, 4000, 5):
        reconcile_at(NOON + timedelta(seconds=second))

    assert len(published) == 5


def test_a_service_that_is_down_is_asked_again(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = start(link)
    decide(sandbox, payment, "approve")
    sandbox.fault("payments", "status_500")

    reconcile_at(NOON + timedelta(seconds=10))
    payment.refresh_from_db()
    planned_at = payment.next_check_at
    reconcile_at(NOON + timedelta(seconds=30))

    payment.refresh_from_db()
    assert (planned_at, payment.status) == (NOON + timedelta(seconds=30), "COMPLETED")


def test_the_last_late_check_waits_for_the_service(sandbox: Sandbox, link: PaymentLink) -> None:
    due_at = NOON + timedelta(hours=24)
    payment = make_payment(link, status="STOPPED", next_check_at=due_at)
    Payment.objects.filter(pk=payment.pk).update(updated_at=NOON)
    sandbox.fault("payments", "status_500")

    reconcile_at(due_at)

    payment.refresh_from_db()
    assert payment.next_check_at == due_at + timedelta(hours=1)


def test_a_lost_job_is_due_again(
    sandbox: Sandbox, link: PaymentLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    payment = start(link)
    monkeypatch.setattr(check_payment, "delay", lambda pk: None)

    reconcile_at(NOON + timedelta(seconds=10))

    payment.refresh_from_db()
    assert payment.next_check_at == NOON + timedelta(seconds=70)
