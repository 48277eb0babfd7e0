"""Delivery reports: late, doubled and shuffled, a message only moves forward."""

import pytest

from payment_links import outbox
from payment_links.distribution import DeliveryReport, record_delivery_report
from payment_links.distribution.delivery import LEASE
from payment_links.distribution.reports import record_failure, record_sending
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
