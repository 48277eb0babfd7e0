"""Sending messages: what reaches the outside, and what is written down about it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from payment_links.distribution import distribute
from payment_links.genuine_codes import write_genuine_code
from payment_links.models import TENANT, PaymentLink
from tests.builders import NOON, make_distribution, make_link
from tests.doors import Sandbox
from tests.payment_links.distribution.sending import outcome, send, work

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])


def test_an_sms_holds_merchant_amount_last_date_and_link(sandbox: Sandbox) -> None:
    link = make_link()

    message = send(link, "sms")

    request = "Pizzeria Vesuvio AB: 140,00 kr att betala senast 2026-12-22."
    text = f"{request} {link.checkout_url} Kod {write_genuine_code(link.genuine_code or '')}"
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


def test_the_payers_language_is_used(sandbox: Sandbox) -> None:
    link = make_link(locale="en-US")

    send(link, "sms")
    send(link, "email")

    assert sandbox.ledger("sms")[0]["message"].startswith(
        "Pizzeria Vesuvio AB: 140,00 kr to pay by 2026-12-22. "
    )
    assert sandbox.ledger("mail")[0]["subject"] == "To pay: 140,00\u00a0kr to Pizzeria Vesuvio AB"


def test_of_a_paid_link_the_receipts_words_are_sent(sandbox: Sandbox) -> None:
    link = make_link(status="COMPLETED")

    send(link, "sms")
    send(link, "email")

    assert sandbox.ledger("sms")[0]["message"] == (
        f"Pizzeria Vesuvio AB: Tack, 140,00 kr är betalt. Kvitto: {link.checkout_url} "
        f"Kod {write_genuine_code(link.genuine_code or '')}"
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
