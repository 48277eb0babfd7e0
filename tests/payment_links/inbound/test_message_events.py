"""Every delivery report is kept as an event of its message, once, with the provider's time."""

from typing import Any

import pytest
from django.test import Client

from payment_links import clock
from payment_links.models import Distribution
from tests.builders import NOON
from tests.payment_links.inbound.test_messages import (
    MESSAGE_ID,
    delivery,
    email,
    post,
    sms,
    state,
    webhook_secret,
)

pytestmark = pytest.mark.django_db
__all__ = ["webhook_secret"]


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def kinds(message: Distribution) -> list[str]:
    return list(message.message_events.order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ({"RecordType": "Delivery", "DeliveredAt": "2026-11-22T12:00:01Z"}, "DELIVERED"),
        ({"RecordType": "Bounce", "Type": "HardBounce"}, "HARD_BOUNCE"),
        ({"RecordType": "Bounce", "Type": "BadEmailAddress"}, "HARD_BOUNCE"),
        ({"RecordType": "Bounce", "Type": "SoftBounce"}, "SOFT_BOUNCE"),
        ({"RecordType": "Bounce", "Type": "Transient"}, "DELAYED"),
        ({"RecordType": "Bounce", "Type": "Blocked"}, "BLOCKED"),
        ({"RecordType": "Bounce", "Type": "DMARCPolicy"}, "BLOCKED"),
        ({"RecordType": "Bounce", "Type": "SMTPApiError"}, "UNDELIVERED"),
        ({"RecordType": "SpamComplaint", "Type": "SpamComplaint"}, "COMPLAINT"),
    ],
)
def test_every_report_is_kept_as_what_it_is(event: dict[str, str], kind: str) -> None:
    message = email()

    post({"MessageID": MESSAGE_ID, "Metadata": {}, **event})

    assert kinds(message) == [kind]


@pytest.mark.parametrize("event", [{"RecordType": "Open"}, {"RecordType": "Bounce", "Type": []}])
def test_what_tells_nothing_of_the_delivery_is_no_event(event: dict[str, Any]) -> None:
    message = email()

    post({"MessageID": MESSAGE_ID, "Metadata": {}, **event})

    assert kinds(message) == []
    assert state(message) == ("SENT", "")


def test_a_repeated_report_is_one_event_and_another_one_is_another() -> None:
    message = email()
    bounce = {"RecordType": "Bounce", "Type": "SoftBounce", "MessageID": MESSAGE_ID, "ID": 1}

    for event in (bounce, bounce, {**bounce, "ID": 2}):
        post(event)

    assert kinds(message) == ["SOFT_BOUNCE", "SOFT_BOUNCE"]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("2026-11-22T12:00:01Z", "2026-11-22T12:00:01+00:00"),
        ("2026-11-22T12:00:01", "2026-11-22T12:00:01+00:00"),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
    ],
)
@pytest.mark.usefixtures("at_noon")
def test_the_providers_time_is_kept_when_it_can_be_believed(told: str, kept: str | None) -> None:
    message = email()

    post(delivery(DeliveredAt=told))

    told_at = message.message_events.get().told_at
    assert (told_at and told_at.isoformat()) == kept


@pytest.mark.parametrize("told", ["2026-11-22T12:00:00.123456", "", "yesterday", "2026-13-99"])
def test_46elks_tells_when_an_sms_arrived(told: str) -> None:
    message = sms()

    Client().post(
        f"/inbound/sms/{message.report_token}", {"status": "delivered", "delivered": told}
    )

    assert kinds(message) == ["DELIVERED"]
