"""What staff do to a payment link: each calls the verb that the API calls, and says what it did."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Protocol, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from payment_links import (
    checkout_tokens,
    distribution,
    extensions,
    link_exceptions,
    links,
    notes,
    status_callbacks,
)
from payment_links.errors import DomainError
from payment_links.models import Actor, Distribution, PaymentLink, StatusCallback
from payment_links.models.outbox import OutboxRow

EXTENSION_DAYS = 30
LONGEST_REASON = 500
LONGEST_EXTENSION_DAYS = extensions.LONGEST_EXTENSION_DAYS
KeyT = TypeVar("KeyT")


class Verb(Protocol):
    """Does one thing to one link; returns the sentence that says what happened."""

    def __call__(
        self, link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime
    ) -> str: ...


class NothingToRedeliverError(DomainError):
    description = "There is no status callback to deliver again."


class IncompleteFormError(DomainError):
    code = "invalid_value"
    http_status = 422
    description = "The form is not complete."


def cancel(link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime) -> str:
    """The reason, if any, is kept as a note."""
    links.cancel_link(
        link.pk, actor=actor, now=now, reason=values.get("reason", "").strip()[:LONGEST_REASON]
    )
    return _("The payment link is cancelled.")


def replace_address(
    link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime
) -> str:
    """The reason is kept as a note."""
    reason = values.get("reason", "").strip()[:LONGEST_REASON]
    checkout_tokens.rotate_checkout_token(link.pk, actor=actor, now=now, reason=reason)
    return _("The link has a new address. Check the customer’s contact details and send it again.")


def extend(link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime) -> str:
    """Until the chosen day, else by the chosen days, else by EXTENSION_DAYS."""
    last_date = _chosen(values["until"], date.fromisoformat) if values.get("until") else None
    days = _chosen(values.get("days") or str(EXTENSION_DAYS), _whole_days)
    expires_at = extensions.extend_link(
        link.pk, days=days, last_date=last_date, actor=actor, now=now
    )
    return _("The payment link can be paid until %(day)s.") % {"day": f"{expires_at:%Y-%m-%d}"}


def _whole_days(text: str) -> int:
    """A number of days; a long one is cut to what is refused anyway."""
    days = int(text[:9])
    if days < 1:
        raise extensions.ExtensionRefusedError(most=LONGEST_EXTENSION_DAYS)
    return min(days, LONGEST_EXTENSION_DAYS + 1)


def send(*methods: str) -> Verb:
    """The verb that sends by these channels, "sms" or "email" or both."""

    def verb(link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime) -> str:
        messages = distribution.distribute(
            link.pk,
            methods,
            customer_phone=values.get("customer_phone", "").strip() or None,
            customer_email=values.get("customer_email", "").strip() or None,
            actor=actor,
            now=now,
        )
        return _queued(messages)

    return verb


def remind(link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime) -> str:
    """By the channels that were last used."""
    return _queued(distribution.remind(link.pk, actor=actor, now=now))


def _queued(messages: list[Distribution]) -> str:
    recipients = ", ".join(message.recipient for message in messages)
    return _("Queued to be sent to %(recipients)s.") % {"recipients": recipients}


def redeliver(link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime) -> str:
    """The named callback, else those that were given up."""
    callbacks = StatusCallback.objects.filter(payment_link=link)
    if values.get("callback"):
        callbacks = callbacks.filter(pk=_chosen(values["callback"], UUID))
    else:
        callbacks = callbacks.filter(state=OutboxRow.State.DEAD)
    found = list(callbacks.order_by("pk"))
    if not found:
        raise NothingToRedeliverError
    for callback in found:
        status_callbacks.replay(callback, actor=actor, now=now)
    return ngettext(
        "%(count)d status callback will be delivered again.",
        "%(count)d status callbacks will be delivered again.",
        len(found),
    ) % {"count": len(found)}


def resolve(link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime) -> str:
    """The named exception, else all that are open."""
    only = _chosen(values["exception"], int) if values.get("exception") else None
    count = link_exceptions.resolve_exceptions(link.pk, actor=actor, now=now, only=only)
    return ngettext(
        "%(count)d exception is resolved.", "%(count)d exceptions are resolved.", count
    ) % {"count": count}


def _chosen(text: str, read: Callable[[str], KeyT]) -> KeyT:
    """The key of a row that the form names; raises IncompleteFormError for text that is none."""
    try:
        return read(text)
    except ValueError as error:
        raise IncompleteFormError from error


def note(link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime) -> str:
    """Keep a note for colleagues."""
    notes.add_note(link.pk, values.get("text", ""), actor=actor, now=now)
    return _("The note is saved.")
