"""Totals of the list of links: at once of a few, by a request of their own of many."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from payment_links.admin import link_totals
from tests.back_office import member, superuser
from tests.builders import make_link, make_merchant, make_user
from tests.payment_links.admin.test_links import LIST

pytestmark = pytest.mark.django_db

TOTALS = reverse("admin:payment_links_paymentlink_totals")


def words(client: Client, address: str, query: dict[str, str] | None = None, **options: str) -> str:
    """What the answer says, without markup; with options, as the script of the list asks."""
    shown = client.get(address, query or {}, headers=options).content.decode()
    return " ".join(re.sub(r"<[^>]*>", " ", shown).replace("\u00a0", " ").split())


def box(client: Client, **query: str) -> str:
    """The totals' box as the list shows it first."""
    shown = client.get(LIST, query).content.decode()
    start = shown.index('<section class="pl-totals"')
    return shown[start : shown.index("</section>", start)]


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two links are more than are added up at once."""
    monkeypatch.setattr(link_totals, "MOST_AT_ONCE", 1)


def test_a_long_list_leaves_its_sums_to_another_request(many: None) -> None:
    merchant = make_merchant()
    make_link(merchant)
    make_link(merchant, total_amount=999_00)

    shown = box(member(merchant), currency="SEK", o="4")

    assert f'data-totals="{TOTALS}?currency=SEK&amp;o=4"' in shown
    assert "999" not in shown
    assert shown.count("<dl") == 1


def test_the_place_of_every_currency_is_kept(many: None) -> None:
    for currency in ("SEK", "NOK", "EUR"):
        make_link(make_merchant(currency=currency), currency=currency)
    norwegian = make_merchant(currency="NOK")
    make_link(norwegian, currency="NOK")
    make_link(norwegian, currency="NOK")

    client = superuser()

    assert box(client).count("<dl") == 3
    assert box(client, merchant=str(norwegian.pk)).count("<dl") == 1
    assert box(member(norwegian)).count("<dl") == 1


def test_the_sums_are_those_of_the_search_and_the_filters() -> None:
    merchant = make_merchant()
    make_link(merchant, total_amount=100, status="COMPLETED")
    make_link(merchant, total_amount=20)
    make_link(merchant, total_amount=3, currency="NOK")
    make_link(make_merchant(name="Annan AB"), total_amount=999_00)

    told = words(
        member(merchant, "ACCOUNTANT"),
        TOTALS,
        {"q": "bertil", "currency": "SEK", "view": "nonsense"},
        **{"X-Requested-With": "fetch"},
    )

    assert told == "Links 2 Sum 1,20 kr Already paid 1,00 kr Outstanding 0,20 kr"


def test_without_scripts_the_sums_are_a_page_with_a_way_back() -> None:
    merchant = make_merchant()
    make_link(merchant, total_amount=20)
    client = member(merchant)

    answer = client.get(TOTALS, {"view": "waiting"})

    assert "Sum 0,20 kr" in words(client, TOTALS, {"view": "waiting"})
    assert f'href="{LIST}?view=waiting"' in answer.content.decode()


def test_the_sums_of_nothing_say_so() -> None:
    assert "No link fits these filters" in words(superuser(), TOTALS, {"currency": "DKK"})


@pytest.mark.parametrize("query", [{"q": "\x00"}, {"status__exact__x": "1"}])
def test_sums_of_a_list_that_cannot_be_are_not_found(query: dict[str, str]) -> None:
    make_link()

    assert superuser().get(TOTALS, query).status_code == 404


def test_totals_are_read_only_and_for_members() -> None:
    stranger = Client()
    stranger.force_login(make_user("nobody"))

    assert superuser().post(TOTALS).status_code == 405
    assert stranger.get(TOTALS).status_code in {302, 403}
