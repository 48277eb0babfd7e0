"""Actions on several links: what is asked first, one outcome for each, and who may."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from payment_links.admin import link_runs
from payment_links.admin.link_actions import offered
from payment_links.models import Distribution, Merchant, PaymentLink, TimelineEntry
from tests.back_office import bulk_address, member, run_in_bulk, superuser
from tests.builders import NOON, make_distribution, make_link, make_merchant
from tests.unrendered import filled_with

pytestmark = pytest.mark.django_db

LIST = "/admin/payment_links/paymentlink/"
RESULT = f"{LIST}bulk/result/"
BULK = sorted(action.name for action in offered() if action.is_bulk)


@pytest.fixture
def merchant() -> Merchant:
    return make_merchant()


@pytest.fixture
def staff(merchant: Merchant) -> Client:
    return member(merchant)


def choose(client: Client, name: str, *links: PaymentLink, query: str = "", **values: str) -> Any:
    """Choose rows of the list and an action for them; returns the answer."""
    chosen = {"_selected_action": [str(link.pk) for link in links], "index": "0"}
    return client.post(f"{LIST}{query}", {"action": name, **chosen, **values})


def statuses(*links: PaymentLink) -> list[str]:
    for link in links:
        link.refresh_from_db()
    return [link.status for link in links]


def test_every_link_has_its_outcome_and_refusals_come_first(
    merchant: Merchant, staff: Client
) -> None:
    links = [make_link(merchant, customer={"last_name": name}) for name in ("Ek", "Ask")]
    paid = make_link(merchant, status="COMPLETED", customer={"last_name": "Lind"})

    told = run_in_bulk(staff, "cancel", *links, paid)

    assert told == [
        "Bertil Lind: A payment link that is paid cannot be cancelled.",
        "Bertil Ask: The payment link is cancelled.",
        "Bertil Ek: The payment link is cancelled.",
    ]
    assert statuses(*links, paid) == ["CANCELLED", "CANCELLED", "COMPLETED"]


def test_the_result_can_be_read_again_and_sums_up(merchant: Merchant, staff: Client) -> None:
    run_in_bulk(staff, "cancel", make_link(merchant), make_link(merchant, status="EXPIRED"))

    context = staff.get(RESULT).context

    assert (context["count"], context["done"], context["refused"]) == (2, 1, 1)
    assert [row.text for row in context["rows"]][1] == "The payment link is cancelled."


def test_outcomes_are_told_in_the_readers_language(merchant: Merchant, staff: Client) -> None:
    paid = make_link(merchant, status="COMPLETED")
    staff.defaults["HTTP_ACCEPT_LANGUAGE"] = "sv"

    told = run_in_bulk(staff, "cancel", paid)

    assert told == ["Bertil Jönsson: En betallänk som är betald kan inte återkallas."]


def test_the_reason_of_a_cancellation_is_kept_on_every_link(
    merchant: Merchant, staff: Client
) -> None:
    links = [make_link(merchant), make_link(merchant)]

    run_in_bulk(staff, "cancel", *links, reason=" Cancelled show ")

    notes = TimelineEntry.objects.filter(event="NOTE").values_list("details", flat=True)
    assert list(notes) == [{"text": "Cancelled show"}] * 2


def test_without_a_needed_reason_the_list_asks_again(merchant: Merchant, staff: Client) -> None:
    link = make_link(merchant)
    form = {"links": str(link.pk), "reason": " ", "back": "q=a"}

    answer = staff.post(bulk_address("cancel"), form)

    assert [str(message) for message in answer.context["messages"]] == ["Give a reason first."]
    assert (answer.context["links"], answer.context["back"]) == (str(link.pk), "q=a")
    assert statuses(link) == ["CREATED"]


@pytest.mark.parametrize(
    ("name", "channels"),
    [("send_sms", ["SMS"]), ("send_email", ["EMAIL"]), ("send_both", ["EMAIL", "SMS"])],
)
def test_links_are_sent_by_the_chosen_channels(
    name: str, channels: list[str], merchant: Merchant, staff: Client
) -> None:
    run_in_bulk(staff, name, make_link(merchant), make_link(merchant, status="CANCELLED"))

    assert sorted(Distribution.objects.values_list("channel", flat=True)) == channels


def test_reminding_says_why_it_does_not(merchant: Merchant, staff: Client) -> None:
    sent = make_link(merchant, customer={"last_name": "Ask"})
    make_distribution(sent, created_at=NOON - timedelta(days=500))
    fresh = make_link(merchant, customer={"last_name": "Ek"})
    make_distribution(fresh, created_at=NOON + timedelta(days=36500))
    unsent = make_link(merchant, customer={"last_name": "Lind"})
    paid = make_link(merchant, status="COMPLETED", customer={"last_name": "Ohm"})

    told = run_in_bulk(staff, "remind", sent, fresh, unsent, paid)

    assert sorted(told) == [
        "Bertil Ask: Queued to be sent to +46701740615.",
        "Bertil Ek: The last message is less than 24 hours old. Wait before you remind.",
        "Bertil Lind: Nothing has been sent yet. Send the link first.",
        "Bertil Ohm: The payment link is paid already.",
    ]


def test_the_list_asks_first_and_names_who_will_refuse(merchant: Merchant, staff: Client) -> None:
    link, paid = make_link(merchant), make_link(merchant, status="COMPLETED")
    foreign = make_link(make_merchant(name="Annan AB"))

    answer = choose(staff, "cancel", link, paid, foreign)

    assert statuses(link) == ["CREATED"]
    assert "The payer can no longer pay" in answer.content.decode()
    assert [(row.note, row.will_refuse) for row in answer.context["rows"]] == [
        ("Will be left as it is: paid.", True),
        ("", False),
    ]
    assert answer.context["links"] == f"{paid.pk},{link.pk}"


def test_all_links_of_the_filter_can_be_chosen(merchant: Merchant, staff: Client) -> None:
    waiting = [make_link(merchant), make_link(merchant)]
    make_link(merchant, status="COMPLETED")

    answer = choose(staff, "remind", waiting[0], query="?view=waiting", select_across="1")

    assert answer.context["links"] == f"{waiting[1].pk},{waiting[0].pk}"
    assert answer.context["back"] == "view=waiting"


def test_too_many_links_are_refused_with_advice(
    merchant: Merchant, staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("payment_links.admin.link_downloads.MOST_LINKS", 1)
    links = [make_link(merchant), make_link(merchant)]

    answer = choose(staff, "cancel", *links, query="?q=bertil")
    told = [str(message) for message in staff.get(LIST).context["messages"]]

    assert answer.headers["Location"] == f"{LIST}?q=bertil"
    assert "At most 1 links at once. Narrow the list" in told[0]
    assert run_in_bulk(staff, "cancel", *links) == []
    assert statuses(*links) == ["CREATED", "CREATED"]


def test_a_run_stops_in_time_and_says_what_is_left(
    merchant: Merchant, staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_runs, "LONGEST_SECONDS", -1.0)
    link = make_link(merchant)

    told = run_in_bulk(staff, "cancel", link)

    assert told == ["Bertil Jönsson: Not tried: it took too long. Choose it again."]
    assert statuses(link) == ["CREATED"]


def test_the_way_back_keeps_tab_filters_and_search(merchant: Merchant, staff: Client) -> None:
    link = make_link(merchant)
    query = "q=bertil&status__exact=CREATED&view=waiting"

    asked = choose(staff, "extend", link, query=f"?{query}")
    run_in_bulk(staff, "extend", link, back=asked.context["back"])
    result = staff.get(RESULT).content.decode()

    back = f"{LIST}?{query}".replace("&", "&amp;")
    assert f'href="{back}"' in asked.content.decode()
    assert f'href="{back}"' in result


def test_asking_and_telling_cost_the_same_for_two_links_and_for_thirty(
    merchant: Merchant, staff: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    links = [make_link(merchant) for _ in range(30)]
    run_in_bulk(staff, "extend", *links)

    with django_assert_max_num_queries(12):
        staff.get(RESULT)
    with django_assert_max_num_queries(12):
        choose(staff, "extend", *links)


@pytest.mark.parametrize("name", BULK)
def test_an_accountant_runs_nothing(name: str, merchant: Merchant) -> None:
    link, accountant = make_link(merchant), member(merchant, "ACCOUNTANT")
    entries = TimelineEntry.objects.count()

    answer = accountant.post(bulk_address(name), {"links": str(link.pk)})

    assert (answer.status_code, TimelineEntry.objects.count()) == (403, entries)


def test_an_accountant_is_offered_downloads_alone(merchant: Merchant) -> None:
    make_link(merchant)

    form = filled_with(member(merchant, "ACCOUNTANT"), LIST)["action_form"]

    offered_names = [name for name, _label in form.fields["action"].choices if name]
    assert offered_names == ["export", "documents"]


@pytest.mark.parametrize("name", [*BULK, "export", "documents", "note", "unknown"])
def test_foreign_links_are_not_found_like_missing_ones(name: str, staff: Client) -> None:
    foreign = make_link(make_merchant(name="Annan AB"))

    answer = staff.post(bulk_address(name), {"links": f"{foreign.pk},nonsense"})

    assert answer.status_code == 404
    assert (foreign.timeline.count(), statuses(foreign)) == (0, ["CREATED"])


def test_who_acts_for_one_merchant_only_reads_the_other(merchant: Merchant, staff: Client) -> None:
    other = make_merchant(name="Annan AB")
    other.memberships.create(user=merchant.memberships.get().user, role="ACCOUNTANT")
    link = make_link(other)

    told = run_in_bulk(staff, "cancel", link)

    assert told == ["Bertil Jönsson: You may only read this merchant's links."]
    assert statuses(link) == ["CREATED"]


def test_results_are_for_those_who_ran_them(merchant: Merchant, staff: Client) -> None:
    run_in_bulk(staff, "cancel", make_link(merchant))

    assert member(merchant, "FINANCE").get(RESULT).status_code == 404


def test_results_of_a_merchant_that_one_left_are_hidden(merchant: Merchant, staff: Client) -> None:
    run_in_bulk(staff, "cancel", make_link(merchant))
    other = make_merchant(name="Annan AB")
    merchant.memberships.update(merchant=other)

    assert filled_with(staff, RESULT)["rows"] == []


def test_opening_the_address_runs_nothing(merchant: Merchant, staff: Client) -> None:
    assert staff.get(bulk_address("cancel")).status_code == 405


def test_running_needs_the_forms_token(merchant: Merchant, staff: Client) -> None:
    staff.handler.enforce_csrf_checks = True

    answer = staff.post(bulk_address("cancel"), {"links": str(make_link(merchant).pk)})

    assert answer.status_code == 403


def test_superusers_act_for_every_merchant() -> None:
    link = make_link()

    told = run_in_bulk(superuser(), "issue_invoice", link)

    link.refresh_from_db()
    assert link.invoice_created
    assert told == ["Bertil Jönsson: Invoice TEST-20260001 is issued."]
