"""The saved views of the list of links: what each of them holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payment_links.lateness import past_due
from payment_links.models import Distribution, LinkException, PaymentLink, StatusCallback
from payment_links.models.outbox import OutboxRow

Links = QuerySet[PaymentLink]


@dataclass(frozen=True, slots=True)
class SavedView:
    """One tab above the list. narrow: what it keeps of the links, by the office's today.

    explanation: what to say while it holds nothing.
    """

    slug: str
    title: Any
    narrow: Callable[[Links, date], Links]
    explanation: Any


def with_open_exception(links: Links) -> Links:
    """Links with an exception that nobody has resolved."""
    return links.filter(Exists(_open_exceptions()))


def not_delivered(links: Links) -> Links:
    """Unpaid links with a message that failed."""
    return links.filter(Exists(_failed_messages()), status=PaymentLink.Status.CREATED)


def overdue(links: Links, today: date) -> Links:
    """Unpaid links whose due date has passed."""
    return links.filter(past_due(today), status=PaymentLink.Status.CREATED)


def tenant_not_told(links: Links) -> Links:
    """Links of which a status callback was given up."""
    return links.filter(Exists(_dead_callbacks()))


def waiting(links: Links) -> Links:
    """Unpaid links that can still be paid."""
    return links.filter(status=PaymentLink.Status.CREATED)


def paid_on(links: Links, day: date) -> Links:
    """Links of which we learned on that day of the office's calendar that they are paid."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    return links.filter(
        completed_at__gte=start, completed_at__lte=datetime.combine(day, time.max, start.tzinfo)
    )


def needs_action(links: Links) -> Links:
    """Links about which a person must do something: money that does not fit, lost messages.

    Collected from the three small tables that tell of it: three conditions joined by "or" would be
    asked of every link there is.
    """
    lost = _all_failed_messages().filter(payment_link__status=PaymentLink.Status.CREATED)
    first, *others = (
        rows.values("payment_link")
        for rows in (_all_open_exceptions(), lost, _all_dead_callbacks())
    )
    return links.filter(pk__in=cast(Any, first.union(*others)))


SAVED_VIEWS = (
    SavedView(
        "needs_action",
        _("Needs action"),
        lambda links, _today: needs_action(links),
        _(
            "Nothing waits for you. Links come here when money arrived that does not fit, when a "
            "message did not arrive, or when the tenant could not be told."
        ),
    ),
    SavedView(
        "not_delivered",
        _("Not delivered"),
        lambda links, _today: not_delivered(links),
        _(
            "Every message arrived. Unpaid links come here when an SMS or an e-mail failed: send "
            "them by the other channel, or correct the address."
        ),
    ),
    SavedView(
        "waiting",
        _("Waiting"),
        lambda links, _today: waiting(links),
        _("No link waits for its payment. Links stay here until they are paid, or run out."),
    ),
    SavedView(
        "overdue",
        _("Overdue"),
        overdue,
        _(
            "Nothing is late. Unpaid links come here the day after their due date: choose them and "
            "remind, or extend them."
        ),
    ),
    SavedView(
        "paid_today",
        _("Paid today"),
        paid_on,
        _("Nothing was paid today so far. Paid links stand here until midnight."),
    ),
    SavedView(
        "exceptions",
        _("Exceptions"),
        lambda links, _today: with_open_exception(links),
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


def _failed_messages() -> QuerySet[Distribution]:
    return _all_failed_messages().filter(payment_link=OuterRef("pk"))


def _dead_callbacks() -> QuerySet[StatusCallback]:
    return _all_dead_callbacks().filter(payment_link=OuterRef("pk"))


def _all_open_exceptions() -> QuerySet[LinkException]:
    return LinkException.objects.filter(resolved_at__isnull=True)


def _all_failed_messages() -> QuerySet[Distribution]:
    return Distribution.objects.filter(status=Distribution.Status.FAILED)


def _all_dead_callbacks() -> QuerySet[StatusCallback]:
    return StatusCallback.objects.filter(state=OutboxRow.State.DEAD)
