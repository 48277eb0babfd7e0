"""The figures of days counted link by link in Python, to compare the product's with."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from payment_links.daily_figures import Balance, DayFigures, MethodFigures
from payment_links.models import Distribution, Merchant, Payment, PaymentLink
from tests.builders import make_customer, make_distribution, make_link, make_payment

STOCKHOLM = ZoneInfo("Europe/Stockholm")
Status = PaymentLink.Status


def office_day(moment: datetime) -> date:
    """The day of the moment in Stockholm."""
    return moment.astimezone(STOCKHOLM).date()


def random_links(seed: int, merchant: Merchant, *, count: int, now: datetime) -> None:
    """Links of the last twelve days in every state, many of them within a second of midnight."""
    source = random.Random(seed)  # noqa: S311
    customer = make_customer(merchant)
    for _ in range(count):
        made = _moment(source, now - timedelta(days=12), now)
        status = source.choice(list(Status))
        link = make_link(
            merchant,
            customer_id=customer.pk,
            currency=source.choice(["SEK", "SEK", "NOK"]),
            items=[("Vara", source.choice([1, 14000, 2_147_483_647]), 1, "25")],
            status=status,
            created_at=made,
            due_date=source.choice([None, office_day(made) + timedelta(source.randint(-1, 9))]),
            completed_at=_moment(source, made, now) if status == Status.COMPLETED else None,
            cancelled_at=_moment(source, made, now) if status == Status.CANCELLED else None,
            expires_at=_moment(source, made, now) if status == Status.EXPIRED else now,
        )
        _surround(source, link)


def _surround(source: random.Random, link: PaymentLink) -> None:
    """A message, and of most paid links one or two payments, of which one completed the link."""
    state = source.choice(["FAILED", "CREATED"])
    make_distribution(link, status=state, created_at=link.created_at)
    if link.status != Status.COMPLETED:
        return
    ways = [("swish", "m_commerce"), ("payment_iq", "card")]
    for provider, method in source.sample(ways, source.randint(0, 2)):
        payment = make_payment(link, provider=provider, method=method, status="COMPLETED")
        PaymentLink.objects.filter(pk=link.pk).update(payment_id=payment.payment_id)


def _moment(source: random.Random, first: datetime, last: datetime) -> datetime:
    moment = first + timedelta(seconds=source.randint(0, int((last - first).total_seconds())))
    if source.random() < 0.4:
        midnight = datetime.combine(office_day(moment), datetime.min.time(), STOCKHOLM)
        near = midnight + timedelta(seconds=source.choice([-1, 0, 1]))
        return min(max(near, first), last)
    return moment


def by_day(links: list[PaymentLink], first: date, last: date) -> list[DayFigures]:
    """What figures_by_day must return."""
    sums: dict[tuple[date, str], Counter[str]] = {}

    def add(day: date, currency: str, **values: int) -> None:
        if first <= day <= last:
            sums.setdefault((day, currency), Counter()).update(values)

    for link in links:
        made = office_day(link.created_at)
        add(made, link.currency, created_count=1, created_amount=link.total_amount)
        if link.status == Status.COMPLETED and link.completed_at:
            paid = office_day(link.completed_at)
            add(paid, link.currency, paid_count=1, paid_amount=link.total_amount)
            add(paid, link.currency, days_to_pay=(paid - made).days)
    return [
        DayFigures(*key, **dict[str, Any](values))
        for key, values in sorted(sums.items(), key=lambda e: e[0])
    ]


def by_method(links: list[PaymentLink], first: date, last: date) -> set[MethodFigures]:
    """What figures_by_method must return, as a set."""
    counts: Counter[tuple[str, str, str]] = Counter()
    amounts: Counter[tuple[str, str, str]] = Counter()
    for link in links:
        if link.completed_at and first <= office_day(link.completed_at) <= last:
            payment = Payment.objects.paid_for(link)
            way = (payment.provider, payment.method) if payment else ("", "")
            counts[*way, link.currency] += 1
            amounts[*way, link.currency] += link.total_amount
    return {MethodFigures(*key, counts[key], amounts[key]) for key in counts}


def balances(links: list[PaymentLink], day: date) -> list[Balance]:
    """What balances_after must return."""
    ended: dict[str, Callable[[PaymentLink], datetime | None]] = {
        Status.CREATED: lambda link: None,
        Status.COMPLETED: lambda link: link.completed_at,
        Status.CANCELLED: lambda link: link.cancelled_at,
        Status.EXPIRED: lambda link: link.expires_at,
    }
    sums: dict[str, Counter[str]] = {}
    for link in links:
        end = ended[link.status](link)
        if office_day(link.created_at) > day or (end is not None and office_day(end) <= day):
            continue
        entry = sums.setdefault(link.currency, Counter())
        entry.update(outstanding_count=1, outstanding_amount=link.total_amount)
        if link.due_date and link.due_date <= day:
            entry.update(overdue_count=1, overdue_amount=link.total_amount)
        failed = link.distributions.filter(status=Distribution.Status.FAILED)
        if any(office_day(message.created_at) <= day for message in failed):
            entry.update(not_delivered_count=1)
    return [
        Balance(currency, **dict[str, Any](values)) for currency, values in sorted(sums.items())
    ]
