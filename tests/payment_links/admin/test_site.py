"""The back office as a site: sign-in, menu, overview and the policy of its pages."""

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from payment_links.admin.site import environment_label
from payment_links.models import PaymentLink
from tests.back_office import furnish, member, page, signed_in, superuser
from tests.builders import NOON, make_distribution, make_link, make_merchant, make_user

pytestmark = pytest.mark.django_db


def test_signing_in_leads_to_the_overview() -> None:
    make_user("owner")

    answer = Client().post("/admin/login/", {"username": "owner", "password": "demo"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")


def test_people_who_are_no_staff_do_not_sign_in() -> None:
    make_user("payer", is_staff=False)

    answer = Client().post("/admin/login/", {"username": "payer", "password": "demo"})

    assert answer.status_code == 200
    assert "_auth_user_id" not in answer.wsgi_request.session


def test_pages_ask_strangers_to_sign_in() -> None:
    answer = Client().get("/admin/payment_links/paymentlink/")

    assert answer.headers["Location"] == "/admin/login/?next=/admin/payment_links/paymentlink/"


def test_the_menu_holds_what_the_user_may_see() -> None:
    merchant = make_merchant()

    members, operators = (
        client.get("/admin/").content.decode() for client in (member(merchant), superuser())
    )

    for name in ("Payment links", "Messages", "Invoices", "Receipts", "Merchants"):
        assert name in members
    for name in ("API secrets", "Signing secrets", "Users", "Tenants"):
        assert name not in members
        assert name in operators


def test_every_page_has_the_policy_of_the_admin() -> None:
    link, client = make_link(), superuser()

    policies = [
        answer.headers["Content-Security-Policy"]
        for answer in (
            client.get("/admin/"),
            client.get(page(PaymentLink, "change", link.pk)),
            Client().get("/admin/login/"),
            client.get("/admin/"),
        )
    ]

    assert len(set(policies)) == 1
    rules = dict(rule.split(" ", 1) for rule in policies[0].split("; "))
    assert rules["script-src"] == "'self' 'unsafe-eval'"
    assert rules["style-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"


def test_pages_outside_the_admin_do_not_get_its_policy() -> None:
    assert "unsafe-eval" not in Client().get("/livez").headers["Content-Security-Policy"]


def test_pages_hold_no_inline_script_or_style() -> None:
    link, client = make_link(), superuser()

    for address in ("/admin/", page(PaymentLink, "change", link.pk), "/admin/login/"):
        shown = client.get(address).content.decode()
        assert "<style" not in shown
        assert "<script>" not in shown
        assert "//fonts.g" not in shown


def test_pages_are_not_kept_by_browsers() -> None:
    answer = superuser().get(page(PaymentLink, "change", make_link().pk))

    assert "no-store" in answer.headers["Cache-Control"]


def test_the_overview_counts_and_names_what_needs_a_person() -> None:
    merchant, rows = furnish("Egen")
    lost = make_link(merchant, customer={"last_name": "Borta"})
    make_distribution(lost, status="FAILED")
    make_link(merchant, due_date=(NOON - timedelta(days=9)).date(), customer={"last_name": "Sen"})
    furnish("Frammande")

    overview = member(merchant).get("/admin/").context["overview"]

    assert [(tile.title, tile.figure) for tile in overview.tiles][:5] == [
        ("Waiting for payment", "2"),
        ("Overdue", "1"),
        ("Not delivered", "1"),
        ("Open exceptions", "1"),
        ("Tenant not told", "1"),
    ]
    assert [line.customer for line in overview.needing] == [
        "Bertil Egen",
        "Bertil Borta",
        "Bertil Sen",
    ]


def test_every_tile_leads_to_the_links_it_counts() -> None:
    merchant, _rows = furnish("Egen")
    client = member(merchant)

    for tile in client.get("/admin/").context["overview"].tiles:
        listed = client.get(tile.address).context["cl"].result_count
        assert (tile.title, str(listed)) == (tile.title, tile.figure)


def test_the_overview_costs_a_fixed_number_of_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    merchant, _rows = furnish("Egen")
    client = member(merchant)

    with django_assert_max_num_queries(13):
        client.get("/admin/")


def test_somebody_without_a_merchant_is_told_so() -> None:
    shown = signed_in(make_user("nobody")).get("/admin/").content.decode()

    assert "not a member of any merchant" in shown


def test_the_sandbox_is_named_on_every_page() -> None:
    assert environment_label(RequestFactory().get("/")) == ["Sandbox", "warning"]
