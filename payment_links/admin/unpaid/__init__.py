"""Why a link is unpaid and what to do about it: rules over plain facts, the first that fits."""

from payment_links.admin.unpaid.facts import Facts, gather_facts, gather_failure
from payment_links.admin.unpaid.reasons import RULES, Reason, explain, why_unpaid
from payment_links.admin.unpaid.rules import SEND_EMAIL, SEND_SMS, after_lost_message

__all__ = [
    "RULES",
    "SEND_EMAIL",
    "SEND_SMS",
    "Facts",
    "Reason",
    "after_lost_message",
    "explain",
    "gather_facts",
    "gather_failure",
    "why_unpaid",
]
