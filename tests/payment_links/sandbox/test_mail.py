"""The mail service: what Django's mail backend sends arrives whole, and webhooks follow."""

import base64
import hashlib
import json
from typing import Any

import pytest
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from pytest_django import Settings

from tests.doors import Sandbox
from tests.payment_links.sandbox.conftest import Sent

pytestmark = pytest.mark.django_db(databases=["sandbox"])
MESSAGE = {
    "From": "Pizzeria <pizzeria@example.com>",
    "To": "Bertil <bertil@example.com>",
    "Subject": "Betala 140,00 kr",
    "TextBody": "Hej",
    "HtmlBody": "<p>Hej <a href='http://x.test/'>länk</a></p>",
    "Tag": "payment-link",
    "Metadata": {"distribution": "7"},
}
TOKEN = {"X-Postmark-Server-Token": "sandbox"}


def post(door: Sandbox, message: Any, path: str = "/postmark/email") -> Any:
    return door.post(path, json=message, headers=TOKEN)


def test_message_is_stored_whole(sandbox: Sandbox) -> None:
    content = b"%PDF-1.7 invoice"
    file = {"Name": "faktura.pdf", "ContentType": "application/pdf"}
    file["Content"] = base64.b64encode(content).decode()

    answer = post(sandbox, {**MESSAGE, "Attachments": [file]}).json()

    [row] = sandbox.ledger("mail")
    assert (answer["ErrorCode"], answer["To"]) == (0, MESSAGE["To"])
    assert (row["message_id"], row["outcome"]) == (answer["MessageID"], "delivered")
    assert (row["subject"], row["text_body"]) == ("Betala 140,00 kr", "Hej")
    [attachment] = row["attachments"]
    assert attachment["sha256"] == hashlib.sha256(content).hexdigest()
    assert sandbox.http.get(attachment["url"]).content == content


def test_delivery_webhook_is_understood(sandbox: Sandbox, sent: list[Sent]) -> None:
    message_id = post(sandbox, MESSAGE).json()["MessageID"]

    [webhook] = sent
    event = PostmarkTrackingWebhookView().esp_to_anymail_event(json.loads(webhook.body))
    assert webhook.url.endswith("/inbound/email")
    assert (event.event_type, event.message_id) == ("delivered", message_id)
    assert (event.recipient, event.metadata) == ("bertil@example.com", {"distribution": "7"})
    assert event.tags == ["payment-link"]


def test_magic_address_bounces(sandbox: Sandbox, sent: list[Sent]) -> None:
    message_id = post(sandbox, {**MESSAGE, "To": "bounce@anything.test"}).json()["MessageID"]

    [webhook] = sent
    event = PostmarkTrackingWebhookView().esp_to_anymail_event(json.loads(webhook.body))
    assert (event.event_type, event.reject_reason) == ("bounced", "bounced")
    assert (event.message_id, event.recipient) == (message_id, "bounce@anything.test")
    assert sandbox.ledger("mail")[0]["outcome"] == "bounced"


def test_webhook_presents_the_secret(
    sandbox: Sandbox, sent: list[Sent], settings: Settings
) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": "user:secret"}

    post(sandbox, MESSAGE)

    expected = base64.b64encode(b"user:secret").decode()
    assert sent[0].headers["Authorization"] == f"Basic {expected}"


def test_batch_answers_for_each_message(sandbox: Sandbox) -> None:
    answers = post(sandbox, [MESSAGE, {**MESSAGE, "To": "nobody"}], "/postmark/email/batch")

    assert answers.status_code == 200
    assert [answer["ErrorCode"] for answer in answers.json()] == [0, 300]
    assert len(sandbox.ledger("mail")) == 1


@pytest.mark.parametrize(
    ("overrides", "code"),
    [
        ({"To": ""}, 300),
        ({"To": 7}, 300),
        ({"From": "nobody"}, 300),
        ({"TextBody": "", "HtmlBody": None}, 300),
        ({"Attachments": [{"Name": "x", "Content": "?"}]}, 300),
        ({"Attachments": [7]}, 402),
        ({"Subject": 7}, 402),
    ],
)
def test_bad_messages_are_refused(sandbox: Sandbox, overrides: dict[str, Any], code: int) -> None:
    answer = post(sandbox, {**MESSAGE, **overrides})

    assert (answer.status_code, answer.json()["ErrorCode"]) == (422, code)
    assert sandbox.ledger("mail") == []


def test_token_is_required(sandbox: Sandbox) -> None:
    answer = sandbox.post("/postmark/email", json=MESSAGE)

    assert (answer.status_code, answer.json()["ErrorCode"]) == (401, 10)


def test_large_attachment_is_accepted(sandbox: Sandbox) -> None:
    content = base64.b64encode(b"x" * 3_000_000).decode()
    file = {"Name": "big.pdf", "ContentType": "application/pdf", "Content": content}

    assert post(sandbox, {**MESSAGE, "Attachments": [file]}).status_code == 200
