"""Why a link is unpaid and what to do about it: rules over plain facts, the first that fits."""

from payment_links.admin.unpaid.facts import Facts, gather_facts
from payment_links.admin.unpaid.reasons import RULES, Reason, explain, why_unpaid

__all__ = ["RULES", "Facts", "Reason", "explain", "gather_facts", "why_unpaid"]
