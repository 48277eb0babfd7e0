"""The state machine of a payment link: every move, allowed or not."""

import pytest
from django.db import transaction

from payment_links.lifecycle import InvalidTransitionError, change_status
from payment_links.models import SYSTEM, PaymentLink, StatusCallback, TimelineEntry
from tests.builders import NOON, make_link

pytestmark = pytest.mark.django_db

ALLOWED = {
    ("CREATED", "COMPLETED"),
    ("CREATED", "EXPIRED"),
    ("CREATED", "CANCELLED"),
    ("EXPIRED", "COMPLETED"),
    ("EXPIRED", "CREATED"),
    ("CANCELLED", "COMPLETED"),
}
STATUSES = ["CREATED", "COMPLETED", "EXPIRED", "CANCELLED"]
FORBIDDEN = [
    (old, new) for old in STATUSES for new in STATUSES if old != new and (old, new) not in ALLOWED
]


def move(link: PaymentLink, status: str) -> bool:
    with transaction.atomic():
        return change_status(PaymentLink.objects.lock(link.pk), status, actor=SYSTEM, now=NOON)


@pytest.mark.parametrize(("old", "new"), sorted(ALLOWED))
def test_an_allowed_move_is_written_told_and_remembered(old: str, new: str) -> None:
    link = make_link(status=old, payment_link_status_callback_url="https://tenant.example/hook")

    assert move(link, new)

    link.refresh_from_db()
    assert link.status == new
    entry = TimelineEntry.objects.get()
    assert (entry.event, entry.details) == ("STATUS_CHANGED", {"previous": old, "status": new})
    assert StatusCallback.objects.get().status == new


@pytest.mark.parametrize(("old", "new"), FORBIDDEN)
def test_a_forbidden_move_is_refused_and_nothing_is_written(old: str, new: str) -> None:
    link = make_link(status=old, payment_link_status_callback_url="https://tenant.example/hook")

    with pytest.raises(InvalidTransitionError):
        move(link, new)

    link.refresh_from_db()
    assert link.status == old
    assert not TimelineEntry.objects.exists()
    assert not StatusCallback.objects.exists()


@pytest.mark.parametrize("status", STATUSES)
def test_a_repeated_move_does_nothing(status: str) -> None:
    link = make_link(status=status)

    assert not move(link, status)
    assert not TimelineEntry.objects.exists()
