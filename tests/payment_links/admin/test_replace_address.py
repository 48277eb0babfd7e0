"""Staff give a link that went to the wrong person a new address."""

import pytest
from django.test import Client

from payment_links.genuine_codes import write_genuine_code
from payment_links.models import Merchant, Payment, PaymentLink, TimelineEntry
from tests.back_office import act, member
from tests.builders import NOON, make_distribution, make_link, make_merchant, make_payment

pytestmark = pytest.mark.django_db


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


@pytest.fixture
def staff(merchant: Merchant) -> Client:
    return member(merchant)


def page_of(client: Client, link: PaymentLink) -> str:
    return client.get(f"/admin/payment_links/paymentlink/{link.pk}/change/").content.decode()


def test_the_link_gets_a_new_address_and_the_reason_is_kept(
    merchant: Merchant, staff: Client
) -> None:
    link = make_link(merchant)

    assert act(staff, link, "replace_address", reason="Wrong number") == 302

    changed = PaymentLink.objects.get(pk=link.pk)
    entries = TimelineEntry.objects.order_by("pk").values_list("event", "actor", "details")
    assert changed.checkout_token != link.checkout_token
    assert list(entries) == [
        ("ADDRESS_REPLACED", "STAFF", {}),
        ("NOTE", "STAFF", {"text": "Wrong number"}),
    ]
    page = page_of(staff, link)
    assert changed.checkout_url in page
    assert write_genuine_code(link.genuine_code or "") in page


def test_afterwards_nobody_has_the_link_and_it_waits_to_be_sent(
    merchant: Merchant, staff: Client
) -> None:
    link = make_link(merchant, opened_at=NOON)
    make_distribution(link, status="DELIVERED", state="DONE", sent_at=NOON)
    make_payment(link, status="DECLINED")
    Payment.objects.update(updated_at=NOON)

    act(staff, link, "replace_address", reason="Wrong number")

    assert "The link has not been sent." in page_of(staff, link)


def test_it_asks_for_a_reason(merchant: Merchant, staff: Client) -> None:
    link = make_link(merchant)

    act(staff, link, "replace_address")

    assert PaymentLink.objects.get(pk=link.pk).checkout_token == link.checkout_token
    assert not TimelineEntry.objects.exists()


def test_a_payment_under_way_is_told_in_words(merchant: Merchant, staff: Client) -> None:
    link = make_link(merchant)
    make_payment(link)

    act(staff, link, "replace_address", reason="Wrong number")

    assert "its payer comes back to the present address" in page_of(staff, link)
    assert PaymentLink.objects.get(pk=link.pk).checkout_token == link.checkout_token


def test_who_only_reads_is_not_offered_it(merchant: Merchant) -> None:
    accountant = member(merchant, "ACCOUNTANT")
    link = make_link(merchant)

    assert act(accountant, link, "replace_address", reason="x") == 403
    assert "replace_address" not in page_of(accountant, link)
    assert PaymentLink.objects.get(pk=link.pk).checkout_token == link.checkout_token


def test_of_a_custom_checkout_there_is_no_address_of_ours_to_replace(
    merchant: Merchant, staff: Client
) -> None:
    link = make_link(merchant, custom_checkout_url="https://shop.example/pay/1")

    assert "replace_address" not in page_of(staff, link)
    assert "replace_address" in page_of(staff, make_link(merchant))
