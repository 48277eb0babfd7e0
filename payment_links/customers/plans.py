"""What an erasure takes now, what the law keeps until which date, and what stands in its way."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Max, QuerySet

from payment_links import clock, retention
from payment_links.models import (
    Customer,
    Distribution,
    LinkDocument,
    LinkException,
    Payment,
    PaymentLink,
    TimelineEntry,
)
from payment_links.models.history import ERASABLE_EVENTS
from payment_links.models.links import PaymentLinkQuerySet
from payment_links.models.outbox import OutboxRow

UNFINISHED = (OutboxRow.State.PENDING, OutboxRow.State.LEASED, OutboxRow.State.BLOCKED)


class Obstacle(StrEnum):
    """Why personal data are still needed: the deal is not done."""

    OPEN_LINK = "OPEN_LINK"
    PAYMENT_UNDER_WAY = "PAYMENT_UNDER_WAY"
    OPEN_EXCEPTION = "OPEN_EXCEPTION"
    MESSAGE_UNDER_WAY = "MESSAGE_UNDER_WAY"


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """obstacles: each with how many rows stand in the way; without one the erasure may be done.

    kept_until: how long the customer's name is demanded, None when it goes at once. messages and
    notes: how many lose their words.
    """

    obstacles: dict[Obstacle, int]
    kept_until: date | None
    links: int
    addresses: int
    messages: int
    notes: int
    documents: int


def plan_erasure(customer: Customer, today: date) -> ErasurePlan:
    """What would happen to the customer; today: on the merchant's calendar."""
    return ErasurePlan(
        obstacles=obstacles_of(customer),
        kept_until=name_kept_until(customer, today),
        links=_links(customer).count(),
        addresses=customer.addresses.count(),
        messages=_messages(customer).count(),
        notes=TimelineEntry.objects.filter(
            payment_link__customer=customer, event__in=ERASABLE_EVENTS
        ).count(),
        documents=documents_of(customer).count(),
    )


def obstacles_of(customer: Customer) -> dict[Obstacle, int]:
    """What has to be settled first, with how often."""
    payments = Payment.objects.filter(payment_link__customer=customer)
    exceptions = LinkException.objects.filter(
        payment_link__customer=customer, resolved_at__isnull=True
    )
    counts = {
        Obstacle.OPEN_LINK: _links(customer).unpaid().count(),
        Obstacle.PAYMENT_UNDER_WAY: payments.under_way().count(),
        Obstacle.OPEN_EXCEPTION: exceptions.count(),
        Obstacle.MESSAGE_UNDER_WAY: _messages(customer).filter(state__in=UNFINISHED).count(),
    }
    return {obstacle: count for obstacle, count in counts.items() if count}


def name_kept_until(customer: Customer, today: date) -> date | None:
    """How long the books need the customer's name: until the last document and payment are old.

    None when there is neither, or the law no longer demands any.
    """
    paid = Payment.objects.filter(payment_link__customer=customer)
    newest = [
        documents_of(customer).aggregate(newest=Max("issued_at"))["newest"],
        paid.aggregate(newest=Max("completed_at"))["newest"],
        _links(customer).aggregate(newest=Max("completed_at"))["newest"],
    ]
    moments = [moment for moment in newest if moment is not None]
    if not moments:
        return None
    until = kept_until_of(customer, max(moments))
    return until if until >= today else None


def kept_until_of(customer: Customer, moment: datetime) -> date:
    """The last day on which the law demands what was booked at that moment."""
    merchant = customer.merchant
    day = clock.day_of(moment, merchant.time_zone)
    return retention.kept_until(day, merchant.fiscal_year_start_month)


def documents_of(customer: Customer) -> QuerySet[LinkDocument]:
    """The documents of the customer's links."""
    return LinkDocument.objects.filter(payment_link__customer=customer)


def _links(customer: Customer) -> PaymentLinkQuerySet:
    return PaymentLink.objects.filter(customer=customer)


def _messages(customer: Customer) -> QuerySet[Distribution]:
    return Distribution.objects.filter(payment_link__customer=customer)
