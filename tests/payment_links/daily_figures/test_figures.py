"""The figures of days: exact at the edges of days, and the same read or counted."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from payment_links import clock
from payment_links.daily_figures import (
    DayFigures,
    balances_after,
    close_days,
    closing,
    figures_by_day,
    figures_by_method,
    rebuild,
)
from payment_links.models import (
    ClosedDays,
    DailyFigures,
    DailyMethodFigures,
    Merchant,
    PaymentLink,
)
from tests.builders import NOON, TODAY, make_distribution, make_link, make_merchant, make_payment
from tests.payment_links.daily_figures import naive

pytestmark = pytest.mark.django_db
FIRST = TODAY - timedelta(days=11)
# The clock goes back on 25 October 2026 and forward on 28 March 2027.
NIGHTS = [NOON, datetime(2026, 10, 26, 12, tzinfo=UTC), datetime(2027, 3, 30, 12, tzinfo=UTC)]


@pytest.fixture
def close(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Run the job at a moment, as often as it takes."""

    def run(now: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: now)
        monkeypatch.setattr(closing, "DAYS_READY", 16)
        close_days()

    return run


def _written() -> list[object]:
    return [
        list(model.objects.order_by("figures_date", "merchant", "currency").values())
        for model in (DailyFigures, DailyMethodFigures)
    ]


@pytest.mark.parametrize("now", NIGHTS)
@pytest.mark.parametrize("closed_at", [None, -6, 0])
def test_figures_equal_those_counted_link_by_link(
    now: datetime, closed_at: int | None, close: Callable[[datetime], None]
) -> None:
    merchant = make_merchant()
    naive.random_links(now.day, merchant, count=24, now=now)
    naive.random_links(0, make_merchant(), count=3, now=now)
    last, first = now.date(), now.date() - timedelta(days=11)

    if closed_at is not None:
        close(now + timedelta(days=closed_at))

    links = list(PaymentLink.objects.filter(merchant=merchant))
    assert figures_by_day([merchant.pk], first, last) == naive.by_day(links, first, last)
    found = figures_by_method([merchant.pk], first, last)
    assert set(found) == naive.by_method(links, first, last)
    for days_ago in (1, 3, 8):
        day = last - timedelta(days=days_ago)
        assert balances_after([merchant.pk], day) == naive.balances(links, day)


def test_nobodys_merchants_are_everybody(close: Callable[[datetime], None]) -> None:
    naive.random_links(1, make_merchant(), count=8, now=NOON)
    naive.random_links(2, make_merchant(), count=8, now=NOON)

    close(NOON)

    links = list(PaymentLink.objects.all())
    assert figures_by_day(None, FIRST, TODAY) == naive.by_day(links, FIRST, TODAY)
    assert figures_by_day([], FIRST, TODAY) == []


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-21T22:59:59.999999Z", date(2026, 11, 21)),
        ("2026-11-21T23:00:00Z", date(2026, 11, 22)),
        ("2026-10-24T21:59:59Z", date(2026, 10, 24)),
        ("2026-10-25T22:59:59Z", date(2026, 10, 25)),
        ("2026-10-25T23:00:00Z", date(2026, 10, 26)),
        ("2027-03-27T22:59:59Z", date(2027, 3, 27)),
        ("2027-03-28T21:59:59Z", date(2027, 3, 28)),
        ("2027-03-28T22:00:00Z", date(2027, 3, 29)),
    ],
)
def test_days_begin_at_midnight_in_stockholm(moment: str, day: date) -> None:
    at = datetime.fromisoformat(moment)
    make_link(status="COMPLETED", created_at=at, completed_at=at)

    expected = [DayFigures(day, "SEK", 1, 14000, 1, 14000, 0)]
    assert figures_by_day(None, day, day) == expected
    for beside in (day - timedelta(days=1), day + timedelta(days=1)):
        assert figures_by_day(None, beside, beside) == []


def test_a_day_is_closed_an_hour_after_its_end(close: Callable[[datetime], None]) -> None:
    midnight = datetime(2026, 11, 21, 23, tzinfo=UTC)

    close(midnight + timedelta(minutes=59))
    assert ClosedDays.objects.get().through_date == date(2026, 11, 20)

    close(midnight + timedelta(hours=1))
    assert ClosedDays.objects.get().through_date == date(2026, 11, 21)


def test_closing_twice_writes_the_same(close: Callable[[datetime], None]) -> None:
    naive.random_links(3, make_merchant(), count=8, now=NOON)
    close(NOON)
    before = _written()

    close(NOON)

    assert _written() == before


def test_every_run_goes_on_where_the_last_one_stopped(
    close: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "DAYS_PER_RUN", 10)

    close(NOON)
    assert ClosedDays.objects.get().through_date == date(2026, 11, 15)

    close(NOON)
    assert ClosedDays.objects.get().through_date == date(2026, 11, 21)


def test_days_are_closed_anew_when_the_clock_was_set_back(
    close: Callable[[datetime], None],
) -> None:
    close(NOON + timedelta(days=5))
    close(NOON)
    make_link(created_at=NOON)

    close(NOON + timedelta(days=1))

    assert figures_by_day(None, TODAY, TODAY) == [DayFigures(TODAY, "SEK", 1, 14000)]


def test_rebuilding_counts_what_was_brought_in_late(close: Callable[[datetime], None]) -> None:
    close(NOON)
    make_link(created_at=NOON - timedelta(days=14))
    day = TODAY - timedelta(days=14)
    assert figures_by_day(None, day, day) == []

    assert rebuild(days=20, now=NOON) == 20

    assert figures_by_day(None, day, day) == [DayFigures(day, "SEK", 1, 14000)]
    closed = ClosedDays.objects.get()
    assert (closed.from_date, closed.through_date) == (
        TODAY - timedelta(days=20),
        TODAY - timedelta(days=1),
    )


def test_rebuilding_a_few_days_does_not_claim_the_days_before_them() -> None:
    make_link(created_at=NOON - timedelta(days=14))

    rebuild(days=5, now=NOON)

    day = TODAY - timedelta(days=14)
    assert figures_by_day(None, day, TODAY) == [DayFigures(day, "SEK", 1, 14000)]


def test_a_link_paid_twice_counts_for_the_payment_that_completed_it() -> None:
    link = make_link(status="COMPLETED")
    make_payment(link, status="COMPLETED")
    card = make_payment(link, provider="payment_iq", method="card", status="COMPLETED")
    PaymentLink.objects.filter(pk=link.pk).update(payment_id=card.payment_id)

    found = figures_by_method(None, TODAY, TODAY)

    assert [(entry.provider, entry.paid_count, entry.paid_amount) for entry in found] == [
        ("payment_iq", 1, 14000)
    ]


def test_a_closed_day_stays_as_it_was(
    close: Callable[[datetime], None],
) -> None:
    merchant: Merchant = make_merchant()
    link = make_link(merchant, created_at=NOON - timedelta(days=2), due_date=FIRST)
    make_distribution(link, status="FAILED", created_at=NOON - timedelta(days=2))
    close(NOON)
    before = balances_after([merchant.pk], TODAY - timedelta(days=1))

    PaymentLink.objects.update(status="COMPLETED", completed_at=NOON)

    after = balances_after([merchant.pk], TODAY - timedelta(days=1))
    assert after == before
    assert (after[0].overdue_amount, after[0].not_delivered_count) == (14000, 1)
