"""The top of a link's page: why it is unpaid, the one primary button, what is always there."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from payment_links.admin.links import PaymentLinkAdmin
from payment_links.models import LinkException, PaymentLink, TimelineEntry, User
from payment_links.models.history import Actor, ActorKind
from tests.back_office import member, page, superuser
from tests.builders import (
    NOON,
    make_distribution,
    make_link,
    make_merchant,
    make_payment,
)
from tests.invoicing.issuing import make_invoice, make_receipt
from tests.payment_links.admin.test_link_page import make_callback, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """The moment at which the builders' rows are made."""
    with time_machine.travel(NOON, tick=False):
        yield


def primary(client: Client, link: PaymentLink) -> str:
    """The words of the page's primary button; there is exactly one."""
    shown = words(client, link)
    found = re.findall(r'class="pl-button pl-button-primary".*?</(?:button|a)>', shown)
    assert len(found) == 1
    without_icon = re.sub(r'<span class="material.*?</span>', "", found[0].partition(">")[2])
    return re.sub(r"<[^>]*>", "", without_icon).strip()


def sms(link: PaymentLink, **values: Any) -> None:
    make_distribution(link, **{"status": "DELIVERED", "sent_at": NOON, **values})


def test_a_fresh_link_is_sent() -> None:
    assert primary(superuser(), make_link()) == "Send by SMS"


def test_a_link_that_arrived_is_reminded_of() -> None:
    link = make_link(due_date=NOON.date())
    sms(link)

    assert primary(superuser(), link) == "Remind by SMS"


def test_after_a_failed_sms_one_click_sends_by_email() -> None:
    link = make_link()
    sms(link, status="FAILED", failure_reason="Landline", sent_at=None)
    client = superuser()

    assert primary(client, link) == "Send by e-mail"
    shown = words(client, link)
    assert "The SMS failed: the number is a landline. Send by e-mail." in shown


def test_a_link_without_methods_gets_an_invoice() -> None:
    assert primary(superuser(), make_link(payment_provider_methods=[])) == "Issue invoice"


def test_an_expired_link_is_extended() -> None:
    link = make_link(status="EXPIRED", expires_at=NOON - timedelta(days=1))

    assert primary(superuser(), link) == "Extend by 30 days"


def test_a_paid_link_shows_its_receipt() -> None:
    link = make_link(status="COMPLETED")
    make_payment(link, status="COMPLETED")
    make_receipt(link)
    client = superuser()

    assert primary(client, link) == "Show receipt"
    assert "lightbulb" not in words(client, link)


def test_money_that_does_not_fit_is_looked_at() -> None:
    link = make_link(status="COMPLETED")
    payment = make_payment(link, status="COMPLETED", amount=15000)
    LinkException.objects.create(
        payment_link=link, payment=payment, kind="AMOUNT_MISMATCH", created_at=NOON
    )
    client = superuser()

    assert primary(client, link) == "Show the payment"
    shown = words(client, link)
    assert "150,00 kr came 2026-11-22 13:00 by Swish; 140,00 kr was asked for." in shown


def test_a_tenant_who_was_not_told_is_told_again() -> None:
    link = make_link(status="COMPLETED")
    failed = make_callback(link)
    client = superuser()

    before = primary(client, link)
    make_callback_again(failed)

    assert (before, primary(client, link)) == ("Deliver again", "Issue invoice")


def make_callback_again(failed: Any) -> None:
    """The callback was delivered when it was sent once more."""
    failed.pk, failed.replay_of_id, failed.state = None, failed.pk, "DONE"
    failed.save(force_insert=True)


def test_a_cancelled_link_is_duplicated_by_who_may_add(monkeypatch: pytest.MonkeyPatch) -> None:
    merchant = make_merchant()
    link, client = make_link(merchant, status="CANCELLED"), member(merchant)
    monkeypatch.setattr(PaymentLinkAdmin, "has_add_permission", lambda *_: False)
    without = primary(client, link)
    monkeypatch.setattr(PaymentLinkAdmin, "has_add_permission", lambda *_: True)

    assert (without, primary(client, link)) == ("Copy link", "Duplicate")
    assert f"{page(PaymentLink, 'add')}?from={link.pk}" in words(client, link)


@pytest.mark.parametrize("status", ["CREATED", "COMPLETED", "EXPIRED", "CANCELLED"])
def test_who_only_reads_has_one_primary_button_that_changes_nothing(status: str) -> None:
    merchant = make_merchant()
    client, link = member(merchant, "ACCOUNTANT"), make_link(merchant, status=status)

    assert primary(client, link) == "Copy link"
    assert "?from=" not in words(client, link)


def test_an_accountant_opens_the_invoice() -> None:
    merchant = make_merchant()
    link = make_link(merchant, status="COMPLETED")
    make_invoice(link)

    assert primary(member(merchant, "ACCOUNTANT"), link) == "Show invoice"


@pytest.mark.parametrize("status", ["CREATED", "COMPLETED", "EXPIRED", "CANCELLED"])
def test_copy_qr_and_the_payers_view_are_always_there(status: str) -> None:
    link = make_link(status=status)

    shown = words(superuser(), link)

    assert f'data-copy="{link.checkout_url}"' in shown
    assert f'href="{page(PaymentLink, "qr", link.pk)}"' in shown
    # On this host, whose session tells the checkout that staff look.
    assert f'href="/pay/{link.checkout_token}" target="_blank"' in shown


def test_dangerous_actions_say_what_the_payer_sees_and_want_a_reason() -> None:
    shown = words(superuser(), make_link())

    assert "The payer can no longer pay, and sees that the request was withdrawn." in shown
    assert 'name="reason" maxlength="500" required' in shown


def test_the_page_costs_few_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    merchant = make_merchant()
    link, client = make_link(merchant), member(merchant)
    link.tenant.mode = "LIVE"
    link.tenant.save(update_fields=["mode"])
    user = User.objects.get()
    for minute in range(8):
        moment = NOON + timedelta(minutes=minute)
        payment = make_payment(link, status="DECLINED", created_at=moment)
        make_distribution(link, requested_by=user, created_at=NOON)
        LinkException.objects.create(
            payment_link=link, payment=payment, kind="PAID_TWICE", created_at=NOON
        )
        TimelineEntry.objects.record(
            link, "NOTE", actor=Actor(ActorKind.STAFF, user), now=NOON, text=str(minute)
        )
    make_callback(link)
    make_invoice(link)

    with django_assert_max_num_queries(25):
        client.get(page(PaymentLink, "change", link.pk))
