"""Deposits: an invoice that is paid on the bank account completes its link."""

from uuid import uuid4

import pytest

from invoicing.invoices import issue_invoice
from payment_links import links
from payment_links.models import TENANT, LinkException, Payment, PaymentLink
from payment_links.payments import check_payment, initiate_payment, record_payment_status
from tests.builders import NOON, make_demo_merchant, make_link
from tests.doors import Sandbox

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])


def invoiced_link() -> tuple[PaymentLink, Payment]:
    """An unpaid link with an invoice, and the deposit that is expected for it."""
    link = make_link(make_demo_merchant())
    issue_invoice(link.pk, "OCR", "", actor=TENANT, now=NOON)
    link.refresh_from_db()
    return link, link.payments.get()


def pay_in(sandbox: Sandbox, link: PaymentLink, amount: int) -> int:
    answer = sandbox.post(
        "/mimic/api/deposit_payment",
        json={
            "amount": amount,
            "currency": "SEK",
            "reference_type": "OCR",
            "reference": link.ocr,
        },
    )
    return answer.status_code


def test_money_with_the_invoices_reference_completes_the_link(sandbox: Sandbox) -> None:
    link, deposit = invoiced_link()
    check_payment(str(deposit.pk))

    assert pay_in(sandbox, link, 14000) == 204
    record_payment_status(deposit.pk, now=NOON)

    link.refresh_from_db()
    deposit.refresh_from_db()
    assert (link.status, deposit.status) == ("COMPLETED", "COMPLETED")
    assert link.payment_id == deposit.payment_id


def test_a_part_leaves_the_link_open_until_the_rest_comes(sandbox: Sandbox) -> None:
    link, deposit = invoiced_link()
    check_payment(str(deposit.pk))

    pay_in(sandbox, link, 4000)
    partly = record_payment_status(deposit.pk, now=NOON).status
    pay_in(sandbox, link, 10000)
    wholly = record_payment_status(deposit.pk, now=NOON).status

    link.refresh_from_db()
    assert (partly, wholly, link.status) == ("UNDERFUNDED", "COMPLETED", "COMPLETED")


def test_too_much_completes_the_link_and_needs_a_person(sandbox: Sandbox) -> None:
    link, deposit = invoiced_link()
    check_payment(str(deposit.pk))

    pay_in(sandbox, link, 15000)
    record_payment_status(deposit.pk, now=NOON)
    record_payment_status(deposit.pk, now=NOON)

    link.refresh_from_db()
    assert link.status == "COMPLETED"
    assert [found.kind for found in LinkException.objects.all()] == ["AMOUNT_MISMATCH"]


def test_a_deposit_is_registered_once(sandbox: Sandbox) -> None:
    _, deposit = invoiced_link()

    for _ in range(3):
        check_payment(str(deposit.pk))

    asked = [row for row in sandbox.ledger("payments") if row["status"] == "INITIATED"]
    ours = [row for row in asked if row["payment_id"] == str(Payment.objects.get().payment_id)]
    assert len(ours) == 1


def test_a_registration_that_went_unanswered_is_found_again(sandbox: Sandbox) -> None:
    _, deposit = invoiced_link()
    sandbox.post(
        "/faults",
        json={"target": "payments", "kind": "cut_connection", "method": "POST", "times": 1},
    )

    check_payment(str(deposit.pk))
    deposit.refresh_from_db()
    unanswered = (deposit.status, deposit.payment_id)
    check_payment(str(deposit.pk))

    deposit.refresh_from_db()
    assert unanswered == ("UNKNOWN", None)
    assert deposit.payment_id is not None
    registered = {row["payment_id"] for row in sandbox.ledger("payments")}
    assert len(registered - {"d43b87f9-9e28-4802-8eaa-6ee91a40ea71"}) == 1


def test_a_waiting_deposit_stops_nobody_from_paying_by_card(sandbox: Sandbox) -> None:
    link, deposit = invoiced_link()
    check_payment(str(deposit.pk))

    attempt = initiate_payment(link.pk, "payment_iq", "card", {}, actor=TENANT, now=NOON)

    link.refresh_from_db()
    assert attempt.status == "INITIATED"
    assert link.payment_id == attempt.payment_id != deposit.payment_id


def test_cancel_stops_the_deposit_outside(sandbox: Sandbox) -> None:
    link, deposit = invoiced_link()
    check_payment(str(deposit.pk))

    links.cancel_link(link.pk, actor=TENANT, now=NOON)

    deposit.refresh_from_db()
    assert deposit.status == "STOPPED"
    assert sandbox.ledger("payments")[-1]["status"] == "STOPPED"


def test_a_deposit_the_service_never_heard_of_does_not_hinder_a_cancel(sandbox: Sandbox) -> None:
    link, deposit = invoiced_link()

    links.cancel_link(link.pk, actor=TENANT, now=NOON)
    check_payment(str(deposit.pk))

    deposit.refresh_from_db()
    assert (deposit.status, deposit.payment_id) == ("STOPPED", None)


def test_a_link_that_was_paid_meanwhile_gets_no_deposit(sandbox: Sandbox) -> None:
    link, deposit = invoiced_link()
    attempt = initiate_payment(
        link.pk, "dummy", "dummy", {"desired_payment_status": "COMPLETED"}, actor=TENANT, now=NOON
    )
    record_payment_status(attempt.pk, now=NOON)

    check_payment(str(deposit.pk))

    deposit.refresh_from_db()
    assert (deposit.status, deposit.payment_id) == ("STOPPED", None)


def test_a_waiting_deposit_does_not_keep_a_link_from_expiring() -> None:
    link = make_link(expires_at=NOON)
    Payment.objects.create(
        payment_link=link,
        payment_id=uuid4(),
        provider="ping",
        method="deposit",
        status="PENDING",
        amount=link.total_amount,
        currency="SEK",
        created_at=NOON,
    )

    links.expire_due_links()

    link.refresh_from_db()
    assert link.status == "EXPIRED"


def test_an_invoice_of_a_paid_link_expects_no_deposit() -> None:
    link = make_link(status="COMPLETED")

    issue_invoice(link.pk, "OCR", "", actor=TENANT, now=NOON)

    assert not link.payments.exists()
