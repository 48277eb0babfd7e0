"""Months and news: counts and sums of what was entered."""

from datetime import date, datetime, timedelta

import pytest

from invoicing.bookkeeping.activity import Sums, months, news
from invoicing.bookkeeping.closing import close_period
from payment_links.models import SYSTEM
from tests.builders import NOON, TODAY, make_link, make_merchant
from tests.invoicing.bookkeeping.booking import book_credit, book_paid, make_paid_link
from tests.invoicing.issuing import make_invoice

pytestmark = pytest.mark.django_db


def test_months_go_from_todays_back_to_the_first_entry() -> None:
    merchant = make_merchant()
    link, payment = make_paid_link(merchant)
    invoice = make_invoice(link, now=NOON - timedelta(days=60))
    book_credit(invoice)
    book_paid(payment)

    november, october, september = months(merchant, TODAY, count=12)

    assert september.period.from_date == date(2026, 9, 1)
    assert september.sums == (
        Sums(currency="SEK", sales_count=1, sales_amount=14000, vat_amount=1500),
    )
    assert october.sums == ()
    assert november.sums == (
        Sums(
            currency="SEK",
            credits_count=1,
            credits_amount=-14000,
            payments_count=1,
            payments_amount=14000,
            vat_amount=-1500,
        ),
    )


def test_a_merchant_without_entries_has_this_month() -> None:
    [only] = months(make_merchant(), TODAY, count=12)

    assert (only.period.from_date, only.sums, only.is_closed) == (date(2026, 11, 1), (), False)


def test_a_month_is_closed_when_its_last_day_is() -> None:
    invoice = make_invoice(now=NOON - timedelta(days=60))
    close_period(invoice.merchant, date(2026, 10, 30), actor=SYSTEM, now=NOON)

    states = [month.is_closed for month in months(invoice.merchant, TODAY, count=12)]

    assert states == [False, False, True]


def test_no_more_months_than_asked_for() -> None:
    invoice = make_invoice(now=NOON - timedelta(days=400))

    assert len(months(invoice.merchant, TODAY, count=3)) == 3


def test_what_was_recorded_shortly_before_may_not_have_been_seen() -> None:
    invoice = make_invoice(now=NOON)

    def count(since: datetime) -> int:
        return len(news([invoice.merchant], since, count=10))

    assert [count(NOON + timedelta(minutes=minutes)) for minutes in (4, 5)] == [1, 0]


def test_news_are_what_was_recorded_after_the_moment_per_merchant() -> None:
    first, second = make_merchant(name="Alfa AB"), make_merchant(name="Beta AB")
    make_invoice(make_link(first), now=NOON - timedelta(days=2))
    make_invoice(make_link(second))
    make_invoice(make_link(second, currency="EUR"))
    make_invoice()

    new = news([first, second], NOON - timedelta(days=1), count=10)
    everything = news([first, second], None, count=10)

    assert [(found.merchant_name, found.sums.currency) for found in new] == [
        ("Beta AB", "EUR"),
        ("Beta AB", "SEK"),
    ]
    assert [found.merchant_id for found in everything] == [first.pk, second.pk, second.pk]
