"""Delivery reports: late, doubled and shuffled, a message only moves forward."""

import pytest

from payment_links import outbox
from payment_links.distribution import DeliveryReport, record_delivery_report
from payment_links.distribution.delivery import LEASE
from payment_links.distribution.reports import record_failure, record_put_off, record_sending
from payment_links.models import Distribution, MessageEvent, PaymentLink, TimelineEntry
from tests.builders import NOON, make_distribution, make_link

pytestmark = pytest.mark.django_db
Kind = MessageEvent.Kind


def sent_sms(link: PaymentLink) -> Distribution:
    PaymentLink.objects.filter(pk=link.pk).update(sms_status="PENDING")
    return make_distribution(link, status="SENT", state="DONE", sent_at=NOON)


def report(message: Distribution, delivered: bool, reason: str = "") -> bool:
    kind = Kind.DELIVERED if delivered else Kind.UNDELIVERED
    changed = record_delivery_report(message.pk, DeliveryReport(kind, reason), now=NOON)
    message.refresh_from_db()
    message.payment_link.refresh_from_db()
    return changed


def test_a_delivered_sms_shows_on_the_link() -> None:
    message = sent_sms(make_link())

    assert report(message, True)

    assert (message.status, message.delivered_at) == ("DELIVERED", NOON)
    assert message.payment_link.sms_status == "DELIVERED"


def test_a_failed_sms_shows_with_its_reason() -> None:
    message = sent_sms(make_link())

    assert report(message, False, "The number is a landline")

    assert (message.status, message.failure_reason) == ("FAILED", "The number is a landline")
    assert message.payment_link.sms_status == "FAILED"
    [entry] = TimelineEntry.objects.filter(event="MESSAGE_FAILED")
    assert entry.details["reason"] == "The number is a landline"


def test_what_was_delivered_stays_delivered() -> None:
    message = sent_sms(make_link())

    changes = [report(message, True), report(message, False, "late"), report(message, True)]

    assert changes == [True, True, False]
    assert (message.status, message.failure_reason) == ("DELIVERED", "")


def test_what_arrived_after_all_is_delivered() -> None:
    message = sent_sms(make_link())

    report(message, False, "not reachable")
    report(message, True)

    assert (message.status, message.failure_reason) == ("DELIVERED", "")


def test_a_report_of_an_earlier_sms_does_not_change_the_link() -> None:
    link = make_link()
    earlier = sent_sms(link)
    make_distribution(link)
    PaymentLink.objects.filter(pk=link.pk).update(sms_status="CREATED")

    report(earlier, False, "switched off")

    assert earlier.status == "FAILED"
    assert earlier.payment_link.sms_status == "CREATED"


def test_an_email_report_leaves_the_sms_status_alone() -> None:
    message = make_distribution(make_link(), channel="EMAIL", status="SENT", sent_at=NOON)

    report(message, False, "bounced")

    assert message.payment_link.sms_status == "NOT_CREATED"


def test_a_report_faster_than_our_own_note_is_kept() -> None:
    message = make_distribution(make_link())
    attempt = outbox.claim(Distribution, message.pk, NOON, lease=LEASE)
    assert attempt == 1

    report(message, True)
    record_sending(message, attempt, now=NOON, provider_message_id="s1", text="t", segments=1)

    message.refresh_from_db()
    assert (message.status, message.state, message.provider_message_id) == (
        "DELIVERED",
        "DONE",
        "s1",
    )
    assert message.payment_link.sms_status == "DELIVERED"


def test_a_worker_that_lost_its_lease_notes_nothing() -> None:
    message = make_distribution(make_link(), state="LEASED", lease_until=NOON, attempts=2)

    record_sending(message, 1, now=NOON, provider_message_id="s1")
    record_failure(message, 1, "late", now=NOON)

    message.refresh_from_db()
    assert (message.status, message.state, message.provider_message_id) == ("CREATED", "LEASED", "")


def bounce(message: Distribution, kind: str, reason: str = "") -> bool:
    changed = record_delivery_report(message.pk, DeliveryReport(Kind(kind), reason), now=NOON)
    message.refresh_from_db()
    return changed


def sent_email() -> Distribution:
    return make_distribution(
        make_link(), channel="EMAIL", recipient="bertil@example.com", status="SENT", sent_at=NOON
    )


def test_an_email_that_comes_back_after_all_has_failed() -> None:
    message = sent_email()

    changes = [bounce(message, kind) for kind in ("DELIVERED", "HARD_BOUNCE", "DELIVERED")]

    assert changes == [True, True, False]
    assert (message.status, message.delivered_at) == ("FAILED", None)


def test_shuffled_reports_of_an_email_that_came_back_end_alike() -> None:
    message = sent_email()

    for kind in ("HARD_BOUNCE", "DELIVERED", "SOFT_BOUNCE"):
        bounce(message, kind, kind.lower())

    assert (message.status, message.failure_reason) == ("FAILED", "hard_bounce")
    assert message.message_events.count() == 3


@pytest.mark.parametrize(
    ("kind", "status"),
    [("DELAYED", "SENT"), ("COMPLAINT", "SENT"), ("SOFT_BOUNCE", "FAILED"), ("BLOCKED", "FAILED")],
)
def test_what_an_event_means_for_the_message(kind: str, status: str) -> None:
    message = sent_email()

    bounce(message, kind)

    assert message.status == status


def test_a_complaint_leaves_an_email_delivered() -> None:
    message = sent_email()

    bounce(message, "DELIVERED")
    bounce(message, "COMPLAINT")

    assert message.status == "DELIVERED"


def test_every_step_of_a_message_is_kept() -> None:
    message = make_distribution(make_link(), state="LEASED", lease_until=NOON, attempts=2)

    record_put_off(message, 1, "The SMS gateway answered 503.", now=NOON)
    record_sending(message, 2, now=NOON, provider_message_id="s1")
    report(message, False, "switched off")

    events = message.message_events.order_by("pk").values_list("kind", "reason")
    assert list(events) == [
        ("PUT_OFF", "The SMS gateway answered 503."),
        ("ACCEPTED", ""),
        ("UNDELIVERED", "switched off"),
    ]
