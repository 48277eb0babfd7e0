"""The saved views of the list of links: what each of them holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payment_links.lateness import past_due
from payment_links.models import Distribution, LinkException, PaymentLink, StatusCallback
from payment_links.models.distributions import DistributionQuerySet
from payment_links.models.outbox import OutboxRow

Links = QuerySet[PaymentLink]


@dataclass(frozen=True, slots=True)
class SavedView:
    """One tab above the list. narrow: what it keeps of the links, by the office's today.

    condition: the same, asked of every link of a few. explanation: what to say while it holds
    nothing.
    """

    slug: str
    title: Any
    narrow: Callable[[Links, date], Links]
    condition: Callable[[date], Q]
    explanation: Any


def with_open_exception(links: Links) -> Links:
    """Links with an exception that nobody has resolved."""
    return links.filter(Exists(_open_exceptions()))


def not_delivered(links: Links) -> Links:
    """Unpaid links with a message that failed."""
    return links.filter(_is_not_delivered())


def overdue(links: Links, today: date) -> Links:
    """Unpaid links whose due date has passed."""
    return links.filter(_is_overdue(today))


def tenant_not_told(links: Links) -> Links:
    """Links of which a status callback was given up."""
    return links.filter(Exists(_dead_callbacks()))


def waiting(links: Links) -> Links:
    """Unpaid links that can still be paid."""
    return links.filter(_is_waiting())


def paid_on(links: Links, day: date) -> Links:
    """Links of which we learned on that day of the office's calendar that they are paid."""
    return links.filter(_was_paid_on(day))


def needs_action(links: Links) -> Links:
    """Links about which a person must do something: money that does not fit, lost messages.

    Collected from the three small tables that tell of it: three conditions joined by "or" would be
    asked of every link there is.
    """
    # Between two keys PostgreSQL expects few messages, and looks up the link of each.
    present = _all_failed_messages().of_present_address()
    lost = present.filter(
        payment_link__status=PaymentLink.Status.CREATED,
        payment_link_id__lte=_first_waiting("-pk"),
    )
    first, *others = (
        rows.values("payment_link")
        for rows in (_all_open_exceptions(), lost, _all_dead_callbacks())
    )
    return links.filter(pk__in=cast(Any, first.union(*others)))


def _is_waiting() -> Q:
    return Q(status=PaymentLink.Status.CREATED)


def _is_overdue(today: date) -> Q:
    return _is_waiting() & past_due(today)


def _is_not_delivered() -> Q:
    return _is_waiting() & Q(Exists(_failed_messages()))


def _was_paid_on(day: date) -> Q:
    start = timezone.make_aware(datetime.combine(day, time.min))
    end = datetime.combine(day, time.max, start.tzinfo)
    return Q(completed_at__gte=start, completed_at__lte=end)


def _needs_action() -> Q:
    return Q(Exists(_open_exceptions())) | _is_not_delivered() | Q(Exists(_dead_callbacks()))


SAVED_VIEWS = (
    SavedView(
        "needs_action",
        _("Needs action"),
        lambda links, _today: needs_action(links),
        lambda _today: _needs_action(),
        _(
            "Nothing waits for you. Links come here when money arrived that does not fit, when a "
            "message did not arrive, or when the tenant could not be told."
        ),
    ),
    SavedView(
        "not_delivered",
        _("Not delivered"),
        lambda links, _today: not_delivered(links),
        lambda _today: _is_not_delivered(),
        _(
            "Every message arrived. Unpaid links come here when an SMS or an e-mail failed: send "
            "them by the other channel, or correct the address."
        ),
    ),
    SavedView(
        "waiting",
        _("Waiting"),
        lambda links, _today: waiting(links),
        lambda _today: _is_waiting(),
        _("No link waits for its payment. Links stay here until they are paid, or run out."),
    ),
    SavedView(
        "overdue",
        _("Overdue"),
        overdue,
        _is_overdue,
        _(
            "Nothing is late. Unpaid links come here the day after their due date: choose them and "
            "remind, or extend them."
        ),
    ),
    SavedView(
        "paid_today",
        _("Paid today"),
        paid_on,
        _was_paid_on,
        _("Nothing was paid today so far. Paid links stand here until midnight."),
    ),
    SavedView(
        "exceptions",
        _("Exceptions"),
        lambda links, _today: with_open_exception(links),
        lambda _today: Q(Exists(_open_exceptions())),
        _(
            "No exception is open. A link comes here when it was paid twice, too late, or with "
            "another amount, until somebody marks that as resolved."
        ),
    ),
)


def find_view(slug: str | None) -> SavedView | None:
    """The saved view of that slug; None for all links."""
    return next((view for view in SAVED_VIEWS if view.slug == slug), None)


def _open_exceptions() -> QuerySet[LinkException]:
    return _all_open_exceptions().filter(payment_link=OuterRef("pk"))


def _failed_messages() -> DistributionQuerySet:
    present = _all_failed_messages().of_present_address(OuterRef("address_replaced_at"))
    return present.filter(payment_link=OuterRef("pk"))


def _dead_callbacks() -> QuerySet[StatusCallback]:
    return _all_dead_callbacks().filter(payment_link=OuterRef("pk"))


def _all_open_exceptions() -> QuerySet[LinkException]:
    return LinkException.objects.filter(resolved_at__isnull=True)


def _all_failed_messages() -> DistributionQuerySet:
    """Those of the oldest link that waits and of newer ones: the others are settled.

    Two years of failures would be joined with their links to find the few that still matter.
    """
    return Distribution.objects.filter(
        status=Distribution.Status.FAILED, payment_link_id__gte=_first_waiting("pk")
    )


def _first_waiting(order: str) -> Subquery:
    return Subquery(PaymentLink.objects.unpaid().order_by(order).values("pk")[:1])


def _all_dead_callbacks() -> QuerySet[StatusCallback]:
    return StatusCallback.objects.filter(state=OutboxRow.State.DEAD)
