"""When a payment was made, as the payments service tells it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from payment_links.gateways import payments_api
from payment_links.payments import record_payment_status
from payment_links.sandbox.models import StatusChange
from tests.builders import NOON, make_demo_merchant, make_link
from tests.doors import Sandbox
from tests.payers import decide, start

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])


@pytest.mark.parametrize(
    ("told", "paid_at"),
    [
        (NOON + timedelta(minutes=5), NOON + timedelta(minutes=5)),
        (NOON - timedelta(days=1), NOON),
        (NOON + timedelta(days=3), NOON + timedelta(days=2)),
    ],
)
def test_a_payment_is_dated_when_the_service_had_the_money(
    sandbox: Sandbox, told: datetime, paid_at: datetime
) -> None:
    payment = start(make_link(make_demo_merchant()))
    decide(sandbox, payment, "approve")
    StatusChange.objects.filter(status="COMPLETED").update(occurred_at=told)

    recorded = record_payment_status(payment.pk, now=NOON + timedelta(days=2))

    assert recorded.completed_at == paid_at


def test_a_history_that_cannot_be_read_says_nothing() -> None:
    readable = {"status": "COMPLETED", "occurred_at": "2026-11-22T12:00:00"}
    broken: list[Any] = [
        None,
        {"status": "COMPLETED"},
        {**readable, "occurred_at": "noon"},
        readable,
    ]
    histories: list[Any] = [None, {}, broken]

    assert [list(payments_api._status_changes(told)) for told in histories] == [
        [],
        [],
        [payments_api.StatusChange("COMPLETED", NOON)],
    ]
