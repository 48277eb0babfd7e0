"""What the payments service says becomes the state of attempt and link, in any order, once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from payment_links.gateways.errors import GatewayUnavailable
from payment_links.links import cancel_link
from payment_links.models import TENANT, LinkException, Payment, PaymentLink, TimelineEntry
from payment_links.payments import record_payment_status
from payment_links.payments_service import PaymentsServiceUnavailableError
from payment_links.sandbox.models import SandboxPayment
from tests.builders import NOON, make_demo_merchant, make_link, make_merchant, make_payment
from tests.doors import Sandbox
from tests.payers import decide, outside, start
from tests.payment_links.distribution.sending import work

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])
CALLBACK_URL = "http://127.0.0.1:18009/called-back"


@pytest.fixture
def link(sandbox: Sandbox) -> PaymentLink:
    return make_link(make_demo_merchant(), payment_link_status_callback_url=CALLBACK_URL)


def change_outside(payment: Payment, **values: Any) -> None:
    """Make the payments service say something else of the payment."""
    SandboxPayment.objects.filter(pk=str(payment.payment_id)).update(**values)


def exceptions_of(link: PaymentLink) -> list[str]:
    return list(LinkException.objects.filter(payment_link=link).values_list("kind", flat=True))


def callbacks_of(link: PaymentLink) -> list[str]:
    return list(link.status_callbacks.order_by("pk").values_list("status", flat=True))


def test_an_approved_payment_completes_the_link(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = start(link)
    decide(sandbox, payment, "approve")

    recorded = record_payment_status(payment.pk, now=NOON)

    link.refresh_from_db()
    assert (recorded.status, recorded.completed_at, recorded.next_check_at) == (
        "COMPLETED",
        NOON,
        None,
    )
    assert (link.status, link.completed_at, link.payment_id) == (
        "COMPLETED",
        NOON,
        payment.payment_id,
    )
    assert callbacks_of(link) == ["COMPLETED"]


def test_recording_again_changes_nothing(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = start(link)
    decide(sandbox, payment, "approve")
    for _ in range(3):
        record_payment_status(payment.pk, now=NOON)

    assert callbacks_of(link) == ["COMPLETED"]
    assert exceptions_of(link) == []
    assert list(
        TimelineEntry.objects.filter(payment_link=link).order_by("pk").values_list("event", "actor")
    ) == [
        ("PAYMENT_STARTED", "PAYER"),
        ("PAYMENT_CHANGED", "PAYER"),
        ("STATUS_CHANGED", "PAYER"),
        ("MESSAGE_REQUESTED", "SYSTEM"),
    ]


def test_who_pays_gets_the_receipt_by_email_once(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = start(link)
    decide(sandbox, payment, "approve")
    for _ in range(3):
        record_payment_status(payment.pk, now=NOON)

    for message in link.distributions.all():
        work(message, NOON + timedelta(minutes=11))

    [mail] = sandbox.ledger("mail")
    assert (mail["to"], mail["tag"]) == ("bertil@example.com", "receipt")


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        ("decline", "DECLINED"),
        ("abort", "ABORTED"),
        ("crash", "CRASHED"),
        ("expire", "EXPIRED"),
    ],
)
def test_after_a_failure_the_payer_may_try_again(
    sandbox: Sandbox, link: PaymentLink, decision: str, status: str
) -> None:
    failed = start(link)
    decide(sandbox, failed, decision)
    assert record_payment_status(failed.pk, now=NOON).status == status

    second = start(link, now=NOON + timedelta(minutes=1))
    decide(sandbox, second, "approve")
    record_payment_status(second.pk, now=NOON + timedelta(minutes=2))

    link.refresh_from_db()
    assert (link.status, exceptions_of(link)) == ("COMPLETED", [])
    assert outside(sandbox) == [
        *["INITIATED", "PENDING", status],
        *["INITIATED", "PENDING", "COMPLETED"],
    ]


def test_cancelled_is_another_word_for_aborted(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = start(link)
    change_outside(payment, status="CANCELLED")

    assert record_payment_status(payment.pk, now=NOON).status == "ABORTED"


def test_a_status_nobody_knows_changes_nothing(
    sandbox: Sandbox, link: PaymentLink, caplog: pytest.LogCaptureFixture
) -> None:
    payment = start(link)
    change_outside(payment, status="MELTED")

    assert record_payment_status(payment.pk, now=NOON).status == "INITIATED"
    assert "MELTED" in caplog.text


def test_paid_twice_is_flagged_and_changes_nothing_else(
    sandbox: Sandbox, link: PaymentLink
) -> None:
    first = start(link)
    second = start(link, "swish/m_commerce")
    decide(sandbox, second, "approve")
    record_payment_status(second.pk, now=NOON)
    decide(sandbox, first, "late_money")

    record_payment_status(first.pk, now=NOON + timedelta(hours=1))

    link.refresh_from_db()
    assert (link.completed_at, link.payment_id) == (NOON, second.payment_id)
    assert exceptions_of(link) == ["PAID_TWICE"]
    assert callbacks_of(link) == ["COMPLETED"]
    assert outside(sandbox).count("COMPLETED") == 2


def test_paid_after_expiry_completes_with_a_flag(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = start(link)
    decide(sandbox, payment, "expire")
    record_payment_status(payment.pk, now=NOON)
    PaymentLink.objects.filter(pk=link.pk).update(status="EXPIRED")
    decide(sandbox, payment, "late_money")

    record_payment_status(payment.pk, now=NOON)

    link.refresh_from_db()
    assert (link.status, exceptions_of(link)) == ("COMPLETED", ["PAID_LATE"])
    assert outside(sandbox) == ["INITIATED", "PENDING", "EXPIRED", "COMPLETED"]


def test_paid_after_cancel_completes_with_a_flag(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = start(link)
    cancel_link(link.pk, actor=TENANT, now=NOON)
    decide(sandbox, payment, "late_money")

    record_payment_status(payment.pk, now=NOON + timedelta(hours=1))

    link.refresh_from_db()
    assert (link.status, exceptions_of(link)) == ("COMPLETED", ["PAID_AFTER_CANCEL"])
    assert callbacks_of(link) == ["CANCELLED", "COMPLETED"]
    assert outside(sandbox) == ["INITIATED", "PENDING", "STOPPED", "COMPLETED"]


def test_a_stopped_payment_is_looked_at_for_late_money(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = start(link)
    cancel_link(link.pk, actor=TENANT, now=NOON)
    payment.refresh_from_db()
    assert payment.next_check_at == NOON + timedelta(hours=1)

    second = record_payment_status(payment.pk, now=NOON + timedelta(hours=1)).next_check_at
    third = record_payment_status(payment.pk, now=NOON + timedelta(hours=24)).next_check_at

    assert (second, third) == (NOON + timedelta(hours=24), None)


@pytest.mark.parametrize("paid", [{"total_amount": 13999}, {"currency": "NOK"}])
def test_another_amount_leaves_the_link_unpaid(
    sandbox: Sandbox, link: PaymentLink, paid: dict[str, object]
) -> None:
    payment = start(link)
    decide(sandbox, payment, "approve")
    change_outside(payment, **paid)

    recorded = record_payment_status(payment.pk, now=NOON)
    record_payment_status(payment.pk, now=NOON)

    link.refresh_from_db()
    assert (recorded.status, link.status) == ("COMPLETED", "CREATED")
    assert exceptions_of(link) == ["AMOUNT_MISMATCH"]


def test_a_payment_of_another_amount_is_kept_with_what_came_in(
    sandbox: Sandbox, link: PaymentLink
) -> None:
    payment = start(link)
    decide(sandbox, payment, "approve")
    change_outside(payment, total_amount=100)

    recorded = record_payment_status(payment.pk, now=NOON)

    assert (recorded.amount, recorded.currency) == (100, "SEK")
    assert callbacks_of(link) == []


def test_an_old_attempts_failure_never_undoes_a_success(
    sandbox: Sandbox, link: PaymentLink
) -> None:
    old = start(link)
    new = start(link, "swish/m_commerce")
    decide(sandbox, new, "approve")
    record_payment_status(new.pk, now=NOON)
    change_outside(old, status="DECLINED")

    record_payment_status(old.pk, now=NOON)

    link.refresh_from_db()
    assert link.status == "COMPLETED"


def test_a_success_is_never_taken_back(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = start(link)
    decide(sandbox, payment, "approve")
    record_payment_status(payment.pk, now=NOON)
    change_outside(payment, status="DECLINED")

    assert record_payment_status(payment.pk, now=NOON).status == "COMPLETED"


def test_a_late_answer_does_not_lead_back(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = start(link)
    record_payment_status(payment.pk, now=NOON)
    change_outside(payment, status="INITIATED")

    assert record_payment_status(payment.pk, now=NOON).status == "PENDING"


def test_a_time_out_after_acceptance_is_found_again(sandbox: Sandbox, link: PaymentLink) -> None:
    make_payment(make_link(link.merchant), payment_id=uuid4())
    sandbox.fault("payments", "cut_connection")
    with pytest.raises(PaymentsServiceUnavailableError):
        start(link)

    found = record_payment_status(link.payments.get().pk, now=NOON + timedelta(seconds=10))

    link.refresh_from_db()
    assert (found.status, found.payment_id) == ("PENDING", link.payment_id)
    assert found.payment_id is not None
    assert outside(sandbox) == ["INITIATED", "PENDING"]


def test_an_attempt_the_service_never_saw_is_given_up(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = make_payment(link, status="UNKNOWN", payment_id=None)

    early = record_payment_status(payment.pk, now=NOON + timedelta(minutes=9))
    late = record_payment_status(payment.pk, now=NOON + timedelta(minutes=10))

    assert (early.status, early.next_check_at) == ("UNKNOWN", NOON + timedelta(minutes=10))
    assert late.status == "CRASHED"
    assert start(link, now=NOON + timedelta(hours=1)).status == "INITIATED"


def test_refused_credentials_tell_nothing(sandbox: Sandbox, link: PaymentLink) -> None:
    payment = start(link)
    stranger = make_link(make_merchant())
    Payment.objects.filter(pk=payment.pk).update(payment_link=stranger)

    with pytest.raises(GatewayUnavailable):
        record_payment_status(payment.pk, now=NOON + timedelta(hours=2))
