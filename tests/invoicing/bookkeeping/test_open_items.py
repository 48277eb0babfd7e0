"""Open items: what is owed by age, what was paid too much, what only the bank knows."""

from datetime import UTC, datetime, timedelta

import pytest

from invoicing.bookkeeping.open_items import Age, AgeSum, OpenItems, age_of, open_items
from payment_links.models import LinkException, Merchant, Payment
from tests.builders import NOON, TODAY, make_link, make_merchant, make_payment
from tests.invoicing.bookkeeping.booking import book_credit, book_paid, make_paid_link
from tests.invoicing.issuing import make_invoice, make_receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


def amounts_by_age(found: OpenItems) -> dict[Age, int]:
    return {age: total.amount for age, total in found.ages["SEK"].items() if total.count}


@pytest.mark.parametrize(
    ("days_late", "age"),
    [
        (-30, Age.NOT_DUE),
        (0, Age.NOT_DUE),
        (1, Age.DAYS_1_30),
        (30, Age.DAYS_1_30),
        (31, Age.DAYS_31_60),
        (60, Age.DAYS_31_60),
        (61, Age.DAYS_61_90),
        (90, Age.DAYS_61_90),
        (91, Age.OVER_90),
    ],
)
def test_ages_begin_the_day_after_the_due_date(days_late: int, age: Age) -> None:
    assert age_of(days_late) == age


def test_an_unpaid_invoice_is_open_with_its_age(merchant: Merchant) -> None:
    invoice = make_invoice(make_link(merchant, due_date=TODAY - timedelta(days=40)))

    found = open_items([merchant], TODAY)

    [item] = found.items
    assert (item.document_number, item.customer) == (invoice.number, "Bertil Jönsson")
    assert (item.amount, item.days_late, item.age) == (14000, 40, Age.DAYS_31_60)
    assert found.ages["SEK"][Age.DAYS_31_60] == AgeSum(1, 14000)


def test_what_was_paid_or_credited_is_no_longer_open(merchant: Merchant) -> None:
    link, payment = make_paid_link(merchant)
    make_receipt(link)
    book_paid(payment)
    book_credit(make_invoice(make_link(merchant)))

    found = open_items([merchant], TODAY)

    assert (found.items, found.overpaid, found.ages) == ((), (), {})


def test_a_credit_of_a_part_leaves_the_rest_open(merchant: Merchant) -> None:
    invoice = make_invoice(make_link(merchant))
    part = {"vat": "12.00", "gross_amount": 4000, "vat_amount": 429, "net_amount": 3571}
    book_credit(invoice, totals=[part])

    assert amounts_by_age(open_items([merchant], TODAY)) == {Age.NOT_DUE: 10000}


def test_the_oldest_come_first_and_other_merchants_never(merchant: Merchant) -> None:
    new = make_invoice(make_link(merchant))
    old = make_invoice(make_link(merchant, due_date=TODAY - timedelta(days=99)))
    make_invoice()

    found = open_items([merchant], TODAY)

    assert [item.document_number for item in found.items] == [old.number, new.number]
    assert amounts_by_age(found) == {Age.NOT_DUE: 14000, Age.OVER_90: 14000}


def test_the_second_payment_of_a_link_is_paid_too_much(merchant: Merchant) -> None:
    link, first = make_paid_link(merchant)
    make_receipt(link)
    book_paid(first)
    book_paid(make_payment(link, status="COMPLETED"))

    found = open_items([merchant], TODAY)

    assert [(item.payment_link_id, item.amount) for item in found.overpaid] == [(link.pk, -14000)]
    assert (found.items, found.overpaid_count) == ((), 1)


def test_a_part_that_came_in_is_said_although_nobody_knows_how_much(merchant: Merchant) -> None:
    link = make_link(merchant)
    make_invoice(link)
    link.payments.update(status="UNDERFUNDED")

    [item] = open_items([merchant], TODAY).items

    assert (item.amount, item.is_paid_in_part) == (14000, True)


def test_a_surplus_is_said_until_somebody_has_settled_it(merchant: Merchant) -> None:
    link = make_link(merchant, status="COMPLETED")
    make_invoice(link)
    deposit = make_payment(link, status="OVERFUNDED", provider="ping", method="deposit")
    book_paid(deposit)
    Payment.objects.update(completed_at=datetime(2026, 11, 21, 23, 30, tzinfo=UTC))
    exception = LinkException.objects.create(
        payment_link=link, payment=deposit, kind="AMOUNT_MISMATCH", created_at=NOON
    )

    before = open_items([merchant], TODAY).surpluses
    exception.resolved_at = NOON
    exception.save(update_fields=["resolved_at"])
    after = open_items([merchant], TODAY).surpluses

    assert [(item.payment_link_id, item.due_date) for item in before] == [(link.pk, TODAY)]
    assert after == ()
