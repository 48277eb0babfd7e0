"""What staff can do to a payment link: one list for the bulk menu and for the buttons of its page.

Each action calls the verb that the API calls. Other applications add theirs with offer().
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from payment_links import (
    distribution,
    extensions,
    lifecycle,
    link_exceptions,
    links,
    notes,
    status_callbacks,
)
from payment_links.errors import DomainError
from payment_links.models import Actor, PaymentLink, StatusCallback
from payment_links.models.outbox import OutboxRow

Status = PaymentLink.Status
EXTENSION_DAYS = 30
LONGEST_EXTENSION_DAYS = extensions.LONGEST_EXTENSION_DAYS
KeyT = TypeVar("KeyT")


class Verb(Protocol):
    """Does one thing to one link; returns the sentence that says what happened."""

    def __call__(
        self, link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime
    ) -> str: ...


class NothingToRedeliverError(DomainError):
    description = "There is no status callback to deliver again."


class ReasonMissingError(DomainError):
    code = "invalid_value"
    http_status = 422
    description = "Give a reason first."
    property = "reason"


class IncompleteFormError(DomainError):
    code = "invalid_value"
    http_status = 422
    description = "The form is not complete."


def _no_notices(link: PaymentLink) -> list[str]:
    """Most actions have nothing to say beforehand."""
    return []


@dataclass(frozen=True, slots=True)
class LinkAction:
    """One action. is_offered: whether a link's page shows the button.

    warning: what the payer will see, asked to be confirmed; values: what the verb reads from the
    form of the page. is_bulk: whether the list offers it too. notices: what the page says of the
    link before the action is taken. reason_label: what the reason beside a warning is for;
    needs_reason: whether the page insists on one.
    """

    name: str
    label: Any
    icon: str
    verb: Verb
    is_offered: Callable[[PaymentLink], bool]
    warning: Any = ""
    is_bulk: bool = True
    notices: Callable[[PaymentLink], list[str]] = _no_notices
    reason_label: Any = gettext_lazy("Reason (for your colleagues)")
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class LinkForm:
    """A page of its own about one link, for what needs more than a button.

    view: the name of its address, which takes the link's id. is_offered: as of an action.
    """

    label: Any
    icon: str
    view: str
    is_offered: Callable[[PaymentLink], bool]


_actions: dict[str, LinkAction] = {}
_forms: list[LinkForm] = []


def offer(action: LinkAction) -> None:
    """Add an action to every link's page and, when it is a bulk action, to the list."""
    _actions[action.name] = action


def offer_form(form: LinkForm) -> None:
    """Add a way to the form to every link's page."""
    _forms.append(form)


def offered_forms() -> list[LinkForm]:
    """All forms, in the order in which they were added."""
    return list(_forms)


def offered() -> list[LinkAction]:
    """All actions, in the order in which they were added."""
    return list(_actions.values())


def find(name: str) -> LinkAction | None:
    """The action of that name."""
    return _actions.get(name)


def _cancel(link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime) -> str:
    links.cancel_link(link.pk, actor=actor, now=now, reason=values.get("reason", "").strip()[:500])
    return _("The payment link is cancelled.")


def _extend(link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime) -> str:
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


def _send(method: str) -> Verb:
    def send(link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime) -> str:
        messages = distribution.distribute(
            link.pk,
            [method],
            customer_phone=values.get("customer_phone", "").strip() or None,
            customer_email=values.get("customer_email", "").strip() or None,
            actor=actor,
            now=now,
        )
        recipients = ", ".join(message.recipient for message in messages)
        return _("Queued to be sent to %(recipients)s.") % {"recipients": recipients}

    return send


def _redeliver(link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime) -> str:
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


def _resolve(link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime) -> str:
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


def _note(link: PaymentLink, values: Mapping[str, str], *, actor: Actor, now: datetime) -> str:
    notes.add_note(link.pk, values.get("text", ""), actor=actor, now=now)
    return _("The note is saved.")


def _is_sendable(link: PaymentLink) -> bool:
    return link.status in {Status.CREATED, Status.COMPLETED} and not link.customer.is_erased


def _is_extendable(link: PaymentLink) -> bool:
    is_open = link.status in {Status.CREATED, Status.EXPIRED} and not link.customer.is_erased
    return is_open and not lifecycle.is_credited(link)


def _is_open(link: PaymentLink) -> bool:
    return link.status == Status.CREATED


def _is_never_a_button(link: PaymentLink) -> bool:
    """Shown beside the row it is about and not among the buttons of the page."""
    return False


for _action in (
    LinkAction("send_sms", gettext_lazy("Send by SMS"), "sms", _send("sms"), _is_sendable),
    LinkAction("send_email", gettext_lazy("Send by e-mail"), "mail", _send("email"), _is_sendable),
    LinkAction(
        "extend", gettext_lazy("Extend by 30 days"), "event_upcoming", _extend, _is_extendable
    ),
    LinkAction(
        "cancel",
        gettext_lazy("Cancel link"),
        "cancel",
        _cancel,
        _is_open,
        warning=gettext_lazy(
            "The payer can no longer pay, and sees that the request was withdrawn. The tenant is "
            "told. This cannot be undone."
        ),
        needs_reason=True,
    ),
    LinkAction(
        "redeliver",
        gettext_lazy("Deliver failed status callbacks again"),
        "sync",
        _redeliver,
        _is_never_a_button,
    ),
    LinkAction(
        "resolve",
        gettext_lazy("Mark exceptions as resolved"),
        "task_alt",
        _resolve,
        _is_never_a_button,
    ),
    LinkAction(
        "note", gettext_lazy("Add a note"), "note_add", _note, _is_never_a_button, is_bulk=False
    ),
):
    offer(_action)
