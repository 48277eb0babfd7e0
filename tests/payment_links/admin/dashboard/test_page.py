"""The page of the overview: whose figures it shows, its empty states and its cost."""

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from payment_links.admin.links import PaymentLinkAdmin
from payment_links.models import Merchant
from tests.back_office import furnish, member, signed_in, superuser
from tests.builders import make_link, make_membership, make_merchant, make_user
from tests.unrendered import filled_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_noon")]
MOST_QUERIES = 24


def created(client: Client, **parameters: str) -> int:
    """How many links the overview counts as created."""
    count: int = filled_with(client, "/admin/", parameters)["overview"].tiles[0].count
    return count


def of_both(*merchants: Merchant) -> Client:
    """A browser of a user who works for all of them."""
    user = make_user("both")
    for merchant in merchants:
        make_membership(user, merchant)
    return signed_in(user)


@pytest.fixture
def merchants() -> tuple[Merchant, Merchant]:
    """Two with one link and with two, made now."""
    first, second = make_merchant(name="Ettan AB"), make_merchant(name="Tvåan AB")
    for merchant in (first, second, second):
        make_link(merchant, status="COMPLETED")
    return first, second


def test_everybody_sees_their_merchants_only(merchants: tuple[Merchant, Merchant]) -> None:
    first, second = merchants

    assert [created(member(first)), created(member(second)), created(superuser())] == [1, 2, 3]


def test_one_merchant_of_several_can_be_chosen(merchants: tuple[Merchant, Merchant]) -> None:
    client = of_both(*merchants)

    assert created(client) == 3
    assert created(client, merchant=str(merchants[1].pk)) == 2
    overview = filled_with(client, "/admin/", {"merchant": str(merchants[1].pk)})["overview"]
    for address in (overview.tiles[0].address, overview.periods[0].address):
        assert f"merchant={merchants[1].pk}" in address


def test_tiles_of_a_chosen_merchant_lead_to_its_links(
    merchants: tuple[Merchant, Merchant],
) -> None:
    client = of_both(*merchants)

    tile = filled_with(client, "/admin/", {"merchant": str(merchants[1].pk)})["overview"].tiles[1]

    assert (tile.name, tile.count) == ("paid", 2)
    assert filled_with(client, tile.address)["cl"].result_count == 2


def test_a_choice_is_offered_to_those_who_have_one(merchants: tuple[Merchant, Merchant]) -> None:
    pages = [client.get("/admin/") for client in (member(merchants[0]), of_both(*merchants))]

    assert [b'name="merchant"' in page.content for page in pages] == [False, True]
    assert b"Tv\xc3\xa5an" not in pages[0].content


@pytest.mark.parametrize("merchant", ["foreign", "missing", "text", "\x00"])
def test_foreign_merchants_are_as_unknown_as_missing_ones(
    merchants: tuple[Merchant, Merchant], merchant: str
) -> None:
    value = {"foreign": str(merchants[1].pk), "missing": str(uuid4())}.get(merchant, merchant)

    answer = member(merchants[0]).get("/admin/", {"merchant": value})

    assert answer.status_code == 404
    assert "There is no such merchant" in answer.content.decode()


def test_a_missing_merchant_is_unknown_to_superusers_too() -> None:
    assert superuser().get("/admin/", {"merchant": str(uuid4())}).status_code == 404


def test_the_overview_costs_few_queries_however_much_it_tells(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    merchant, _rows = furnish("Egen")
    other, _rows = furnish("Andra")
    client = of_both(merchant, other)

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get("/admin/", {"period": "90"})


def test_somebody_without_a_merchant_is_told_what_to_do() -> None:
    answer = signed_in(make_user("nobody")).get("/admin/", {"merchant": str(uuid4())})

    shown = answer.content.decode()
    assert "You are not a member of any merchant yet" in shown
    assert "pl-tile" not in shown.split('id="content-main"', 1)[1]


@pytest.mark.parametrize("may_add", [False, True])
def test_a_merchant_without_links_is_taught_to_create_one(
    may_add: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PaymentLinkAdmin, "has_add_permission", lambda *_: may_add)

    shown = member(make_merchant()).get("/admin/").content.decode()

    assert "No payment links yet" in shown
    assert ('href="/admin/payment_links/paymentlink/add/"' in shown) is may_add
    assert ("Create your first link" in shown) is may_add
    assert "pl-tile-figure" not in shown


def test_an_old_link_is_enough_for_figures() -> None:
    link = make_link(status="EXPIRED", created_at="2020-01-01T00:00:00Z")

    assert "pl-tile-figure" in member(link.merchant).get("/admin/").content.decode()


def test_swedish_staff_read_swedish() -> None:
    client = member(make_link().merchant)

    shown = client.get("/admin/", headers={"Accept-Language": "sv"}).content.decode()

    for text in ("Skapade länkar", "Utestående efter ålder", "Betalt per betalsätt", "30 dagar"):
        assert text in shown
