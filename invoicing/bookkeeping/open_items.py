"""Open items: what customers still owe, how old that is, and what was paid too much."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Case, Exists, F, Max, OuterRef, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from invoicing.bookkeeping.open_days import day_of
from invoicing.models import BookEntry
from payment_links.models import LinkException, Merchant, Payment, PaymentLink

Kind = BookEntry.Kind
LISTED = 30


class Age(StrEnum):
    """How many days an item is overdue."""

    NOT_DUE = "NOT_DUE"
    DAYS_1_30 = "DAYS_1_30"
    DAYS_31_60 = "DAYS_31_60"
    DAYS_61_90 = "DAYS_61_90"
    OVER_90 = "OVER_90"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """A link whose sales, credits and payments do not add up to nothing.

    amount: minor units; positive is owed by the customer, negative was paid too much.
    due_date: of the invoice; without one the day of the last entry. is_paid_in_part: a part of it
    came in by the bank, and only the bank statement says how much.
    """

    payment_link_id: UUID
    document_number: str
    customer: str
    currency: str
    amount: int
    due_date: date
    days_late: int
    is_paid_in_part: bool

    @property
    def age(self) -> Age:
        return age_of(self.days_late)


@dataclass(frozen=True, slots=True)
class AgeSum:
    """All open items of one age: how many and how much, minor units."""

    count: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItems:
    """What is open. ages: per currency; items and overpaid: the LISTED oldest.

    surpluses: links that more was deposited for than asked; the payments service does not say how
    much. overpaid_count: of all, listed or not.
    """

    ages: dict[str, dict[Age, AgeSum]]
    items: tuple[OpenItem, ...]
    items_count: int
    overpaid: tuple[OpenItem, ...]
    overpaid_count: int
    surpluses: tuple[OpenItem, ...]


def age_of(days_late: int) -> Age:
    """The bucket of so many days after the due date; nought and less is not due yet."""
    limits = ((0, Age.NOT_DUE), (30, Age.DAYS_1_30), (60, Age.DAYS_31_60), (90, Age.DAYS_61_90))
    return next((age for limit, age in limits if days_late <= limit), Age.OVER_90)


def open_items(merchants: Collection[Merchant] | QuerySet[Merchant], today: date) -> OpenItems:
    """What is owed and overpaid by the entries so far. today: on the merchants' calendar."""
    ages: dict[str, dict[Age, AgeSum]] = {}
    owed: list[dict[str, Any]] = []
    overpaid: list[dict[str, Any]] = []
    items_count = overpaid_count = 0
    for row in _balances(merchants).iterator():
        if row["balance"] < 0:
            overpaid_count += 1
            overpaid += [row] if overpaid_count <= LISTED else []
            continue
        items_count += 1
        owed += [row] if items_count <= LISTED else []
        of_currency = ages.setdefault(row["currency"], {age: AgeSum(0, 0) for age in Age})
        age = age_of((today - row["due"]).days)
        before = of_currency[age]
        of_currency[age] = AgeSum(before.count + 1, before.amount + row["balance"])
    surpluses = _surpluses(merchants)
    links = _links({row["payment_link_id"] for row in (*owed, *overpaid, *surpluses)})
    return OpenItems(
        ages=ages,
        items=tuple(_item(row, links, today) for row in owed),
        items_count=items_count,
        overpaid=tuple(_item(row, links, today) for row in overpaid),
        overpaid_count=overpaid_count,
        surpluses=tuple(_item(row, links, today) for row in surpluses),
    )


def _balances(merchants: Collection[Merchant] | QuerySet[Merchant]) -> Any:
    """Per link and currency what its entries leave open, oldest due date first."""
    signed = Case(
        When(kind=Kind.PAYMENT, then=-F("gross_amount")),
        default=F("gross_amount"),
        output_field=BigIntegerField(),
    )
    return (
        BookEntry.objects.of(merchants)
        .values("payment_link_id", "currency")
        .annotate(balance=Sum(signed), due=Coalesce(Max("invoice__due_date"), Max("entry_date")))
        .exclude(balance=0)
        .order_by("due", "payment_link_id")
    )


def _surpluses(merchants: Collection[Merchant] | QuerySet[Merchant]) -> list[dict[str, Any]]:
    """Deposits of more than was asked for, until somebody has settled them."""
    unsettled = LinkException.objects.filter(
        payment=OuterRef("pk"),
        kind=LinkException.Kind.AMOUNT_MISMATCH,
        resolved_at__isnull=True,
    )
    deposits = Payment.objects.filter(
        Exists(unsettled),
        payment_link__merchant__in=merchants,
        provider=Payment.DEPOSIT[0],
        status__in=Payment.PAID_STATUSES,
        amount=F("payment_link__total_amount"),
    )
    rows = deposits.order_by("completed_at", "pk").values_list(
        "payment_link_id", "currency", "completed_at", "payment_link__merchant__time_zone"
    )
    return [
        {
            "payment_link_id": link_id,
            "currency": currency,
            "balance": 0,
            "due": day_of(paid_at, time_zone),
        }
        for link_id, currency, paid_at, time_zone in rows[:LISTED]
        if paid_at is not None
    ]


def _links(link_ids: set[UUID]) -> dict[UUID, PaymentLink]:
    part = Payment.objects.filter(payment_link=OuterRef("pk"), status=Payment.Status.UNDERFUNDED)
    links = PaymentLink.objects.select_related("customer", "invoice", "receipt")
    return links.annotate(is_paid_in_part=Exists(part)).in_bulk(list(link_ids))


def _item(row: dict[str, Any], links: dict[UUID, PaymentLink], today: date) -> OpenItem:
    link = links[row["payment_link_id"]]
    document = getattr(link, "invoice", None) or getattr(link, "receipt", None)
    customer = link.customer
    return OpenItem(
        payment_link_id=link.pk,
        document_number=document.number if document else "",
        customer=document.buyer.get("name", "") if document else customer.buyer_name,
        currency=row["currency"],
        amount=row["balance"],
        due_date=row["due"],
        days_late=(today - row["due"]).days,
        is_paid_in_part=bool(getattr(link, "is_paid_in_part", False)),
    )
