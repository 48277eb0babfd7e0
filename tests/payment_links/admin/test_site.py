"""The back office as a site: sign-in, menu and the policy of its pages."""

import pytest
from django.test import Client, RequestFactory

from payment_links.admin.site import environment_label
from payment_links.models import PaymentLink
from tests.back_office import member, page, superuser
from tests.builders import make_link, make_merchant, make_user

pytestmark = pytest.mark.django_db


def test_signing_in_leads_to_the_overview() -> None:
    make_user("owner")

    answer = Client().post("/admin/login/", {"login": "owner", "password": "demo"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")


def test_people_who_are_no_staff_do_not_sign_in() -> None:
    make_user("payer", is_staff=False)

    answer = Client().post("/admin/login/", {"login": "payer", "password": "demo"})

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


def test_the_sandbox_is_named_on_every_page() -> None:
    assert environment_label(RequestFactory().get("/")) == ["Sandbox", "warning"]
