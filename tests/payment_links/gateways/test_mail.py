"""The mail service: which failures are final, and what is told back."""

import smtplib
from dataclasses import replace
from typing import Any

import pytest
import requests
from django.core import mail as outbox
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings
from requests.adapters import HTTPAdapter

from payment_links.gateways import mail
from payment_links.gateways.errors import GatewayRejected, GatewayUnavailable

EMAIL = mail.Email(
    sender_name="Pizzeria Vesuvio AB",
    to="bertil@example.com",
    reply_to="kontakt@vesuvio.example",
    subject="Att betala",
    text="text",
    html="<p>html</p>",
    tag="link",
    metadata={"distribution_id": "1"},
    attachments=(mail.Attachment("Faktura.pdf", b"%PDF"),),
)


def answer(monkeypatch: pytest.MonkeyPatch, settings: Settings, status: int, body: str) -> None:
    """Let the mail service answer every request so."""
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    response = requests.Response()
    response.status_code, response._content = status, body.encode()
    monkeypatch.setattr(HTTPAdapter, "send", lambda *_, **__: response)


def test_any_backend_of_django_can_send_it() -> None:
    assert mail.send(EMAIL) == ""

    [message] = outbox.outbox
    assert isinstance(message, EmailMultiAlternatives)
    assert (message.from_email, message.to, message.reply_to) == (
        '"Pizzeria Vesuvio AB" <payment-links@example.com>',
        ["bertil@example.com"],
        ["kontakt@vesuvio.example"],
    )
    assert (message.body, message.alternatives[0][0]) == ("text", "<p>html</p>")
    assert message.attachments[0].filename == "Faktura.pdf"


def test_the_services_id_is_returned(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    body = '{"ErrorCode": 0, "Message": "OK", "MessageID": "m1", "To": "bertil@example.com"}'
    answer(monkeypatch, settings, 200, body)

    assert mail.send(EMAIL) == "m1"


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (422, '{"ErrorCode": 300, "Message": "Invalid metadata"}', "Invalid metadata"),
        (404, "", "Postmark API response 404 (None):"),
        (
            422,
            '{"ErrorCode": 406, "Message": "Found inactive addresses: bertil@example.com.'
            ' Inactive recipients are ones that have generated a hard bounce"}',
            "The recipient was refused: All message recipients were rejected or invalid",
        ),
    ],
)
def test_a_refusal_is_final(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, status: int, body: str, words: str
) -> None:
    answer(monkeypatch, settings, status, body)

    with pytest.raises(GatewayRejected) as failure:
        mail.send(EMAIL)

    assert str(failure.value).startswith(words[:40])


@pytest.mark.parametrize(
    ("status", "accepted"), [(401, False), (429, False), (500, False), (503, False), (200, True)]
)
def test_trouble_of_the_service_or_the_account_can_wait(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, status: int, accepted: bool
) -> None:
    answer(monkeypatch, settings, status, "not JSON")

    with pytest.raises(GatewayUnavailable) as failure:
        mail.send(EMAIL)

    assert failure.value.accepted is accepted


@pytest.mark.parametrize(
    ("error", "accepted"),
    [(requests.ConnectionError("refused"), False), (requests.ReadTimeout("slow"), True)],
)
def test_without_an_answer_it_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, error: Exception, accepted: bool
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    monkeypatch.setattr(HTTPAdapter, "send", fail)

    with pytest.raises(GatewayUnavailable) as failure:
        mail.send(EMAIL)

    assert failure.value.accepted is accepted


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no")}), GatewayRejected),
        (smtplib.SMTPDataError(554, "spam"), GatewayRejected),
        (smtplib.SMTPDataError(451, "later"), GatewayUnavailable),
        (smtplib.SMTPServerDisconnected("gone"), GatewayUnavailable),
        (TimeoutError("slow"), GatewayUnavailable),
    ],
)
def test_smtp_tells_the_same(
    monkeypatch: pytest.MonkeyPatch, error: Exception, kind: type[Exception]
) -> None:
    def fail(self: EmailMultiAlternatives) -> int:
        raise error

    monkeypatch.setattr(EmailMultiAlternatives, "send", fail)

    with pytest.raises(kind):
        mail.send(EMAIL)


def test_a_header_is_never_broken_in_two() -> None:
    with pytest.raises(GatewayRejected):
        mail.send(replace(EMAIL, subject="Hej\r\nBcc: x@example.com"))


def test_no_name_is_decoded_into_somebody_elses_address() -> None:
    encoded = "=?utf-8?b?a3VuZHRqYW5zdEBiYW5rLmV4YW1wbGU==?="

    mail.send(replace(EMAIL, sender_name=f'="{encoded[1:]}', subject=encoded))

    [message] = outbox.outbox
    assert "=?" not in message.from_email
    assert "=?" not in message.subject
