"""What staff can do to a payment link: one list for the bulk menu and for the buttons of its page.

Each action calls the verb that the API calls. Other applications add theirs with offer().
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from payment_links import lifecycle
from payment_links.admin import link_verbs
from payment_links.admin.link_verbs import Verb
from payment_links.errors import DomainError
from payment_links.models import PaymentLink

Status = PaymentLink.Status


class ReasonMissingError(DomainError):
    code = "invalid_value"
    http_status = 422
    description = "Give a reason first."
    property = "reason"


def _no_notices(link: PaymentLink) -> list[str]:
    """Most actions have nothing to say beforehand."""
    return []


@dataclass(frozen=True, slots=True)
class LinkAction:
    """One action. is_offered: whether a link's page shows the button.

    warning: what the payer will see, asked to be confirmed; values: what the verb reads from the
    form of the page. is_bulk: whether the list offers it too. notices: what the page says of the
    link before the action is taken. reason_label: what the reason beside a warning is for;
    needs_reason: whether the page insists on one. statuses: of links that the list expects it to
    fit; the verb itself decides. explanation: what the list says of it when there is no warning.
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
    statuses: frozenset[str] = frozenset(Status)
    explanation: Any = ""


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


def _is_sendable(link: PaymentLink) -> bool:
    return link.status in {Status.CREATED, Status.COMPLETED} and not link.customer.is_erased


def _is_extendable(link: PaymentLink) -> bool:
    is_open = link.status in {Status.CREATED, Status.EXPIRED} and not link.customer.is_erased
    return is_open and not lifecycle.is_credited(link)


def _is_open(link: PaymentLink) -> bool:
    return link.status == Status.CREATED


def _is_hosted(link: PaymentLink) -> bool:
    """Whether payers are sent to our page: a custom checkout's address is not ours to replace."""
    return not link.custom_checkout_url


def _is_never_a_button(link: PaymentLink) -> bool:
    """Shown beside the row it is about and not among the buttons of the page."""
    return False


UNPAID = frozenset({Status.CREATED})
SENDABLE = frozenset({Status.CREATED, Status.COMPLETED})
_SENDING = gettext_lazy(
    "Every customer gets a message now. Of a paid link they get the receipt's words."
)

for _action in (
    LinkAction(
        "send_sms",
        gettext_lazy("Send by SMS"),
        "sms",
        link_verbs.send("sms"),
        _is_sendable,
        statuses=SENDABLE,
        explanation=_SENDING,
    ),
    LinkAction(
        "send_email",
        gettext_lazy("Send by e-mail"),
        "mail",
        link_verbs.send("email"),
        _is_sendable,
        statuses=SENDABLE,
        explanation=_SENDING,
    ),
    LinkAction(
        "send_both",
        gettext_lazy("Send by SMS and e-mail"),
        "send",
        link_verbs.send("sms", "email"),
        _is_never_a_button,
        statuses=SENDABLE,
        explanation=_SENDING,
    ),
    LinkAction(
        "remind",
        gettext_lazy("Remind"),
        "notifications_active",
        link_verbs.remind,
        _is_never_a_button,
        statuses=UNPAID,
        explanation=gettext_lazy(
            "Unpaid links that were sent before go out again by the channel that was last used. "
            "Nobody is reminded within 24 hours of the last message."
        ),
    ),
    LinkAction(
        "extend",
        gettext_lazy("Extend by 30 days"),
        "event_upcoming",
        link_verbs.extend,
        _is_extendable,
        statuses=frozenset({Status.CREATED, Status.EXPIRED}),
        explanation=gettext_lazy("Every link can be paid for 30 more days."),
    ),
    LinkAction(
        "cancel",
        gettext_lazy("Cancel link"),
        "cancel",
        link_verbs.cancel,
        _is_open,
        statuses=UNPAID,
        warning=gettext_lazy(
            "The payer can no longer pay, and sees that the request was withdrawn. The tenant is "
            "told. This cannot be undone."
        ),
        needs_reason=True,
    ),
    LinkAction(
        "replace_address",
        gettext_lazy("Replace the address"),
        "link_off",
        link_verbs.replace_address,
        _is_hosted,
        is_bulk=False,
        warning=gettext_lazy(
            "For a link that went to the wrong person. Whoever has the present address sees that "
            "the link does not exist, also where it is printed on an invoice. Nothing is sent by "
            "this, and messages that still wait are not sent. Correct the customer first, then "
            "send the link again. The code that tells it is genuine stays the same."
        ),
        needs_reason=True,
    ),
    LinkAction(
        "redeliver",
        gettext_lazy("Deliver failed status callbacks again"),
        "sync",
        link_verbs.redeliver,
        _is_never_a_button,
    ),
    LinkAction(
        "resolve",
        gettext_lazy("Mark exceptions as resolved"),
        "task_alt",
        link_verbs.resolve,
        _is_never_a_button,
    ),
    LinkAction(
        "note",
        gettext_lazy("Add a note"),
        "note_add",
        link_verbs.note,
        _is_never_a_button,
        is_bulk=False,
    ),
):
    offer(_action)
