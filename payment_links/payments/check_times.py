"""When the payments service is asked again about an attempt that no callback has settled."""

from datetime import datetime, timedelta

from payment_links.models import Payment

# After the attempt began; from the last one on, every hour.
OPEN_AFTER = (
    timedelta(seconds=10),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
)
HOURLY = timedelta(hours=1)
# A deposit waits for weeks; its callback tells, and this repairs a lost one.
DEPOSIT_EVERY = timedelta(hours=6)
DEPOSIT_AWAITED_FOR = timedelta(days=180)
# After the attempt ended without money: it may arrive all the same, and its callback may be lost.
LATE_AFTER = (timedelta(hours=1), timedelta(hours=24))
LATE_STATUSES = frozenset({Payment.Status.STOPPED, Payment.Status.EXPIRED, Payment.Status.CRASHED})


def next_check(
    status: str,
    *,
    created_at: datetime,
    changed_at: datetime,
    now: datetime,
    is_deposit: bool = False,
) -> datetime | None:
    """The next time to ask after `now`, or None when nothing more can be expected.

    created_at: when the attempt began; changed_at: when it got its status. is_deposit: whether it
    waits for the bank rather than for a payer at a checkout.
    """
    if is_deposit and status in Payment.OPEN_STATUSES and status != Payment.Status.UNKNOWN:
        return now + DEPOSIT_EVERY if now - created_at < DEPOSIT_AWAITED_FOR else None
    if status in Payment.OPEN_STATUSES:
        return _first_after(created_at, OPEN_AFTER, now) or now + HOURLY
    if status in LATE_STATUSES:
        return _first_after(changed_at, LATE_AFTER, now)
    return None


def _first_after(start: datetime, delays: tuple[timedelta, ...], now: datetime) -> datetime | None:
    return next((start + delay for delay in delays if start + delay > now), None)
