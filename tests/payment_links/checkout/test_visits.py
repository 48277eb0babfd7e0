"""Looking at a link changes nothing, except that a person's first look is noted."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from payment_links.models import PaymentLink, TimelineEntry
from tests.builders import NOON, make_link, make_user

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36"


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def opened_at(link: PaymentLink) -> object:
    return PaymentLink.objects.get(pk=link.pk).opened_at


def test_a_persons_first_look_is_noted_once() -> None:
    link = make_link()
    for _ in range(2):
        Client(headers={"User-Agent": BROWSER}).get(f"/pay/{link.checkout_token}")

    assert opened_at(link) == NOON
    entry = TimelineEntry.objects.get(payment_link=link)
    assert (entry.event, entry.actor, entry.occurred_at) == ("OPENED", "PAYER", NOON)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) SafeLinks"},
        {"User-Agent": "WhatsApp/2.24 A"},
        {"User-Agent": BROWSER, "Purpose": "prefetch"},
        {"User-Agent": BROWSER, "Sec-Purpose": "prefetch;prerender"},
    ],
)
def test_robots_and_prefetches_change_nothing(headers: dict[str, str]) -> None:
    link = make_link()

    answer = Client(headers=headers).get(f"/pay/{link.checkout_token}")

    assert (answer.status_code, opened_at(link)) == (200, None)
    assert TimelineEntry.objects.count() == 0


def test_a_head_changes_nothing() -> None:
    link = make_link()

    Client(headers={"User-Agent": BROWSER}).head(f"/pay/{link.checkout_token}")

    assert opened_at(link) is None


def test_staff_who_view_as_the_payer_do_not_count() -> None:
    link = make_link()
    client = Client(headers={"User-Agent": BROWSER})
    client.force_login(make_user())

    client.get(f"/pay/{link.checkout_token}")

    assert opened_at(link) is None


def test_any_number_of_looks_starts_no_payment() -> None:
    link = make_link()
    client = Client(headers={"User-Agent": BROWSER})
    for path in ("", "/status", "/return", "/pay"):
        for _ in range(10):
            client.get(f"/pay/{link.checkout_token}{path}")

    assert link.payments.count() == 0
