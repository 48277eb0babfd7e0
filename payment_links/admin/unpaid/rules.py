"""What a rule is, and the actions that rules choose by who can be reached how."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from payment_links.admin.unpaid.facts import Facts
from payment_links.models import Distribution

Channel = Distribution.Channel

# Names of link_actions, and what a page offers besides: see link_buttons.
SEND_SMS, SEND_EMAIL, EXTEND = "send_sms", "send_email", "extend"
ISSUE_INVOICE, REDELIVER = "issue_invoice", "redeliver"
COPY, PAYMENT, DUPLICATE = "copy", "payment", "duplicate"


@dataclass(frozen=True, slots=True)
class Rule:
    """One situation. says: what happened and what to do, with places for words of the facts.

    does: the name of the action it asks for, or how it is chosen; empty when there is none.
    """

    name: str
    fits: Callable[[Facts], bool]
    says: Any
    does: str | Callable[[Facts], str] = ""


def after_failure(facts: Facts) -> str:
    """Once more when the last message failed for a passing reason, else the other way.

    For those whom nothing else has reached.
    """
    by_sms = [SEND_SMS] if facts.can_sms else []
    by_email = [SEND_EMAIL] if facts.can_email else []
    again, other = (by_sms, by_email) if facts.channel == Channel.SMS else (by_email, by_sms)
    ways = [*again, *other] if facts.is_failure_passing else other
    return (ways or [COPY])[0]


def after_lost_message(facts: Facts) -> str:
    """As after_failure; who was reached otherwise is reminded, though a message was lost."""
    return after_failure(facts) if facts.has_reached_nobody else reminder(facts)


def reminder(facts: Facts) -> str:
    """Once more the way that worked, else the other one, else the address to hand over."""
    by_email = [SEND_EMAIL] if facts.can_email else []
    by_sms = [SEND_SMS] if facts.can_sms else []
    order = by_email + by_sms if facts.reached_by == Channel.EMAIL else by_sms + by_email
    return (order or [COPY])[0]


def other_way(facts: Facts) -> str:
    """The channel that was not tried last, else as a reminder."""
    if facts.channel == Channel.SMS and facts.can_email:
        return SEND_EMAIL
    if facts.channel == Channel.EMAIL and facts.can_sms:
        return SEND_SMS
    return reminder(facts)
