"""The figures of days as the links themselves tell them; exact, and too slow for many days.

Every function returns one dict per group: the columns named in `by` and the sums, amounts in minor
units. Days are those of the office's calendar (settings.TIME_ZONE), with 23 or 25 hours when the
clock is changed.
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import (
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, TruncDate

from payment_links.lateness import past_due
from payment_links.models import Distribution, Payment, PaymentLink

Links = QuerySet[PaymentLink]
Rows = list[dict[str, Any]]
Status = PaymentLink.Status
# The name under which the rows of created() and paid() tell their day.
DAY = "figures_date"
WAYS = ("provider", "method")


def office_zone() -> ZoneInfo:
    """The zone by which a day begins and ends in the office."""
    return ZoneInfo(settings.TIME_ZONE)


def start_of(day: date) -> datetime:
    """The moment at which the day begins in the office."""
    return datetime.combine(day, time.min, office_zone())


def end_of(day: date) -> datetime:
    """The moment at which the day is over: the first that no longer belongs to it."""
    return start_of(day + timedelta(days=1))


def created(links: Links, first: date, last: date, *, by: tuple[str, ...]) -> Rows:
    """count and amount of the links that were made on these days."""
    found = links.filter(created_at__gte=start_of(first), created_at__lt=end_of(last))
    groups = found.annotate(figures_date=_day("created_at")).order_by().values(*by)
    return list(groups.annotate(count=Count("pk"), amount=Sum("total_amount")))


def paid(links: Links, first: date, last: date, *, by: tuple[str, ...]) -> Rows:
    """count, amount and days_to_pay (a sum, in whole days) of the links paid on these days.

    A link is paid when we learned of it. by: may hold provider and method, which are those of the
    payment that completed the link.
    """
    found = links.filter(
        status=Status.COMPLETED,
        completed_at__gte=start_of(first),
        completed_at__lt=end_of(last),
    ).annotate(
        figures_date=_day("completed_at"),
        taken=ExpressionWrapper(_day("completed_at") - _day("created_at"), DurationField()),
    )
    if set(WAYS) & set(by):
        found = found.annotate(provider=_of_payment("provider"), method=_of_payment("method"))
    groups = found.order_by().values(*by)
    sums = groups.annotate(count=Count("pk"), amount=Sum("total_amount"), days_to_pay=Sum("taken"))
    return [{**row, "days_to_pay": row["days_to_pay"].days} for row in sums]


def unpaid_after(links: Links, day: date) -> Links:
    """The links that were made and neither paid, cancelled nor expired when the day ended.

    As the rows tell it today: one that expired and was paid later counts as unpaid until it was
    paid, and one that was extended as if it had never expired.
    """
    end = end_of(day)
    return links.filter(
        Q(status=Status.CREATED)
        | Q(status=Status.COMPLETED, completed_at__gte=end)
        | Q(status=Status.CANCELLED, cancelled_at__gte=end)
        | Q(status=Status.EXPIRED, expires_at__gte=end),
        created_at__lt=end,
    )


def balances(links: Links, day: date, *, by: tuple[str, ...]) -> Rows:
    """What was outstanding and overdue (count and amount) when the day ended."""
    late = past_due(day + timedelta(days=1))
    return list(
        unpaid_after(links, day)
        .order_by()
        .values(*by)
        .annotate(
            outstanding_count=Count("pk"),
            outstanding_amount=Sum("total_amount"),
            overdue_count=Count("pk", filter=late),
            overdue_amount=Coalesce(Sum("total_amount", filter=late), 0),
        )
    )


def undelivered(links: Links, day: date, *, by: tuple[str, ...]) -> Rows:
    """not_delivered_count: links unpaid when the day ended, with a message that failed."""
    failed = Distribution.objects.filter(
        payment_link=OuterRef("pk"),
        status=Distribution.Status.FAILED,
        created_at__lt=end_of(day),
    )
    found = unpaid_after(links, day).filter(Exists(failed))
    return list(found.order_by().values(*by).annotate(not_delivered_count=Count("pk")))


def _day(column: str) -> TruncDate:
    return TruncDate(column, tzinfo=office_zone())


def _of_payment(column: str) -> Coalesce:
    """A column of the payment that completed the link, as PaymentQuerySet.paid_for finds it."""
    payments = Payment.objects.filter(
        payment_link=OuterRef("pk"), status__in=Payment.PAID_STATUSES
    ).order_by("completed_at", "pk")
    latest = payments.filter(payment_id=OuterRef("payment_id"))
    return Coalesce(
        Subquery(latest.values(column)[:1]), Subquery(payments.values(column)[:1]), Value("")
    )
