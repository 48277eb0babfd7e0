"""What becomes of a link whose invoice is credited, and which links may be credited."""

from uuid import uuid4

import pytest

from invoicing.credit_notes import (
    CreditedQuantity,
    LinkNotCompletedError,
    issue_credit_note,
)
from invoicing.models import CreditNote, Invoice, NumberSeries
from payment_links import extensions, lifecycle
from payment_links.models import TENANT, LinkDocument, Payment, PaymentLink, StatusCallback
from payment_links.payments import check_payment
from payment_links.payments_service import PaymentInProgressError
from tests.builders import NOON, make_demo_merchant, make_link, make_payment
from tests.doors import Sandbox
from tests.invoicing.issuing import make_credit_note, make_invoice

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])


def test_no_payment_changes() -> None:
    link = make_link(status="COMPLETED")
    payment = make_payment(link, status=Payment.Status.COMPLETED)

    make_credit_note(make_invoice(link))

    link.refresh_from_db()
    payment.refresh_from_db()
    assert (link.status, payment.status) == ("COMPLETED", "COMPLETED")
    assert not StatusCallback.objects.exists()


def closed_invoice(status: str) -> Invoice:
    """An invoice whose deposit was never paid, of a link that came to its end."""
    invoice = make_invoice(make_link(make_demo_merchant()))
    PaymentLink.objects.update(status=status, completed_at=NOON, cancelled_at=NOON)
    return invoice


@pytest.mark.parametrize("status", ["COMPLETED", "EXPIRED", "CANCELLED"])
def test_closed_links_are_credited_as_a_whole(status: str) -> None:
    make_credit_note(closed_invoice(status))

    assert PaymentLink.objects.get().status == status


def test_an_unpaid_link_is_cancelled_and_credited() -> None:
    invoice = make_invoice(make_link())

    note = make_credit_note(invoice)

    link = PaymentLink.objects.get()
    events = list(link.timeline.order_by("pk").values_list("event", flat=True))
    assert (link.status, note.total_amount) == ("CANCELLED", 14000)
    assert events == ["INVOICE_ISSUED", "STATUS_CHANGED", "CREDITED"]
    assert {payment.status for payment in link.payments.all()} == {"STOPPED"}


@pytest.mark.parametrize("status", ["CREATED", "EXPIRED", "CANCELLED"])
def test_a_link_that_is_not_paid_is_not_credited_in_part(status: str) -> None:
    """Its deposit waits for the whole amount: less of it would never settle the invoice."""
    invoice = closed_invoice(status)

    with pytest.raises(LinkNotCompletedError):
        make_credit_note(invoice, CreditedQuantity(1, 1))

    link = PaymentLink.objects.get()
    assert (link.status, link.payments.get().status) == (status, "UNKNOWN")
    assert_nothing_was_credited()


def test_the_deposit_of_an_expired_link_is_stopped_outside(sandbox: Sandbox) -> None:
    invoice = closed_invoice("CREATED")
    deposit = Payment.objects.get()
    check_payment(str(deposit.pk))
    PaymentLink.objects.update(status="EXPIRED")

    make_credit_note(invoice)

    deposit.refresh_from_db()
    assert (deposit.status, sandbox.ledger("payments")[-1]["status"]) == ("STOPPED", "STOPPED")


def test_an_expired_link_that_may_still_be_paid_is_not_credited(sandbox: Sandbox) -> None:
    invoice = closed_invoice("EXPIRED")
    Payment.objects.update(payment_id=uuid4(), status="PENDING")

    with pytest.raises(PaymentInProgressError):
        make_credit_note(invoice)

    assert Payment.objects.get().status == "PENDING"
    assert_nothing_was_credited()


def test_a_payment_that_came_between_the_two_halves_refuses_the_credit() -> None:
    invoice = closed_invoice("EXPIRED")

    with pytest.raises(PaymentInProgressError):
        issue_credit_note(invoice.payment_link_id, None, reason="Wrong", actor=TENANT, now=NOON)

    assert_nothing_was_credited()


def test_a_payment_that_cannot_be_stopped_stops_the_credit() -> None:
    link = make_link()
    invoice = make_invoice(link)
    make_payment(link, payment_id=None)

    with pytest.raises(PaymentInProgressError):
        make_credit_note(invoice)

    assert PaymentLink.objects.get().status == "CREATED"
    assert_nothing_was_credited()


def test_a_link_that_opened_again_meanwhile_is_not_credited() -> None:
    """Between the two halves of the verb somebody may have extended an expired link."""
    invoice = make_invoice(make_link())

    with pytest.raises(LinkNotCompletedError):
        issue_credit_note(invoice.payment_link_id, None, reason="Wrong", actor=TENANT, now=NOON)

    assert_nothing_was_credited()


def test_an_expired_link_is_not_extended_once_credited() -> None:
    invoice = make_invoice(make_link())
    PaymentLink.objects.update(status="EXPIRED")
    make_credit_note(invoice)

    with pytest.raises(lifecycle.InvalidTransitionError):
        extensions.extend_link(invoice.payment_link_id, days=30, actor=TENANT, now=NOON)

    assert PaymentLink.objects.get().status == "EXPIRED"


def assert_nothing_was_credited() -> None:
    assert not CreditNote.objects.exists()
    assert not NumberSeries.objects.filter(kind="CREDIT_NOTE").exists()
    assert not LinkDocument.objects.filter(kind="CREDIT_NOTE").exists()
