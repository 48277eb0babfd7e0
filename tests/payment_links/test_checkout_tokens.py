"""A link that went to the wrong person gets a new address; the old one is as if it never was."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from payment_links.checkout_tokens import ON_THE_WAY_BACK, rotate_checkout_token
from payment_links.distribution import NothingSentError, distribute, remind
from payment_links.models import SYSTEM, Actor, ActorKind, Payment, PaymentLink, TimelineEntry
from payment_links.payments_service import PaymentInProgressError
from tests.builders import (
    NOON,
    SWISH,
    make_demo_merchant,
    make_distribution,
    make_link,
    make_payment,
    make_user,
)
from tests.doors import Sandbox
from tests.payment_links.distribution.plans import (
    asked,
    left_out,
    make_sent_link,
    plan,
    reminders,
    sweep,
)
from tests.payment_links.distribution.sending import outcome, work

pytestmark = pytest.mark.django_db(databases=["default", "sandbox"])
LATER = NOON + timedelta(days=2)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def rotate(link: PaymentLink, reason: str = "Wrong number", now: Any = NOON) -> str:
    """Returns the new token; the link keeps the old one."""
    rotate_checkout_token(link.pk, actor=SYSTEM, now=now, reason=reason)
    return PaymentLink.objects.get(pk=link.pk).checkout_token


def statuses(token: str) -> list[int]:
    paths = ("", "/status", "/return", "/invoice", "/receipt")
    return [Client().get(f"/pay/{token}{path}").status_code for path in paths]


def test_the_old_address_is_as_unknown_as_any_and_the_new_one_works() -> None:
    link = make_link()

    token = rotate(link)

    assert token != link.checkout_token
    assert statuses(link.checkout_token) == [404] * 5
    assert Client().post(f"/pay/{link.checkout_token}/pay").status_code == 404
    assert statuses(token)[:3] == [200, 200, 302]
    old, unknown = (Client().get(f"/pay/{name}") for name in (link.checkout_token, "x" * 32))
    assert old.content.replace(link.checkout_token.encode(), b"x" * 32) == unknown.content


@pytest.mark.parametrize("status", PaymentLink.Status.values)
def test_it_is_possible_in_every_status_and_changes_none(status: str) -> None:
    link = make_link(status=status, opened_at=NOON)
    code = link.genuine_code

    token = rotate(link)

    link.refresh_from_db()
    assert (link.status, link.genuine_code, link.opened_at) == (status, code, None)
    assert (link.address_replaced_at, link.checkout_url[-32:]) == (NOON, token)
    assert Client().get(f"/pay/check/{code}").status_code == 200


def test_the_timeline_tells_who_and_why_but_no_address() -> None:
    link = make_link()
    user = make_user()

    rotate_checkout_token(
        link.pk, actor=Actor(ActorKind.STAFF, user), now=NOON, reason="Fel nummer"
    )

    entries = TimelineEntry.objects.order_by("pk").values_list("event", "user", "details")
    assert list(entries) == [
        ("ADDRESS_REPLACED", user.pk, {}),
        ("NOTE", user.pk, {"text": "Fel nummer"}),
    ]


@pytest.mark.parametrize("status", Payment.OPEN_STATUSES)
def test_an_open_attempt_comes_back_to_the_old_address_so_it_must_end_first(status: str) -> None:
    link = make_link()
    make_payment(link, status=status)

    with pytest.raises(PaymentInProgressError, match="under way"):
        rotate(link)

    link.refresh_from_db()
    assert (link.address_replaced_at, TimelineEntry.objects.count()) == (None, 0)
    assert statuses(link.checkout_token)[0] == 200


@pytest.mark.parametrize("status", ["COMPLETED", "DECLINED", "ABORTED"])
def test_who_has_just_paid_may_still_be_on_the_way_back(status: str) -> None:
    link = make_link()
    make_payment(link, status=status)

    with pytest.raises(PaymentInProgressError, match="just ended"):
        rotate(link)

    assert rotate(link, now=NOON + ON_THE_WAY_BACK) != link.checkout_token


def test_a_deposit_leads_nobody_back() -> None:
    link = make_link()
    make_payment(link, provider="ping", method="deposit")

    assert rotate(link) != link.checkout_token


def test_what_was_queued_for_the_wrong_person_is_not_sent(sandbox: Sandbox) -> None:
    link = make_link(make_demo_merchant())
    message = make_distribution(link)
    rotate(link)

    sent = work(message)

    assert outcome(sent)[:2] == ("FAILED", "DEAD")
    assert sent.failure_reason == "The link's address was replaced before the message was sent."
    assert sandbox.ledger("sms") == []


def test_nobody_who_had_the_old_address_is_reminded_with_the_new_one() -> None:
    link = make_link()
    make_distribution(link, status="SENT", state="DONE", sent_at=NOON)
    rotate(link)

    with pytest.raises(NothingSentError):
        remind(link.pk, actor=SYSTEM, now=LATER)

    assert link.distributions.count() == 1


def test_what_is_sent_afterwards_carries_the_new_address(sandbox: Sandbox) -> None:
    link = make_link(make_demo_merchant())
    token = rotate(link)

    [message] = distribute(link.pk, ["sms"], actor=SYSTEM, now=NOON + timedelta(seconds=1))
    work(message, LATER)

    [sms] = sandbox.ledger("sms")
    assert token in sms["message"]
    assert link.checkout_token not in sms["message"]


def test_a_click_that_came_with_the_old_address_starts_nothing(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The link was found by the old token, and the token was replaced before the lock was had."""
    link = make_link(make_demo_merchant(), payment_provider_methods=[SWISH])
    rotate(link)
    monkeypatch.setattr("payment_links.checkout.payer_view.find_link", lambda _: link)

    answer = Client().post(
        f"/pay/{link.checkout_token}/pay", {"payment_method": "swish/m_commerce"}
    )

    assert answer.headers["Location"] == f"/pay/{link.checkout_token}"
    assert link.payments.count() == 0


def test_over_the_api_the_old_token_is_a_bad_credential(sandbox: Sandbox) -> None:
    link = make_link(make_demo_merchant())
    token = rotate(link)

    def initiate(bearer: str) -> int:
        answer = Client(headers={"Authorization": f"Bearer {bearer}"}).post(
            f"/api/v1/payment_links/{link.pk}/payments",
            {"provider": "swish", "method": "m_commerce", "parameters": {}},
            content_type="application/json",
        )
        return answer.status_code

    assert (initiate(link.checkout_token), initiate(token)) == (401, 200)


def test_a_link_with_a_new_address_waits_until_it_is_sent_again() -> None:
    link = make_sent_link(plan(-3))
    rotate_checkout_token(link.pk, actor=SYSTEM, now=NOON - timedelta(days=5), reason="")

    sweep()
    assert (reminders(), left_out()) == ([], [])

    make_distribution(
        link,
        channel="EMAIL",
        recipient="right@example.com",
        status="SENT",
        state="DONE",
        sent_at=NOON - timedelta(days=4),
        created_at=NOON - timedelta(days=4),
    )
    sweep(NOON + timedelta(hours=2))

    assert asked() == [("EMAIL", "right@example.com")]
