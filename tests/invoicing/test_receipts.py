"""Issuing receipts, and the jobs that issue those of paid links."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from invoicing import receipts
from invoicing.models import Receipt
from invoicing.receipts import (
    LinkNotCompletedError,
    issue_missing_receipts,
    issue_new_receipts,
    issue_receipt,
)
from payment_links import clock
from payment_links.models import Distribution, LinkDocument, Payment, PaymentLink
from tests.builders import NOON, make_link, make_payment
from tests.invoicing.issuing import make_invoice, make_receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def make_paid_link(**values: Any) -> PaymentLink:
    return make_link(status=PaymentLink.Status.COMPLETED, **values)


def test_a_receipt_tells_how_and_when_it_was_paid() -> None:
    link = make_paid_link()
    payment = make_payment(link, status=Payment.Status.COMPLETED)
    make_payment(link, status=Payment.Status.DECLINED)

    receipt = issue_receipt(link.pk, now=NOON + timedelta(minutes=5))

    assert receipt.number == "TEST-K20260001"
    assert (receipt.payment, receipt.payment_method) == (payment, "swish/m_commerce")
    assert (receipt.paid_at, receipt.issued_at) == (NOON, NOON + timedelta(minutes=5))
    assert (receipt.total_amount, receipt.invoice) == (14000, None)
    assert receipt.lines == [
        {
            "description": "Hawaii Pizza",
            "item_number": "",
            "quantity": 2,
            "unit": "st",
            "price": 7000,
            "vat": "12.00",
            "gross_amount": 14000,
            "net_amount": 12500,
            "vat_treatment": "TAXED",
        }
    ]
    assert [(e.event, e.actor) for e in link.timeline.all()] == [("RECEIPT_ISSUED", "SYSTEM")]


def test_a_receipt_names_the_payment_that_completed_the_link() -> None:
    """Another sum, or the same money twice, may have been paid before it."""
    link = make_paid_link()
    make_payment(link, status="COMPLETED", completed_at=NOON - timedelta(days=1), amount=100)
    decisive = make_payment(link, status="COMPLETED", provider="bankgirot", method="bg")
    PaymentLink.objects.update(payment_id=decisive.payment_id)

    receipt = issue_receipt(link.pk, now=NOON)

    assert (receipt.payment, receipt.payment_method) == (decisive, "bankgirot/bg")


def test_a_receipt_refers_to_the_links_invoice() -> None:
    link = make_link()
    invoice = make_invoice(link)
    PaymentLink.objects.update(status="COMPLETED", completed_at=NOON)

    assert issue_receipt(link.pk, now=NOON).invoice == invoice


def test_it_was_paid_when_the_money_was_there_not_when_we_learned_of_it() -> None:
    link = make_paid_link(completed_at=NOON)
    make_payment(link, status="COMPLETED", completed_at=NOON - timedelta(days=2))

    receipt = issue_receipt(link.pk, now=NOON)

    assert receipt.paid_at == NOON - timedelta(days=2)


def test_the_number_is_of_the_fiscal_year_of_the_payment() -> None:
    new_years_eve = datetime(2025, 12, 31, 22, 59, tzinfo=UTC)
    link = make_paid_link(completed_at=new_years_eve)

    receipt = issue_receipt(link.pk, now=NOON)

    assert receipt.number == "TEST-K20250001"


def test_a_link_gets_one_receipt() -> None:
    receipt = make_receipt()

    again = issue_receipt(receipt.payment_link_id, now=NOON + timedelta(days=1))

    assert again == receipt
    assert Receipt.objects.count() == LinkDocument.objects.count() == 1


def test_a_receipt_that_exists_is_found_without_a_lock(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    receipt = make_receipt()

    with django_assert_num_queries(1):
        issue_receipt(receipt.payment_link_id, now=NOON)


@pytest.mark.parametrize("status", ["CREATED", "EXPIRED", "CANCELLED"])
def test_a_link_that_is_not_paid_has_no_receipt(status: str) -> None:
    link = make_link(status=status)

    with pytest.raises(LinkNotCompletedError):
        issue_receipt(link.pk, now=NOON)
    assert not Receipt.objects.exists()


@pytest.mark.usefixtures("noon")
def test_a_newly_paid_link_gets_its_receipt_once() -> None:
    link = make_paid_link()

    issue_new_receipts()
    issue_new_receipts()

    assert Receipt.objects.get().payment_link == link
    assert not Distribution.objects.exists()


@pytest.mark.usefixtures("noon")
def test_links_paid_long_ago_and_unpaid_ones_are_left_alone() -> None:
    make_paid_link(completed_at=NOON - timedelta(days=1, seconds=1))
    make_link()

    issue_new_receipts()

    assert not Receipt.objects.exists()


@pytest.mark.usefixtures("noon")
def test_one_link_that_fails_keeps_no_other_from_its_receipt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken, sound = make_paid_link(), make_paid_link()
    issue = receipts.issue_receipt

    def fail_for_one(link_id: UUID, *, now: datetime) -> Receipt:
        if link_id == broken.pk:
            raise ValueError("no such time zone")
        return issue(link_id, now=now)

    monkeypatch.setattr(receipts, "issue_receipt", fail_for_one)

    issue_new_receipts()

    assert [receipt.payment_link for receipt in Receipt.objects.all()] == [sound]


@pytest.mark.usefixtures("noon")
def test_a_sale_of_a_time_without_worker_gets_its_receipt() -> None:
    link = make_paid_link(completed_at=NOON - timedelta(days=9))

    issue_new_receipts()
    early = Receipt.objects.count()
    issue_missing_receipts()

    assert early == 0
    assert Receipt.objects.get().payment_link == link
    assert not Distribution.objects.exists()
