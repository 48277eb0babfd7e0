"""Closing: days that are over, forward only, after everything was entered."""

from datetime import UTC, date, datetime, timedelta

import pytest

from invoicing.bookkeeping import missing
from invoicing.bookkeeping.closing import (
    EntriesMissingError,
    PeriodAlreadyClosedError,
    PeriodNotOverError,
    close_period,
)
from invoicing.models import BookEntry, Books, Invoice, PeriodClosing
from payment_links.models import Actor, ActorKind, Payment
from tests.builders import NOON, TODAY, make_merchant, make_user
from tests.invoicing.bookkeeping.booking import make_paid_link
from tests.invoicing.bookkeeping.test_missing import forget_entries
from tests.invoicing.issuing import make_invoice
from tests.unprotected import unprotected

pytestmark = pytest.mark.django_db

OCTOBER = date(2026, 10, 31)


@pytest.fixture
def actor() -> Actor:
    return Actor(ActorKind.STAFF, make_user())


def test_closing_says_who_and_when(actor: Actor) -> None:
    merchant = make_merchant()

    closing = close_period(merchant, OCTOBER, actor=actor, now=NOON)

    assert (closing.closed_by, closing.closed_at) == (actor.user, NOON)
    assert Books.objects.get().closed_through == OCTOBER


def test_today_cannot_be_closed_on_the_merchants_calendar(actor: Actor) -> None:
    merchant = make_merchant(time_zone="Europe/Helsinki")
    past_midnight_in_helsinki = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)

    with pytest.raises(PeriodNotOverError):
        close_period(merchant, TODAY, actor=actor, now=NOON)
    closing = close_period(merchant, TODAY, actor=actor, now=past_midnight_in_helsinki)

    assert closing.through_date == TODAY


@pytest.mark.parametrize("through", [OCTOBER, OCTOBER - timedelta(days=1)])
def test_closing_goes_forward_only(through: date, actor: Actor) -> None:
    merchant = make_merchant()
    close_period(merchant, OCTOBER, actor=actor, now=NOON)

    with pytest.raises(PeriodAlreadyClosedError):
        close_period(merchant, through, actor=actor, now=NOON)

    assert PeriodClosing.objects.count() == 1


def test_what_was_missing_is_entered_before_the_books_close(actor: Actor) -> None:
    link, payment = make_paid_link()
    payment.completed_at = NOON - timedelta(days=30)
    payment.save(update_fields=["completed_at"])

    close_period(link.merchant, OCTOBER, actor=actor, now=NOON)

    assert BookEntry.objects.get().entry_date == date(2026, 10, 23)


def test_a_document_that_cannot_be_entered_keeps_the_books_open(actor: Actor) -> None:
    invoice = make_invoice()
    forget_entries()
    with unprotected("invoicing_invoice"):
        Invoice.objects.update(vat_totals=[{"vat": "none"}])

    with pytest.raises(EntriesMissingError):
        close_period(invoice.merchant, OCTOBER, actor=actor, now=NOON)

    assert not PeriodClosing.objects.exists()
    assert not Books.objects.filter(closed_through__isnull=False).exists()


def test_a_payment_that_cannot_be_entered_keeps_the_books_open(
    actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_values: object) -> None:
        raise ValueError("no such time zone")

    monkeypatch.setattr(missing, "book_payment", fail)
    link, _ = make_paid_link()
    Payment.objects.update(completed_at=datetime(2026, 10, 31, 22, 59, tzinfo=UTC))

    with pytest.raises(EntriesMissingError):
        close_period(link.merchant, OCTOBER, actor=actor, now=NOON)
    closing = close_period(link.merchant, OCTOBER - timedelta(days=1), actor=actor, now=NOON)

    assert closing.through_date == OCTOBER - timedelta(days=1)
