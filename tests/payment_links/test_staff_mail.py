"""E-mails to staff: sent by the worker, kept sealed, emptied afterwards, given up in the end."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.message import EmailMultiAlternatives
from django.utils import translation

from payment_links import clock, staff_mail
from payment_links.gateways import mail as gateway
from payment_links.gateways.errors import GatewayRejected, GatewayUnavailable
from payment_links.models import StaffMail

pytestmark = pytest.mark.django_db


def write(text: str = "Hej <du>:\nhttps://pay.example/x") -> StaffMail:
    with translation.override("sv"):
        return staff_mail.write_to_staff(
            "anna@example.com", "Välkommen\nhit", text=text, now=clock.now()
        )


def deliver(message: StaffMail) -> StaffMail:
    staff_mail.deliver_staff_mail(str(message.pk))
    message.refresh_from_db()
    return message


def test_an_email_is_sent_as_text_and_html_and_then_emptied() -> None:
    message = deliver(write())

    sent = mail.outbox[0]
    assert isinstance(sent, EmailMultiAlternatives)
    assert (sent.to, sent.subject) == (["anna@example.com"], "Välkommen hit")
    assert sent.from_email.startswith('"Betallänkar" <')
    assert sent.body == "Hej <du>:\nhttps://pay.example/x"
    html = str(sent.alternatives[0][0])
    assert "Hej &lt;du&gt;" in html
    assert '<a href="https://pay.example/x"' in html
    assert (message.state, message.sealed_text) == ("DONE", "")


def test_an_email_is_sent_once() -> None:
    message = write()

    deliver(message)
    deliver(message)

    assert len(mail.outbox) == 1


def test_an_unreachable_mail_service_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "send", _failing(GatewayUnavailable("down")))

    message = deliver(write())

    assert (message.state, message.last_error) == ("PENDING", "down")
    assert message.not_before > clock.now()
    assert message.sealed_text


def test_after_the_last_try_it_is_given_up_and_emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "send", _failing(GatewayUnavailable("down")))
    message = write()
    StaffMail.objects.update(attempts=staff_mail.LAST_ATTEMPT - 1)

    assert deliver(message).state == "DEAD"
    assert message.sealed_text == ""


def test_a_refused_recipient_is_final(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "send", _failing(GatewayRejected("no such box")))

    message = deliver(write())

    assert (message.state, message.last_error) == ("DEAD", "no such box")


def test_a_lease_that_ran_out_too_often_ends() -> None:
    message = write()
    StaffMail.objects.update(
        attempts=staff_mail.LAST_ATTEMPT,
        state="LEASED",
        lease_until=clock.now() - timedelta(minutes=1),
    )

    assert deliver(message).state == "DEAD"
    assert mail.outbox == []


def _failing(error: Exception) -> object:
    def fail(_email: gateway.Email) -> str:
        raise error

    return fail
