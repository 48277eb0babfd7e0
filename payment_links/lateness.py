"""What late means: the due date has passed, on the calendar by which the day is told."""

from datetime import date

from django.db.models import Q


def days_late(due_date: date | None, today: date) -> int:
    """How many days ago the due date was; 0 until the day after it, and without one."""
    return max(0, (today - due_date).days) if due_date else 0


def is_overdue(due_date: date | None, today: date) -> bool:
    """Whether the due date has passed; whether it is still unpaid is for the caller to know."""
    return days_late(due_date, today) > 0


def past_due(today: date) -> Q:
    """The same of rows that have a due_date."""
    return Q(due_date__lt=today)
