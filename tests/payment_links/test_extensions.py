"""Extending a link: by days, until a day, within limits."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from payment_links import extensions
from payment_links.lifecycle import InvalidTransitionError
from payment_links.models import SYSTEM
from tests.builders import NOON, TODAY, make_link

pytestmark = pytest.mark.django_db

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=STOCKHOLM)


def test_extending_revives_an_expired_link() -> None:
    link = make_link(status="EXPIRED", expires_at=NOON - timedelta(days=3))

    extensions.extend_link(link.pk, days=10, actor=SYSTEM, now=NOON)

    link.refresh_from_db()
    assert link.status == "CREATED"
    assert link.expires_at == datetime.combine(date(2026, 12, 2), time.max, tzinfo=STOCKHOLM)


@pytest.mark.parametrize("status", ["COMPLETED", "CANCELLED"])
def test_a_paid_or_cancelled_link_is_not_extended(status: str) -> None:
    link = make_link(status=status)

    with pytest.raises(InvalidTransitionError):
        extensions.extend_link(link.pk, days=10, actor=SYSTEM, now=NOON)


@pytest.mark.parametrize("last_date", [TODAY, TODAY + timedelta(days=366)])
def test_an_expired_link_is_extended_until_a_day_even_today(last_date: date) -> None:
    link = make_link(status="EXPIRED", expires_at=NOON - timedelta(days=3))

    extensions.extend_link(link.pk, last_date=last_date, actor=SYSTEM, now=NOON)

    link.refresh_from_db()
    assert (link.status, link.expires_at) == ("CREATED", end_of(last_date))


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_an_extension_goes_forward_by_a_year_at_most(days: int) -> None:
    link = make_link(expires_at=end_of(TODAY))
    last_date = TODAY + timedelta(days=days)

    with pytest.raises(extensions.ExtensionRefusedError) as refusal:
        extensions.extend_link(link.pk, last_date=last_date, actor=SYSTEM, now=NOON)

    link.refresh_from_db()
    assert (link.expires_at, link.timeline.count()) == (end_of(TODAY), 0)
    assert refusal.value.description == ("A link is extended to a later day, by 366 days at most.")
