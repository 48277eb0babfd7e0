"""The first rule that fits a link, in words."""

from dataclasses import dataclass

from payment_links.admin.unpaid.customer import SILENT, TRYING
from payment_links.admin.unpaid.ended import ENDED, MONEY
from payment_links.admin.unpaid.facts import Facts
from payment_links.admin.unpaid.rules import Rule
from payment_links.admin.unpaid.waiting import PAYING, SENDING
from payment_links.models import PaymentLink

# In this order: money that does not fit before everything, the customer's silence last.
RULES = (*MONEY, *ENDED, *PAYING, *SENDING, *TRYING, *SILENT)


@dataclass(frozen=True, slots=True)
class Reason:
    """sentence: what happened and what to do. action: the name of what does it, or empty."""

    sentence: str
    action: str = ""


def why_unpaid(facts: Facts) -> Rule | None:
    """The rule for these facts; None for a paid link about which there is nothing to say."""
    rules = MONEY if facts.status == PaymentLink.Status.COMPLETED else RULES
    return next((rule for rule in rules if rule.fits(facts)), None)


def explain(facts: Facts) -> Reason:
    """One sentence in the reader's language, and the action that it asks for."""
    rule = why_unpaid(facts)
    if rule is None:
        return Reason("")
    words = {
        "method": facts.method,
        "failure": str(facts.failure),
        "ocr": facts.ocr,
        "due_date": facts.due_date.isoformat() if facts.due_date else "",
    }
    action = rule.does if isinstance(rule.does, str) else rule.does(facts)
    return Reason(str(rule.says) % words, action)
