"""What the page before an action on several links shows: which they are, and which will refuse."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from payment_links.admin import access, display, link_page
from payment_links.admin.link_actions import LinkAction
from payment_links.admin.link_downloads import LinkDownload
from payment_links.models import PaymentLink

LINKS_PREVIEWED = 50


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One chosen link. note: what is special about it; will_refuse: that nothing will be done."""

    customer: str
    contact: str
    amount: SafeString
    status: SafeString
    due: SafeString
    merchant: str
    note: str
    will_refuse: bool


def preview_context(
    request: HttpRequest, choice: LinkAction | LinkDownload, ids: list[UUID]
) -> dict[str, Any]:
    """The chosen links for the template; those that will refuse come first."""
    refusals = _refusals(request, choice, ids) if isinstance(choice, LinkAction) else {}
    notes = choice.notes(ids) if isinstance(choice, LinkDownload) else refusals
    first = sorted(ids, key=lambda link_id: link_id not in refusals)[:LINKS_PREVIEWED]
    links = PaymentLink.objects.select_related("customer", "merchant").in_bulk(first)
    return {
        "choice": choice,
        "is_download": isinstance(choice, LinkDownload),
        "count": len(ids),
        "refused": len(refusals),
        "fitting": len(ids) - len(refusals),
        "rows": [_row(links[link_id], notes, refusals) for link_id in first],
        "hidden": len(ids) - len(first),
        "links": ",".join(str(link_id) for link_id in ids),
    }


def _refusals(request: HttpRequest, action: LinkAction, ids: list[UUID]) -> dict[UUID, str]:
    """Why links will be left as they are, as far as their status and the user's role tell."""
    labels = dict(PaymentLink.Status.choices)
    found = PaymentLink.objects.filter(pk__in=ids).values_list("pk", "status", "merchant_id")
    refusals: dict[UUID, str] = {}
    for link_id, status, merchant_id in found:
        if not access.may_act_for(request, merchant_id):
            refusals[link_id] = _("You may only read this merchant's links.")
        elif status not in action.statuses:
            label = str(labels[PaymentLink.Status(status)])
            refusals[link_id] = _("Will be left as it is: %(status)s.") % {"status": label.lower()}
    return refusals


def _row(link: PaymentLink, notes: dict[UUID, str], refusals: dict[UUID, str]) -> PreviewRow:
    return PreviewRow(
        customer=link.customer.full_name,
        contact=link.customer.phone or link.customer.email,
        amount=display.amount_cell(link.total_amount, link.currency),
        status=link_page.status_tag(link),
        due=link_page.due_cell(link),
        merchant=link.merchant.name,
        note=notes.get(link.pk, ""),
        will_refuse=link.pk in refusals,
    )
