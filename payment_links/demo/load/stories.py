"""What happens to one link of the data set: when it is made, paid, cancelled or left alone."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

DAYS = 730
PAYMENT_DAYS = (10, 14, 30, 30)
GRACE = timedelta(days=30)
# Shares of all links; those that are neither paid nor cancelled wait, or expire.
PAID, CANCELLED = 0.85, 0.03
AVERAGE_DAYS_TO_PAY = 5
INVOICED = 0.3
SMS_SHARE, EMAIL_SHARE = 0.72, 0.22
FAILURE_SHARE = 0.015
# What a person must look at is rare, and most of it has been looked at.
EXCEPTION_SHARE, RESOLVED_SHARE = 0.002, 0.9
TOLD_SHARE, GIVEN_UP_SHARE = 0.02, 0.02


@dataclass(frozen=True, slots=True)
class Story:
    """One link. channel: SMS, EMAIL or empty when nothing was sent. Times are those of events."""

    created_at: datetime
    due_date: date
    expires_at: datetime
    status: str
    paid_at: datetime | None
    cancelled_at: datetime | None
    channel: str
    is_delivered: bool
    is_invoiced: bool
    was_declined_first: bool
    exception: str
    is_resolved: bool
    tells_tenant: str

    @property
    def changed_at(self) -> datetime:
        """When something last happened to the link itself."""
        return self.paid_at or self.cancelled_at or self.created_at


def tell_story(source: random.Random, ends_at: datetime) -> Story:
    """A link of the two years before ends_at; nothing happens to it later."""
    created_at = ends_at - timedelta(days=DAYS * source.random(), minutes=5)
    due_date = created_at.date() + timedelta(days=source.choice(PAYMENT_DAYS))
    expires_at = datetime.combine(due_date, created_at.timetz()) + GRACE
    fate = source.random()
    happens_at = created_at + timedelta(days=source.expovariate(1 / AVERAGE_DAYS_TO_PAY))
    has_happened = happens_at < min(ends_at, expires_at)
    is_paid = has_happened and fate < PAID
    is_cancelled = has_happened and PAID <= fate < PAID + CANCELLED
    return Story(
        created_at=created_at,
        due_date=due_date,
        expires_at=expires_at,
        status=_status(is_paid, is_cancelled, expires_at < ends_at),
        paid_at=happens_at if is_paid else None,
        cancelled_at=happens_at if is_cancelled else None,
        channel=_channel(source.random()),
        is_delivered=source.random() >= FAILURE_SHARE,
        is_invoiced=source.random() < INVOICED,
        was_declined_first=source.random() < 0.08,
        exception=_exception(source) if is_paid else "",
        is_resolved=source.random() < RESOLVED_SHARE,
        tells_tenant=_telling(source) if is_paid else "",
    )


def _status(is_paid: bool, is_cancelled: bool, is_over: bool) -> str:
    if is_paid:
        return "COMPLETED"
    if is_cancelled:
        return "CANCELLED"
    return "EXPIRED" if is_over else "CREATED"


def _channel(chance: float) -> str:
    if chance < SMS_SHARE:
        return "SMS"
    return "EMAIL" if chance < SMS_SHARE + EMAIL_SHARE else ""


def _exception(source: random.Random) -> str:
    return "PAID_TWICE" if source.random() < EXCEPTION_SHARE else ""


def _telling(source: random.Random) -> str:
    if source.random() >= TOLD_SHARE:
        return ""
    return "DEAD" if source.random() < GIVEN_UP_SHARE else "DONE"
