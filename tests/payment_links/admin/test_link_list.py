"""Around the rows of the list of links: tabs, totals, the address, and words when it is empty."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from payment_links.admin import link_list
from payment_links.admin.base import CappedPaginator
from payment_links.admin.link_totals import Total
from payment_links.models import PaymentLink
from tests.back_office import member, superuser
from tests.builders import NOON, TODAY, make_distribution, make_link, make_merchant
from tests.payment_links.admin.test_links import LIST, found, raise_exception
from tests.unrendered import filled_with

pytestmark = pytest.mark.django_db


def tabs(client: Client, **query: str) -> dict[str, str]:
    """The counts of the tabs by title."""
    return {tab.title: tab.count for tab in filled_with(client, LIST, query)["cl"].head.tabs}


def totals(client: Client, **query: str) -> list[Total]:
    answer = filled_with(client, LIST, query)["cl"].head.totals
    return [
        Total(*(text.replace("\u00a0", " ") for text in (t.currency, t.count, *amounts(t))))
        for t in answer
    ]


def amounts(total: Total) -> tuple[str, str, str]:
    return total.amount, total.paid, total.outstanding


def text(client: Client, **query: str) -> str:
    """The words of the list without markup."""
    shown = client.get(LIST, query).content.decode()
    return " ".join(re.sub(r"<[^>]*>", " ", shown).replace("\u00a0", " ").split())


@pytest.fixture
def links() -> dict[str, PaymentLink]:
    """One link for each saved view, and one for none."""
    merchant = make_merchant()
    made = {
        "odd": make_link(merchant, status="COMPLETED"),
        "lost": make_link(merchant),
        "late": make_link(merchant, due_date=TODAY - timedelta(days=1)),
        "gone": make_link(merchant, status="CANCELLED"),
    }
    raise_exception(made["odd"])
    make_distribution(made["lost"], status="FAILED")
    return made


@pytest.mark.parametrize("view", ["needs_action", "not_delivered"])
def test_a_failure_of_a_replaced_address_is_in_no_tab(view: str) -> None:
    replaced, since = make_link(address_replaced_at=NOON), make_link(address_replaced_at=NOON)
    make_distribution(replaced, status="FAILED")
    make_distribution(since, status="FAILED", created_at=NOON + timedelta(seconds=1))

    client = superuser()

    assert list(found(client, view=view)) == [since]
    assert {tabs(client)[title] for title in ("Needs action", "Not delivered")} == {"1"}


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("needs_action", {"odd", "lost"}),
        ("not_delivered", {"lost"}),
        ("waiting", {"lost", "late"}),
        ("overdue", {"late"}),
        ("paid_today", set()),
        ("exceptions", {"odd"}),
        ("nonsense", {"odd", "lost", "late", "gone"}),
        ("", {"odd", "lost", "late", "gone"}),
    ],
)
def test_a_tab_shows_its_links(
    view: str, expected: set[str], links: dict[str, PaymentLink]
) -> None:
    rows = found(superuser(), view=view)

    assert {name for name, link in links.items() if link in rows} == expected


def test_every_tab_counts_its_links(links: dict[str, PaymentLink]) -> None:
    assert tabs(superuser()) == {
        "All": "4",
        "Needs action": "2",
        "Not delivered": "1",
        "Waiting": "2",
        "Overdue": "1",
        "Paid today": "0",
        "Exceptions": "1",
    }


def test_tabs_count_within_filters_and_search(links: dict[str, PaymentLink]) -> None:
    counts = tabs(superuser(), q="bertil", status__exact="CREATED", view="overdue")

    assert (counts["All"], counts["Waiting"], counts["Exceptions"]) == ("2", "2", "0")


def test_counts_of_tabs_end_at_their_limit(
    links: dict[str, PaymentLink], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_list, "TAB_LIMIT", 2)

    counts = tabs(superuser())

    assert (counts["All"], counts["Waiting"]) == ("2+", "2")


def test_a_tab_keeps_filters_and_search_and_leaves_the_page() -> None:
    answer = superuser().get(LIST, {"q": "a", "status__exact": "CREATED", "p": "1", "o": "3"})

    addresses = {tab.title: tab.address for tab in answer.context["cl"].head.tabs}
    assert addresses["All"] == "?o=3&q=a&status__exact=CREATED"
    assert addresses["Overdue"] == "?o=3&q=a&status__exact=CREATED&view=overdue"


def test_the_chosen_tab_is_marked() -> None:
    head = filled_with(superuser(), LIST, {"view": "waiting"})["cl"].head

    assert [tab.title for tab in head.tabs if tab.is_current] == ["Waiting"]


def test_forms_and_rows_keep_the_address(links: dict[str, PaymentLink]) -> None:
    shown = superuser().get(LIST, {"view": "overdue", "status__exact": "CREATED"}).content.decode()

    search = shown[shown.index('id="changelist-search"') :]
    assert '<input type="hidden" name="view" value="overdue">' in search[: search.index("</form>")]
    filters = shown[shown.index('id="filter-form"') :]
    assert (
        '<input type="hidden" name="view" value="overdue">' in filters[: filters.index("</form>")]
    )
    kept = "?_changelist_filters=view%3Doverdue%26status__exact%3DCREATED"
    assert f"/{links['late'].pk}/change/{kept}" in shown


def test_an_opened_link_leads_back_to_the_same_list(links: dict[str, PaymentLink]) -> None:
    address = f"{LIST}{links['late'].pk}/change/"
    kept = "q=a+b&status__exact=CREATED&view=overdue"

    shown = superuser().get(address, {"_changelist_filters": kept}).content.decode()

    back = f"{LIST}?{kept}".replace("&", "&amp;")
    assert f'href="{back}"' in shown


def test_an_action_on_the_page_keeps_the_way_back(links: dict[str, PaymentLink]) -> None:
    page = f"{LIST}{links['late'].pk}/change/"
    came_from = f"http://testserver{page}?_changelist_filters=view%3Doverdue"

    answer = superuser().post(
        f"{LIST}{links['late'].pk}/do/extend/", headers={"referer": came_from}
    )

    assert answer.headers["Location"] == f"{page}?_changelist_filters=view%3Doverdue"


def test_a_tab_alone_is_no_filter_to_be_cleared() -> None:
    tab = filled_with(superuser(), LIST, {"view": "overdue"})["cl"]
    filtered = member(make_merchant()).get(LIST, {"view": "overdue", "currency": "SEK"})

    assert not tab.has_active_filters
    assert filtered.context["cl"].has_active_filters
    assert filtered.context["cl"].clear_all_filters_qs == "?view=overdue"


def test_totals_add_up_the_filter_per_currency() -> None:
    merchant = make_merchant()
    make_link(merchant)
    make_link(merchant, status="COMPLETED", total_amount=100)
    make_link(merchant, status="EXPIRED", total_amount=20)
    make_link(merchant, currency="NOK", total_amount=5000)

    client = superuser()
    everything, paid = totals(client), totals(client, status__exact="COMPLETED")

    assert everything == [
        Total("SEK", "3", "141,20 kr", "1,00 kr", "140,00 kr"),
        Total("NOK", "1", "50,00 NOK", "0,00 NOK", "50,00 NOK"),
    ]
    assert paid == [Total("SEK", "1", "1,00 kr", "1,00 kr", "0,00 kr")]


def test_totals_end_at_the_limit_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    merchant = make_merchant()
    for amount in (100, 20, 3):
        make_link(merchant, total_amount=amount)
    monkeypatch.setattr(CappedPaginator, "limit", 2)
    monkeypatch.setattr(link_list, "COUNT_LIMIT", 2)
    client = superuser()

    assert totals(client, o="4") == [Total("SEK", "2", "0,23 kr", "0,00 kr", "0,23 kr")]
    assert "The newest 2 links only" in text(client)


def test_totals_and_tabs_leave_foreign_links_out() -> None:
    merchant = make_merchant()
    make_link(merchant)
    make_link(make_merchant(name="Annan AB"), total_amount=999_00)
    client = member(merchant, "ACCOUNTANT")

    assert totals(client) == [Total("SEK", "1", "140,00 kr", "0,00 kr", "140,00 kr")]
    assert tabs(client)["All"] == "1"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "There are no payment links yet"),
        ({"view": "overdue"}, "Nothing in “Overdue” Nothing is late."),
        ({"currency": "DKK", "view": "overdue"}, "No link fits these filters"),
        ({"q": "<b>zz</b>"}, "What the search understands: Reference OCR or KID"),
    ],
)
def test_an_empty_list_says_why_and_what_to_do(query: dict[str, str], words: str) -> None:
    assert words in text(superuser(), **query)


def test_new_links_are_offered_to_those_who_may_make_them() -> None:
    merchant = make_merchant()

    assert "New payment link" in text(member(merchant))
    assert "New payment link" not in text(member(merchant, "ACCOUNTANT"))


@pytest.mark.parametrize("query", [{}, {"q": "140"}, {"q": "bertil", "view": "needs_action"}])
def test_a_page_costs_the_same_for_two_links_and_for_twenty(
    query: dict[str, str], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    merchant = make_merchant()
    client = member(merchant)
    for number in range(20):
        link = make_link(merchant, customer={"last_name": f"Nr {number}"})
        make_distribution(link, status="FAILED")

    with django_assert_max_num_queries(24):
        client.get(LIST, query)


def test_no_query_joins_rows_to_sort_or_count_them(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    make_link()
    client = superuser()

    with django_assert_max_num_queries(30) as queries:
        client.get(LIST, {"view": "waiting", "q": "140 kr"})

    of_links = [q["sql"] for q in queries if 'FROM "payment_links_paymentlink"' in q["sql"]]
    assert not [sql for sql in of_links if "DISTINCT" in sql]
    assert not [sql for sql in of_links if "COUNT(" in sql and "LIMIT" not in sql]
    assert not [sql for sql in of_links if "COUNT(" in sql and 'JOIN "payment_links_cust' in sql]


def test_merchants_are_named_when_there_are_several() -> None:
    merchant = make_merchant()
    make_link(merchant)
    client = member(merchant)
    assert "column-merchant" not in client.get(LIST).content.decode()

    second = make_merchant(name="Andra AB")
    second.memberships.create(user=merchant.memberships.get().user, role="STAFF")

    assert "column-merchant" in client.get(LIST).content.decode()
