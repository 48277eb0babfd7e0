"""Actions on links, from the page and from the list: the same verbs, refused row by row."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from payment_links.models import (
    Distribution,
    LinkException,
    Merchant,
    PaymentLink,
    StatusCallback,
    TimelineEntry,
)
from tests.back_office import act, member
from tests.builders import NOON, make_link, make_merchant, make_payment
from tests.payment_links.admin.test_link_page import make_callback

pytestmark = pytest.mark.django_db


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


@pytest.fixture
def staff(merchant: Merchant) -> Client:
    return member(merchant)


def last_entry(link: PaymentLink) -> tuple[str, str | None, dict[str, object]]:
    """What the newest timeline entry says: event, user and details."""
    entry = TimelineEntry.objects.filter(payment_link=link).latest("pk")
    return entry.event, entry.user.username if entry.user else None, entry.details


def make_exception(link: PaymentLink, kind: str = "PAID_TWICE") -> LinkException:
    """An exception of a payment of the link that nobody has resolved."""
    payment = make_payment(link, status="COMPLETED")
    return LinkException.objects.create(
        payment_link=link, payment=payment, kind=kind, created_at=NOON
    )


def test_cancel_ends_the_link_and_keeps_the_reason(merchant: Merchant, staff: Client) -> None:
    link = make_link(merchant)

    assert act(staff, link, "cancel", reason="Wrong amount") == 302

    link.refresh_from_db()
    assert link.status == "CANCELLED"
    assert last_entry(link) == ("NOTE", f"staff-{merchant.pk}", {"text": "Wrong amount"})


def test_extend_gives_thirty_days_more(merchant: Merchant, staff: Client) -> None:
    link = make_link(merchant, expires_at=NOON + timedelta(days=36500))

    act(staff, link, "extend")

    before = link.expires_at
    link.refresh_from_db()
    assert timedelta(days=29) < link.expires_at - before <= timedelta(days=31)


def test_an_expired_link_comes_back_to_life(merchant: Merchant, staff: Client) -> None:
    link = make_link(merchant, status="EXPIRED", expires_at=NOON - timedelta(days=1))

    act(staff, link, "extend")

    link.refresh_from_db()
    assert link.status == "CREATED"


@pytest.mark.parametrize(
    ("name", "channel", "recipient"),
    [("send_sms", "SMS", "+46701740615"), ("send_email", "EMAIL", "bertil@example.com")],
)
def test_sending_asks_for_a_message_in_the_users_name(
    name: str, channel: str, recipient: str, merchant: Merchant, staff: Client
) -> None:
    link = make_link(merchant)

    act(staff, link, name)

    message = Distribution.objects.get()
    assert (message.channel, message.recipient, message.status) == (channel, recipient, "CREATED")
    assert message.requested_by is not None
    assert message.requested_by.username == f"staff-{merchant.pk}"


def test_a_failed_callback_is_delivered_again(merchant: Merchant, staff: Client) -> None:
    link = make_link(merchant, status="COMPLETED")
    failed = make_callback(link)

    act(staff, link, "redeliver", callback=str(failed.pk))

    other = StatusCallback.objects.exclude(pk=failed.pk).get()
    assert (other.replay_of, other.state) == (failed, "PENDING")


def test_a_callback_of_another_link_is_not_delivered_from_here(
    merchant: Merchant, staff: Client
) -> None:
    foreign = make_callback(make_link(make_merchant()))

    act(staff, make_link(merchant), "redeliver", callback=str(foreign.pk))

    assert StatusCallback.objects.count() == 1


def test_one_exception_is_resolved_by_the_user(merchant: Merchant, staff: Client) -> None:
    link = make_link(merchant, status="COMPLETED")
    first, second = make_exception(link), make_exception(link, "AMOUNT_MISMATCH")

    act(staff, link, "resolve", exception=str(first.pk))

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.resolved_by is not None
    assert (first.resolved_by.username, second.resolved_at) == (f"staff-{merchant.pk}", None)
    assert last_entry(link)[0] == "EXCEPTION_RESOLVED"


def test_a_note_is_kept_on_the_timeline(merchant: Merchant, staff: Client) -> None:
    link = make_link(merchant)

    act(staff, link, "note", text="  Rings on Monday ")

    assert last_entry(link) == ("NOTE", f"staff-{merchant.pk}", {"text": "Rings on Monday"})


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_an_unusable_note_is_refused(text: str, merchant: Merchant, staff: Client) -> None:
    act(staff, make_link(merchant), "note", text=text)

    assert not TimelineEntry.objects.filter(event="NOTE").exists()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("redeliver", {"callback": "nonsense"}),
        ("resolve", {"exception": "nonsense"}),
        ("resolve", {"exception": "9" * 30}),
        ("resolve", {}),
        ("redeliver", {}),
    ],
)
def test_a_damaged_form_is_refused_and_not_a_crash(
    name: str, values: dict[str, str], merchant: Merchant, staff: Client
) -> None:
    assert act(staff, make_link(merchant, status="COMPLETED"), name, **values) == 302


def test_a_refusal_is_told_and_changes_nothing(merchant: Merchant, staff: Client) -> None:
    link = make_link(merchant, status="COMPLETED")
    address = reverse("admin:payment_links_paymentlink_act", args=[link.pk, "cancel"])

    answer = staff.post(address, follow=True)

    link.refresh_from_db()
    assert link.status == "COMPLETED"
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


ALL = ["cancel", "extend", "send_sms", "send_email", "issue_invoice", "resolve", "redeliver"]


@pytest.mark.parametrize("name", [*ALL, "note"])
def test_an_accountant_acts_nowhere(name: str, merchant: Merchant) -> None:
    link, accountant = make_link(merchant), member(merchant, "ACCOUNTANT")
    entries = TimelineEntry.objects.count()

    assert act(accountant, link, name, text="x") == 403

    assert TimelineEntry.objects.count() == entries


@pytest.mark.parametrize("name", [*ALL, "note", "unknown"])
def test_a_foreign_link_is_out_of_reach(name: str, staff: Client) -> None:
    foreign = make_link(make_merchant())

    assert act(staff, foreign, name, text="x") == 404

    foreign.refresh_from_db()
    assert (foreign.status, foreign.timeline.count()) == ("CREATED", 0)


def test_a_link_address_does_nothing_when_opened(merchant: Merchant, staff: Client) -> None:
    link = make_link(merchant)

    answer = staff.get(reverse("admin:payment_links_paymentlink_act", args=[link.pk, "cancel"]))

    assert answer.status_code == 405


def test_acting_needs_the_forms_token(merchant: Merchant, staff: Client) -> None:
    staff.handler.enforce_csrf_checks = True

    assert act(staff, make_link(merchant), "cancel") == 403
