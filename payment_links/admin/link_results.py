"""What the page after an action on several links shows: one outcome per link."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from payment_links.admin import display, link_page
from payment_links.admin.link_runs import Outcome, Run
from payment_links.models import PaymentLink


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One link as it is now, and what became of it."""

    url: str
    customer: str
    contact: str
    amount: SafeString
    status: SafeString
    merchant: str
    outcome: SafeString
    text: str


def result_context(run: Run, links: QuerySet[PaymentLink]) -> dict[str, Any]:
    """The outcomes for the template, refusals first. links: what the user may see."""
    found = links.in_bulk([outcome.link_id for outcome in run.outcomes])
    shown = [outcome for outcome in run.outcomes if outcome.link_id in found]
    return {
        "count": len(shown),
        "done": sum(outcome.is_done for outcome in shown),
        "refused": sum(not outcome.is_done for outcome in shown),
        "rows": [
            _row(found[outcome.link_id], outcome)
            for outcome in sorted(shown, key=lambda outcome: outcome.is_done)
        ],
        "back": run.back,
    }


def _row(link: PaymentLink, outcome: Outcome) -> ResultRow:
    return ResultRow(
        url=display.change_url("payment_links.paymentlink", link.pk),
        customer=link.customer.full_name,
        contact=link.customer.phone or link.customer.email,
        amount=display.amount_cell(link.total_amount, link.currency),
        status=link_page.status_tag(link),
        merchant=link.merchant.name,
        outcome=display.outcome_tag(is_done=outcome.is_done),
        text=outcome.text,
    )
