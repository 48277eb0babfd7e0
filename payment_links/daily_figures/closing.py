"""Closes days: writes their figures once nothing can happen on them any more."""

from datetime import date, datetime, timedelta
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.db import transaction

from payment_links import clock
from payment_links.daily_figures import counting
from payment_links.models import ClosedDays, DailyFigures, DailyMethodFigures, PaymentLink

# A request that began before midnight may still write after it.
GRACE = timedelta(hours=1)
# The longest period of the overview is 90 days, and it is compared with the 90 days before.
DAYS_READY = 190
DAYS_PER_RUN = 31
ONE_DAY = timedelta(days=1)
BY_MERCHANT = ("merchant_id", "currency")


@shared_task(name="payment_links.daily_figures.close_days")
def close_days() -> None:
    """Write the figures of the days that are over, oldest first; the next run goes on.

    Run twice, or by two workers at once, it writes the same.
    """
    last = last_closable(clock.now())
    for _ in range(DAYS_PER_RUN):
        if not _close_next(last):
            return


def rebuild(*, days: int, now: datetime) -> int:
    """Count the last days anew, after rows with times of the past were brought in; returns days.

    Everybody reads the old figures of a day until its new ones are there.
    """
    last = last_closable(now)
    first = last - timedelta(days=days - 1)
    for distance in range(days):
        with transaction.atomic():
            _lock(last)
            _write(first + timedelta(days=distance))
    with transaction.atomic():
        closed = _lock(last)
        is_adjoining = closed.through_date >= first - ONE_DAY
        closed.from_date = min(closed.from_date, first) if is_adjoining else first
        closed.through_date = last
        closed.save(update_fields=["from_date", "through_date"])
    return days


def last_closable(now: datetime) -> date:
    """The newest day on which nothing happens any more."""
    return clock.day_of(now - GRACE, settings.TIME_ZONE) - ONE_DAY


def _close_next(last: date) -> bool:
    """Close the oldest open day up to that one; returns False when there is none."""
    with transaction.atomic():
        closed = _lock(last)
        if closed.through_date >= last:
            # The sandbox's clock can be set back: its days will be lived again.
            closed.through_date = last
            closed.save(update_fields=["through_date"])
            return False
        closed.through_date += ONE_DAY
        _write(closed.through_date)
        closed.save(update_fields=["through_date"])
    return True


def _lock(last: date) -> ClosedDays:
    """The row that says what is closed, locked; made when there is none."""
    first = last - timedelta(days=DAYS_READY - 1)
    ClosedDays.objects.get_or_create(
        pk=ClosedDays.ONLY, defaults={"from_date": first, "through_date": first - ONE_DAY}
    )
    return ClosedDays.objects.select_for_update().get(pk=ClosedDays.ONLY)


def _write(day: date) -> None:
    """Write the figures of the day in place of those that may be there."""
    DailyFigures.objects.filter(figures_date=day).delete()
    DailyMethodFigures.objects.filter(figures_date=day).delete()
    DailyFigures.objects.bulk_create(_figures(day))
    DailyMethodFigures.objects.bulk_create(
        DailyMethodFigures(
            figures_date=day,
            merchant_id=row["merchant_id"],
            currency=row["currency"],
            provider=row["provider"],
            method=row["method"],
            paid_count=row["count"],
            paid_amount=row["amount"],
        )
        for row in counting.paid(
            PaymentLink.objects.all(), day, day, by=(*BY_MERCHANT, *counting.WAYS)
        )
    )


def _figures(day: date) -> list[DailyFigures]:
    links = PaymentLink.objects.all()
    found: dict[tuple[UUID, str], dict[str, int]] = {}
    for row in counting.created(links, day, day, by=BY_MERCHANT):
        values = {"created_count": row["count"], "created_amount": row["amount"]}
        found.setdefault(_key(row), {}).update(values)
    for row in counting.paid(links, day, day, by=BY_MERCHANT):
        values = {"paid_count": row["count"], "paid_amount": row["amount"]}
        found.setdefault(_key(row), {}).update(values, days_to_pay=row["days_to_pay"])
    for row in (
        *counting.balances(links, day, by=BY_MERCHANT),
        *counting.undelivered(links, day, by=BY_MERCHANT),
    ):
        values = {name: value for name, value in row.items() if name not in BY_MERCHANT}
        found.setdefault(_key(row), {}).update(values)
    return [
        DailyFigures(figures_date=day, merchant_id=merchant_id, currency=currency, **values)
        for (merchant_id, currency), values in found.items()
    ]


def _key(row: dict[str, object]) -> tuple[UUID, str]:
    return row["merchant_id"], row["currency"]  # type: ignore[return-value]
