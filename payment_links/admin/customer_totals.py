"""What customers were asked for, paid and owe, per currency: one query for all of a page."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, Sum

from payment_links.lateness import past_due
from payment_links.models import PaymentLink

Status = PaymentLink.Status


@dataclass(frozen=True, slots=True)
class Totals:
    """Of the links in one currency; amounts in minor units, overdue is a part of outstanding."""

    currency: str
    links: int
    paid: int
    outstanding: int
    overdue: int


def totals_of(customer_ids: Iterable[UUID], today: date) -> dict[UUID, list[Totals]]:
    """The totals per customer, in the order of the currencies' letters; none without links.

    today: by which calendar a link is late.
    """
    open_links = Q(status=Status.CREATED)
    rows = (
        PaymentLink.objects.filter(customer_id__in=list(customer_ids))
        .values("customer_id", "currency")
        .annotate(
            links=Count("pk"),
            paid=Sum("total_amount", filter=Q(status=Status.COMPLETED)),
            outstanding=Sum("total_amount", filter=open_links),
            overdue=Sum("total_amount", filter=open_links & past_due(today)),
        )
        .order_by("customer_id", "currency")
    )
    found: dict[UUID, list[Totals]] = defaultdict(list)
    for row in rows:
        amounts = (row["paid"] or 0, row["outstanding"] or 0, row["overdue"] or 0)
        found[row["customer_id"]].append(Totals(row["currency"], row["links"], *amounts))
    return found
