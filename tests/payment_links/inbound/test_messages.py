"""Delivery reports over HTTP: who is believed, and what is stored."""

import base64
import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from payment_links.models import Distribution, InboundEvent
from tests.builders import NOON, make_distribution, make_link

pytestmark = pytest.mark.django_db
SECRET = "mail:secret"
MESSAGE_ID = "0a129aee-e1cd-480d-b08d-4f48548ff48d"


def sms() -> Distribution:
    return make_distribution(make_link(), status="SENT", sent_at=NOON, provider_message_id="s1")


def email(**values: Any) -> Distribution:
    defaults: dict[str, Any] = {
        "channel": "EMAIL",
        "recipient": "bertil@example.com",
        "status": "SENT",
        "sent_at": NOON,
        "provider_message_id": MESSAGE_ID,
    }
    return make_distribution(make_link(), **{**defaults, **values})


def delivery(**values: Any) -> dict[str, Any]:
    return {
        "RecordType": "Delivery",
        "MessageID": MESSAGE_ID,
        "Recipient": "bertil@example.com",
        "DeliveredAt": "2026-11-22T12:00:01Z",
        "Metadata": {},
        **values,
    }


def post(event: object, *, secret: str = SECRET) -> int:
    credentials = base64.b64encode(secret.encode()).decode()
    answer = Client().post(
        "/inbound/email",
        data=event,
        content_type="application/json",
        headers={"authorization": f"Basic {credentials}"},
    )
    return answer.status_code


@pytest.fixture(autouse=True)
def webhook_secret(settings: Settings) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": SECRET}


def state(message: Distribution) -> tuple[str, str]:
    message.refresh_from_db()
    return message.status, message.failure_reason


def test_a_report_of_46elks_is_stored_and_applied() -> None:
    message = sms()

    answer = Client().post(
        f"/inbound/sms/{message.report_token}", {"id": "s1", "status": "delivered"}
    )

    assert (answer.status_code, answer.content) == (204, b"")
    assert state(message) == ("DELIVERED", "")
    [event] = InboundEvent.objects.all()
    assert (event.source, event.distribution, event.state) == ("SMS_REPORT", message, "DONE")
    assert "delivered" in event.body


@pytest.mark.parametrize(
    ("form", "outcome"),
    [
        ({"status": "failed"}, ("FAILED", "The SMS gateway reports: failed")),
        (
            {"MessageStatus": "undelivered", "ErrorCode": "30003"},
            ("FAILED", "The SMS gateway reports: undelivered, error 30003"),
        ),
        ({"MessageStatus": "delivered"}, ("DELIVERED", "")),
        ({"MessageStatus": "sent"}, ("SENT", "")),
        ({"status": "created"}, ("SENT", "")),
        ({}, ("SENT", "")),
        ({"status": "\x00"}, ("SENT", "")),
    ],
)
def test_what_the_gateways_report(form: dict[str, str], outcome: tuple[str, str]) -> None:
    message = sms()

    answer = Client().post(f"/inbound/sms/{message.report_token}", form)

    assert answer.status_code == 204
    assert state(message) == outcome


@pytest.mark.parametrize("token", ["x", "%00"])
def test_an_unknown_token_is_not_found(token: str) -> None:
    answer = Client().post(f"/inbound/sms/{token}", {"status": "failed"})

    assert (answer.status_code, answer.json()["error"]) == (404, "not_found")
    assert not InboundEvent.objects.exists()


@pytest.mark.parametrize("path", ["/inbound/sms/x", "/inbound/email"])
def test_only_posts_are_taken(path: str) -> None:
    assert Client().get(path).status_code == 405


def test_a_delivered_email_is_found_by_its_message_id() -> None:
    message = email()

    assert post(delivery()) == 204

    assert state(message) == ("DELIVERED", "")
    assert InboundEvent.objects.get().source == "EMAIL_REPORT"


@pytest.mark.parametrize(
    ("event", "outcome"),
    [
        (
            {"RecordType": "Bounce", "Type": "HardBounce", "Description": "unknown user"},
            ("FAILED", "unknown user"),
        ),
        (
            {"RecordType": "Bounce", "Type": "BadEmailAddress", "Details": "smtp;550"},
            ("FAILED", "smtp;550"),
        ),
        ({"RecordType": "Bounce", "Type": "Transient"}, ("SENT", "")),
        ({"RecordType": "SpamComplaint", "Type": "SpamComplaint"}, ("SENT", "")),
        ({"RecordType": "Open"}, ("SENT", "")),
    ],
)
def test_what_the_mail_service_reports(event: dict[str, str], outcome: tuple[str, str]) -> None:
    message = email()

    assert post({"MessageID": MESSAGE_ID, "Metadata": {}, **event}) == 204

    assert state(message) == outcome


def test_a_report_faster_than_our_note_is_found_by_its_metadata() -> None:
    message = email(provider_message_id="", status="CREATED", sent_at=None)

    assert post(delivery(Metadata={"distribution_id": str(message.pk)})) == 204

    assert state(message) == ("DELIVERED", "")


def test_metadata_is_not_believed_when_anybody_may_report(settings: Settings) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": ""}
    message = email(provider_message_id="", status="CREATED", sent_at=None)

    assert post(delivery(Metadata={"distribution_id": str(message.pk)})) == 204

    assert state(message) == ("CREATED", "")


def test_metadata_alone_is_not_believed_once_the_message_id_is_known() -> None:
    message = email()

    event = delivery(MessageID="forged", Metadata={"distribution_id": str(message.pk)})

    assert post(event) == 204
    assert state(message) == ("SENT", "")
    assert not InboundEvent.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x",
        b"\xff",
        b"[]",
        b"1",
        b"null",
        b"[" * 60_000,
        b'{"RecordType": "Inbound"}',
        b'{"RecordType": "Delivery", "Metadata": []}',
        b'{"RecordType": "Delivery", "Metadata": null}',
        b'{"RecordType": "Delivery", "DeliveredAt": 1}',
        b'{"RecordType": [], "MessageID": {}}',
    ],
)
def test_what_no_mail_service_sends_is_refused(body: bytes) -> None:
    assert post(body) == 400


def test_too_large_reports_are_refused() -> None:
    assert post(delivery(Details="x" * 70_000)) == 413
    message = sms()
    answer = Client().post(f"/inbound/sms/{message.report_token}", {"status": "x" * 70_000})
    assert answer.status_code == 413


@pytest.mark.parametrize("secret", ["", "mail:", "mail:guess", ":secret"])
def test_without_the_webhook_secret_nothing_is_believed(secret: str) -> None:
    message = email()

    assert post(delivery(), secret=secret) == 401

    assert state(message) == ("SENT", "")
    assert not InboundEvent.objects.exists()


def test_where_no_secret_is_set_the_message_id_is_the_secret(settings: Settings) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": ""}
    message = email()

    assert post(delivery()) == 204

    assert state(message) == ("DELIVERED", "")


@pytest.mark.parametrize("message_id", ["x\x00", "\ud800"])
def test_an_email_report_about_an_impossible_id_is_taken_and_ignored(message_id: str) -> None:
    assert post(json.dumps(delivery(MessageID=message_id))) == 204
    assert not InboundEvent.objects.exists()


def test_a_reason_that_no_database_can_hold_is_kept_without_it() -> None:
    message = email()

    bounce = delivery(RecordType="Bounce", Type="HardBounce", Description="Full\x00 \ud800")
    assert post(json.dumps(bounce)) == 204

    assert state(message) == ("FAILED", "Full ?")
