"""Visits of the accountant's page: since when is something new."""

from datetime import datetime, timedelta

from invoicing.models import BooksVisit
from payment_links.models import User

# Looking again so soon, or reloading the page, is the same visit.
SAME_VISIT = timedelta(minutes=30)


def record_visit(user: User, now: datetime) -> datetime | None:
    """Write that the user looks at the books; returns when they did before, None the first time."""
    visit, is_first = BooksVisit.objects.get_or_create(user=user, defaults={"visited_at": now})
    if is_first:
        return None
    if now - visit.visited_at >= SAME_VISIT:
        visit.previous_visit_at = visit.visited_at
    visit.visited_at = now
    visit.save(update_fields=["visited_at", "previous_visit_at"])
    return visit.previous_visit_at
