"""E-mails: what they hold, and the document that goes with them."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from pytest_django import Settings

from payment_links.models import LinkDocument, PaymentLink
from tests.builders import NOON, make_distribution, make_link, make_merchant
from tests.doors import Sandbox
from tests.payment_links.distribution.sending import outcome, send, work

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])


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


def test_a_refused_email_fails_at_once(sandbox: Sandbox) -> None:
    message = make_distribution(make_link(), channel="EMAIL", recipient="nobody@")

    work(message)

    assert (message.status, message.state) == ("FAILED", "DEAD")
    assert sandbox.ledger("mail") == []


def test_names_cannot_add_a_header(sandbox: Sandbox) -> None:
    merchant = make_merchant(name='Eve"\r\nBcc: x@example.com', email="eve@example.com\nBcc: x")
    link = make_link(merchant, customer={"first_name": "http://evil.example"})

    send(link, "email")

    [mail] = sandbox.ledger("mail")
    assert mail["from"] == '"Eve Bcc: x example.com" <payment-links@example.com>'
    assert (mail["bcc"], mail["reply_to"]) == ("", "")
    assert mail["subject"] == 'Att betala: 140,00\u00a0kr till Eve" Bcc: x@example.com'
    assert mail["text_body"].startswith("Hej!")


@pytest.mark.usefixtures("documents_folder")
def test_the_receipt_email_waits_for_the_receipt_that_is_not_issued_yet(sandbox: Sandbox) -> None:
    link = make_link(status="COMPLETED")
    message = make_distribution(
        link, channel="EMAIL", purpose="RECEIPT", recipient="bertil@example.com"
    )

    waiting = work(message, NOON + timedelta(minutes=9)).state
    make_document(link, kind="RECEIPT", file_name="Kvitto.pdf", **stored(b"%PDF-1.7 receipt"))
    work(message, NOON + timedelta(minutes=10))

    [mail] = sandbox.ledger("mail")
    assert waiting == "PENDING"
    assert mail["subject"] == "Kvitto: 140,00\u00a0kr till Pizzeria Vesuvio AB"
    assert [attachment["name"] for attachment in mail["attachments"]] == ["Kvitto.pdf"]


def test_a_receipt_that_cannot_be_issued_is_no_reason_for_silence(sandbox: Sandbox) -> None:
    link = make_link(status="COMPLETED")
    message = make_distribution(
        link, channel="EMAIL", purpose="RECEIPT", recipient="bertil@example.com"
    )

    work(message, NOON + timedelta(minutes=10, seconds=1))

    [mail] = sandbox.ledger("mail")
    assert (message.status, mail["attachments"]) == ("SENT", [])
    assert link.checkout_url in mail["text_body"]
