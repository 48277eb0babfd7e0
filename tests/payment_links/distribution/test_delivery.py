"""Sending messages: what reaches the outside, and what is written down about it."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from pytest_django import Settings

from payment_links.distribution import deliver_message, distribute
from payment_links.models import TENANT, Distribution, LinkDocument, PaymentLink
from tests.builders import NOON, make_distribution, make_link, make_merchant
from tests.doors import Sandbox

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])


def send(link: PaymentLink, *methods: str, now: datetime = NOON, **values: Any) -> Distribution:
    """Ask for a message and let a worker do its job at the same moment."""
    message = distribute(link.pk, list(methods), actor=TENANT, now=now, **values)[0]
    return work(message, now)


def work(message: Distribution, now: datetime = NOON) -> Distribution:
    with time_machine.travel(now, tick=False):
        deliver_message(str(message.pk))
    message.refresh_from_db()
    return message


def outcome(message: Distribution) -> tuple[str, str, str]:
    return message.status, message.state, message.failure_reason


def make_document(link: PaymentLink, **values: Any) -> LinkDocument:
    defaults: dict[str, Any] = {
        "kind": "INVOICE",
        "number": "F1001",
        "file_name": "Faktura F1001.pdf",
        "issued_at": NOON,
        "not_before": NOON,
    }
    return LinkDocument.objects.create(payment_link=link, **{**defaults, **values})


def stored(content: bytes) -> dict[str, Any]:
    name = storages["documents"].save("a.pdf", ContentFile(content))
    return {
        "stored_file": name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "stored_at": NOON,
        "state": "DONE",
    }


@pytest.fixture
def documents_folder(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


def test_an_sms_holds_merchant_amount_last_date_and_link(sandbox: Sandbox) -> None:
    link = make_link()

    message = send(link, "sms")

    text = f"Pizzeria Vesuvio AB: 140,00 kr att betala senast 2026-12-22. {link.checkout_url}"
    sms = sandbox.ledger("sms")
    assert [(row["from"], row["to"], row["message"]) for row in sms] == [
        ("Pizzeria Ve", "+46701740615", text)
    ]
    assert (*outcome(message), message.text, message.segments) == ("SENT", "DONE", "", text, 1)
    assert message.provider_message_id == sms[0]["sms_id"]


def test_sms_status_is_pending_once_the_gateway_accepted(sandbox: Sandbox) -> None:
    link = make_link()

    send(link, "sms")

    link.refresh_from_db()
    assert (link.sms_status, link.distributed_by_email) == ("PENDING", False)


def test_an_email_holds_what_is_needed_to_pay(sandbox: Sandbox) -> None:
    link = make_link(invoice_created=True, ocr="1234566")
    make_document(link, state="DEAD")

    message = send(link, "email")

    [mail] = sandbox.ledger("mail")
    assert mail["subject"] == "Att betala: 140,00\u00a0kr till Pizzeria Vesuvio AB"
    assert mail["from"] == "Pizzeria Vesuvio AB <payment-links@example.com>"
    assert (mail["to"], mail["reply_to"]) == ("bertil@example.com", "kontakt@vesuvio.example")
    assert mail["metadata"] == {"distribution_id": str(message.pk)}
    for said in ("Hej Bertil!", "22 december 2026", "991-2346", "1234566", link.checkout_url):
        assert said in mail["text_body"]
        assert said in mail["html_body"]
    assert mail["html_body"].count("href=") == 1
    assert mail["attachments"] == []
    assert outcome(message) == ("SENT", "DONE", "")
    assert message.provider_message_id == mail["message_id"]


def test_the_link_is_distributed_by_email_once_the_service_accepted(sandbox: Sandbox) -> None:
    link = make_link()

    send(link, "email")

    link.refresh_from_db()
    assert (link.sms_status, link.distributed_by_email) == ("NOT_CREATED", True)


def test_the_payers_language_is_used(sandbox: Sandbox) -> None:
    link = make_link(locale="en-US")

    send(link, "sms")
    send(link, "email")

    assert sandbox.ledger("sms")[0]["message"].startswith(
        "Pizzeria Vesuvio AB: 140,00 kr to pay by 2026-12-22. "
    )
    assert sandbox.ledger("mail")[0]["subject"] == "To pay: 140,00\u00a0kr to Pizzeria Vesuvio AB"


@pytest.mark.usefixtures("documents_folder")
def test_the_stored_invoice_is_attached(sandbox: Sandbox) -> None:
    link = make_link(invoice_created=True)
    make_document(link, **stored(b"%PDF-1.7 invoice"))

    send(link, "email")

    [attachment] = sandbox.ledger("mail")[0]["attachments"]
    assert attachment["name"] == "Faktura F1001.pdf"
    assert attachment["sha256"] == hashlib.sha256(b"%PDF-1.7 invoice").hexdigest()
    assert "Fakturan är bifogad som PDF." in sandbox.ledger("mail")[0]["text_body"]


@pytest.mark.usefixtures("documents_folder")
def test_a_file_that_was_changed_is_not_attached(sandbox: Sandbox) -> None:
    link = make_link(invoice_created=True)
    make_document(link, **{**stored(b"%PDF-1.7 changed"), "sha256": "0" * 64})

    send(link, "email")

    [mail] = sandbox.ledger("mail")
    assert mail["attachments"] == []
    assert "bifogad" not in mail["text_body"]


@pytest.mark.usefixtures("documents_folder")
def test_an_email_waits_for_the_invoice_that_is_being_rendered(sandbox: Sandbox) -> None:
    link = make_link(invoice_created=True)
    document = make_document(link)

    message = send(link, "email")
    assert (message.state, message.attempts, sandbox.ledger("mail")) == ("PENDING", 0, [])

    LinkDocument.objects.filter(pk=document.pk).update(**stored(b"%PDF-1.7"))
    work(message, NOON + timedelta(seconds=3))
    assert len(sandbox.ledger("mail")[0]["attachments"]) == 1


def test_an_email_does_not_wait_for_ever(sandbox: Sandbox) -> None:
    link = make_link(invoice_created=True)
    make_document(link)

    message = send(link, "email")
    work(message, NOON + timedelta(seconds=21))

    assert outcome(message) == ("SENT", "DONE", "")


def test_of_a_paid_link_the_receipts_words_are_sent(sandbox: Sandbox) -> None:
    link = make_link(status="COMPLETED")

    send(link, "sms")
    send(link, "email")

    assert sandbox.ledger("sms")[0]["message"] == (
        f"Pizzeria Vesuvio AB: Tack, 140,00 kr är betalt. Kvitto: {link.checkout_url}"
    )
    [mail] = sandbox.ledger("mail")
    assert mail["subject"] == "Kvitto: 140,00\u00a0kr till Pizzeria Vesuvio AB"
    assert "betala" not in mail["text_body"].lower()


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("CANCELLED", "The payment link was cancelled before the message was sent."),
        ("EXPIRED", "The payment link expired before the message was sent."),
    ],
)
def test_a_link_closed_meanwhile_is_not_sent(sandbox: Sandbox, status: str, reason: str) -> None:
    link = make_link()
    [message] = distribute(link.pk, ["sms"], actor=TENANT, now=NOON)
    PaymentLink.objects.filter(pk=link.pk).update(status=status, cancelled_at=NOON)

    work(message)

    assert outcome(message) == ("FAILED", "DEAD", reason)
    assert sandbox.ledger("sms") == []


def test_without_a_due_date_the_last_day_is_the_one_before_it_expires(sandbox: Sandbox) -> None:
    midnight_in_stockholm = datetime(2027, 2, 20, 23, 0, tzinfo=UTC)
    link = make_link(due_date=None, expires_at=midnight_in_stockholm)

    send(link, "sms")

    assert "senast 2027-02-20." in sandbox.ledger("sms")[0]["message"]


def test_a_second_job_sends_nothing(sandbox: Sandbox) -> None:
    message = send(make_link(), "sms")

    work(message)

    assert len(sandbox.ledger("sms")) == 1


def test_a_gateway_that_is_down_is_tried_again(sandbox: Sandbox) -> None:
    sandbox.fault("sms", "status_500")
    link = make_link()

    message = send(link, "sms")
    assert outcome(message) == ("CREATED", "PENDING", "")
    assert message.not_before == NOON + timedelta(seconds=10)
    assert message.last_error == "The SMS gateway answered 500."

    work(message, message.not_before)
    assert outcome(message) == ("SENT", "DONE", "")
    assert len(sandbox.ledger("sms")) == 1


@pytest.mark.parametrize("method", ["sms", "email"])
def test_after_six_tries_a_message_has_failed(sandbox: Sandbox, method: str) -> None:
    sandbox.fault({"sms": "sms", "email": "mail"}[method], "status_500", times=6)
    link = make_link()

    message = send(link, method)
    waits = []
    while message.state == "PENDING":
        waits.append(int((message.not_before - NOON).total_seconds()))
        work(message, message.not_before)

    assert waits == [10, 70, 370, 2170, 9370]
    assert (message.status, message.state) == ("FAILED", "DEAD")
    assert "500" in message.failure_reason
    link.refresh_from_db()
    assert link.sms_status == ("FAILED" if method == "sms" else "NOT_CREATED")
    assert not link.distributed_by_email


def test_a_refused_message_fails_at_once_with_the_gateways_words(sandbox: Sandbox) -> None:
    message = make_distribution(make_link(), recipient="+460")

    work(message)

    assert outcome(message) == (
        "FAILED",
        "DEAD",
        "Invalid to, must be a phone number in E.164 format",
    )


def test_a_refused_email_fails_at_once(sandbox: Sandbox) -> None:
    message = make_distribution(make_link(), channel="EMAIL", recipient="nobody@")

    work(message)

    assert (message.status, message.state) == ("FAILED", "DEAD")
    assert sandbox.ledger("mail") == []


def test_what_got_through_unnoticed_is_not_sent_again(sandbox: Sandbox) -> None:
    message = make_distribution(make_link(), status="DELIVERED", sent_at=NOON)

    work(message)

    assert (message.status, message.state) == ("DELIVERED", "DONE")
    assert sandbox.ledger("sms") == []


def test_a_message_whose_workers_all_died_is_given_up(sandbox: Sandbox) -> None:
    message = make_distribution(make_link(), attempts=6)

    work(message)

    assert outcome(message) == ("FAILED", "DEAD", "Given up.")
    assert sandbox.ledger("sms") == []


def test_names_cannot_add_a_header(sandbox: Sandbox) -> None:
    merchant = make_merchant(name='Eve"\r\nBcc: x@example.com', email="eve@example.com\nBcc: x")
    link = make_link(merchant, customer={"first_name": "http://evil.example"})

    send(link, "email")

    [mail] = sandbox.ledger("mail")
    assert mail["from"] == '"Eve Bcc: x@example.com" <payment-links@example.com>'
    assert (mail["bcc"], mail["reply_to"]) == ("", "")
    assert mail["subject"] == 'Att betala: 140,00\u00a0kr till Eve" Bcc: x@example.com'
    assert mail["text_body"].startswith("Hej!")


@pytest.mark.parametrize(
    ("method", "recipient", "status", "reason"),
    [
        ("sms", {}, "DELIVERED", ""),
        ("sms", {"customer_phone": "0700000009"}, "FAILED", "The SMS gateway reports: failed"),
        ("sms", {"customer_phone": "0700000008"}, "SENT", ""),
        ("email", {}, "DELIVERED", ""),
        (
            "email",
            {"customer_email": "bounce@example.com"},
            "FAILED",
            "The server was unable to deliver your message (unknown user).",
        ),
    ],
)
def test_the_delivery_report_decides(
    sandbox: Sandbox,
    settings: Settings,
    method: str,
    recipient: dict[str, Any],
    status: str,
    reason: str,
) -> None:
    settings.SANDBOX_CALLBACKS = "inline"

    message = send(make_link(), method, **recipient)

    assert outcome(message) == (status, "DONE", reason)
