"""What the page People lists: persons with their roles, and open invitations."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from payment_links.admin import access, second_factor
from payment_links.models import Invitation, Membership, Merchant

MOST_INVITATIONS = 100


def persons(members: Iterable[Membership]) -> list[dict[str, Any]]:
    """Whom the page lists: each with their memberships, which stand one after the other."""
    rows = list(members)
    protected = second_factor.with_second_factor({member.user_id for member in rows})
    return [
        {
            "user": user,
            "name": user.display_name,
            "memberships": list(memberships),
            "is_protected": user.pk in protected,
        }
        for user, memberships in groupby(rows, key=lambda member: member.user)
    ]


def open_invitations(
    request: HttpRequest, merchants: list[Merchant], now: datetime
) -> list[dict[str, Any]]:
    """What the page says of each; names of foreign merchants it also covers are left out."""
    found = Invitation.objects.open().filter(merchants__in=merchants).distinct()
    own: set[UUID] = {merchant.pk for merchant in merchants}
    told = []
    rows = found.select_related("invited_by").prefetch_related("merchants")
    for invitation in rows.order_by("-sent_at", "-pk")[:MOST_INVITATIONS]:
        covered = list(invitation.merchants.all())
        told.append(
            {
                "invitation": invitation,
                "names": ", ".join(sorted(m.name for m in covered if m.pk in own)),
                "is_over": invitation.expires_at <= now,
                "is_own": all(access.may_edit_merchant(request, m.pk) for m in covered),
            }
        )
    return told
