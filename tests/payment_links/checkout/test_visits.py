"""Looking at a link changes nothing, except that a person's first look is noted."""

from itertools import cycle, islice
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from payment_links.checkout.visits import is_person, record_visit
from payment_links.models import PaymentLink, TimelineEntry
from tests.builders import NOON, make_link, make_user
from tests.payers import BROWSER
from tests.payment_links.checkout.programs import PEOPLE, PROGRAMS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def opened_at(link: PaymentLink) -> object:
    return PaymentLink.objects.get(pk=link.pk).opened_at


def test_a_persons_first_look_is_noted_once() -> None:
    link = make_link()
    for _ in range(2):
        Client(headers=BROWSER).get(f"/pay/{link.checkout_token}")

    assert opened_at(link) == NOON
    entry = TimelineEntry.objects.get(payment_link=link)
    assert (entry.event, entry.actor, entry.occurred_at) == ("OPENED", "PAYER", NOON)


@pytest.mark.parametrize("agent", PEOPLE)
def test_people_are_noted_in_whatever_browser(agent: str) -> None:
    link = make_link()

    Client(headers=BROWSER | {"User-Agent": agent}).get(f"/pay/{link.checkout_token}")

    assert opened_at(link) == NOON


def test_200_visits_of_programs_change_nothing(
    rf: RequestFactory, django_assert_num_queries: Any
) -> None:
    link = make_link()
    agents = islice(cycle(PROGRAMS), 200)

    with django_assert_num_queries(0):
        for agent in agents:
            visit = rf.get("/pay/x", headers=BROWSER | {"User-Agent": agent})
            visit.user = AnonymousUser()
            record_visit(visit, link, NOON)

    assert opened_at(link) is None


@pytest.mark.parametrize("agent", PROGRAMS)
def test_no_program_is_taken_for_a_person(agent: str, rf: RequestFactory) -> None:
    assert not is_person(rf.get("/pay/x", headers=BROWSER | {"User-Agent": agent}))


@pytest.mark.parametrize(
    "headers",
    [
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        {"Accept": "*/*"},
        {"Accept": "image/avif,image/webp"},
        {"Accept-Language": None},
    ],
)
def test_what_is_no_page_that_somebody_opens_is_not_noted(headers: dict[str, Any]) -> None:
    link = make_link()
    asked = {name: value for name, value in {**BROWSER, **headers}.items() if value is not None}

    answer = Client(headers=asked).get(f"/pay/{link.checkout_token}")

    assert (answer.status_code, opened_at(link)) == (200, None)
    assert TimelineEntry.objects.count() == 0


def test_a_head_changes_nothing() -> None:
    link = make_link()

    Client(headers=BROWSER).head(f"/pay/{link.checkout_token}")

    assert opened_at(link) is None


def test_staff_who_view_as_the_payer_do_not_count() -> None:
    link = make_link()
    client = Client(headers=BROWSER)
    client.force_login(make_user())

    client.get(f"/pay/{link.checkout_token}")

    assert opened_at(link) is None


def test_any_number_of_looks_starts_no_payment() -> None:
    link = make_link()
    client = Client(headers=BROWSER)
    for path in ("", "/status", "/return", "/pay"):
        for _ in range(10):
            client.get(f"/pay/{link.checkout_token}{path}")

    assert link.payments.count() == 0


def test_a_visit_of_an_address_replaced_meanwhile_does_not_count(
    rf: RequestFactory,
) -> None:
    link = make_link()
    visited = PaymentLink.objects.get(pk=link.pk)
    PaymentLink.objects.filter(pk=link.pk).update(checkout_token="the-new-one")
    request = rf.get("/", headers=BROWSER)
    request.user = AnonymousUser()

    record_visit(request, visited, NOON)

    assert opened_at(link) is None
