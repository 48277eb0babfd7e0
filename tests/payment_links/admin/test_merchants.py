"""Merchants: owners correct how customers reach them, superusers the rest, others read."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from payment_links.models import Merchant
from tests.back_office import confirmed, member, page, superuser
from tests.builders import make_merchant, make_tenant

pytestmark = pytest.mark.django_db

EVERYTHING = {
    "name": "Ny AB",
    "organization_number": "5560160680",
    "bankgiro": "5050-1055",
    "email": "ny@example.com",
    "phone": "08-1",
    "website": "ny.example",
    "country": "SE",
    "time_zone": "Europe/Stockholm",
    "grace_days": 10,
    "price_basis": "GROSS",
    "fiscal_year_start_month": 1,
    "locale": "sv-SE",
    "currency": "SEK",
    "payment_days": 30,
}


def save(client: Client, merchant: Merchant, **changes: Any) -> int:
    address = page(Merchant, "change", merchant.pk)
    return client.post(address, {**EVERYTHING, **changes}).status_code


def test_an_owner_changes_contact_details_and_nothing_else() -> None:
    merchant = make_merchant(bankgiro="991-2346")

    assert save(member(merchant, "OWNER"), merchant) == 302

    merchant.refresh_from_db()
    assert (merchant.email, merchant.phone, merchant.website) == (
        "ny@example.com",
        "08-1",
        "ny.example",
    )
    assert (merchant.name, merchant.bankgiro, merchant.grace_days) == (
        "Pizzeria Vesuvio AB",
        "991-2346",
        30,
    )


@pytest.mark.parametrize("role", ["STAFF", "FINANCE", "SUPPORT", "ACCOUNTANT"])
def test_other_roles_only_read(role: str) -> None:
    merchant = make_merchant()

    assert save(member(merchant, role), merchant) == 403

    merchant.refresh_from_db()
    assert merchant.email == "kontakt@vesuvio.example"


def test_whoever_changes_adds_or_reads_sees_the_same_parts() -> None:
    """Two parts of a new merchant wait for its tenant."""
    merchant, operator = make_merchant(), superuser()
    pages = [
        operator.get(page(Merchant, "change", merchant.pk)),
        member(merchant, "ACCOUNTANT").get(page(Merchant, "change", merchant.pk)),
        operator.get(page(Merchant, "add")),
    ]

    to_change, to_read, to_add = (
        [str(name) for name, _ in shown.context["adminform"].fieldsets] for shown in pages
    )

    waiting = {"Payment links", "Messages to customers"}
    assert to_change == to_read
    assert to_add == [name for name in to_change if name not in waiting]
    assert len(to_change) == 8


def test_an_owner_does_not_reach_a_foreign_merchant() -> None:
    foreign = make_merchant(name="Annan AB")

    save(member(make_merchant(), "OWNER"), foreign)

    foreign.refresh_from_db()
    assert foreign.email == "kontakt@vesuvio.example"


def test_superusers_change_bank_details_but_not_the_tenant() -> None:
    merchant, other = make_merchant(), make_tenant()

    save(confirmed(superuser()), merchant, tenant=str(other.pk))

    tenant = merchant.tenant
    merchant.refresh_from_db()
    assert (merchant.name, merchant.bankgiro, merchant.tenant) == ("Ny AB", "5050-1055", tenant)


def test_a_time_zone_that_does_not_exist_is_refused() -> None:
    merchant = make_merchant()

    assert save(superuser(), merchant, time_zone="Europe/Stockhlm") == 200

    merchant.refresh_from_db()
    assert (merchant.name, merchant.time_zone) == ("Pizzeria Vesuvio AB", "Europe/Stockholm")


def test_superusers_add_a_merchant_to_a_tenant() -> None:
    tenant = make_tenant()

    confirmed(superuser()).post(page(Merchant, "add"), {**EVERYTHING, "tenant": str(tenant.pk)})

    assert Merchant.objects.get().tenant == tenant


@pytest.mark.parametrize(
    ("field", "wrong", "right"),
    [
        ("organization_number", "556016-0681", "556016-0680"),
        ("organization_number", "701093-2391", "701063-2391"),
        ("vat_number", "SE556016068002", "SE556016068001"),
        ("bankgiro", "5050-1056", "5050-1055"),
        ("plusgiro", "1234567-8", "176099-0"),
        ("iban", "SE4550000000058398257467", "SE4550000000058398257466"),
    ],
)
def test_numbers_with_check_digits_must_be_right(field: str, wrong: str, right: str) -> None:
    merchant = make_merchant()
    browser = confirmed(superuser())

    answer = browser.post(page(Merchant, "change", merchant.pk), {**EVERYTHING, field: wrong})

    assert list(answer.context["adminform"].form.errors) == [field]
    assert save(browser, merchant, **{field: right}) == 302
    merchant.refresh_from_db()
    assert getattr(merchant, field) == right


def test_numbers_are_checked_by_the_rules_of_the_merchants_country() -> None:
    merchant = make_merchant()

    status = save(
        superuser(),
        merchant,
        country="NO",
        organization_number="988077917",
        vat_number="NO988077917MVA",
    )

    assert status == 302


def test_an_owner_chooses_the_methods_of_links_that_staff_make() -> None:
    card = {"provider": "payment_iq", "method": "card", "parameters": {"locale": "sv"}}
    merchant = make_merchant(payment_provider_methods=[card])
    chosen = ["swish/m_commerce", "payment_iq/card"]

    assert save(member(merchant, "OWNER"), merchant, payment_provider_methods=chosen) == 302

    merchant.refresh_from_db()
    swish = {"provider": "swish", "method": "m_commerce", "parameters": {}}
    assert merchant.payment_provider_methods == [swish, card]


def test_test_payments_are_no_method_of_a_live_tenant() -> None:
    merchant = make_merchant(make_tenant(mode="LIVE"))

    answer = save(member(merchant, "OWNER"), merchant, payment_provider_methods=["dummy/dummy"])

    merchant.refresh_from_db()
    assert (answer, merchant.payment_provider_methods) == (200, [])


def test_readers_see_the_methods_by_name() -> None:
    card = {"provider": "payment_iq", "method": "card", "parameters": {}}
    merchant = make_merchant(payment_provider_methods=[card])

    shown = member(merchant, "STAFF").get(page(Merchant, "change", merchant.pk)).content.decode()

    assert "payment_iq" in shown
    assert "parameters" not in shown


def test_an_owner_chooses_the_colour_of_the_payment_page() -> None:
    merchant = make_merchant()

    assert save(member(merchant, "OWNER"), merchant, accent_color=" FFE14D ") == 302

    merchant.refresh_from_db()
    assert merchant.accent_color == "#ffe14d"


@pytest.mark.parametrize("color", ["yellow", "#fff", "#ffe14d;}"])
def test_what_is_no_colour_is_refused(color: str) -> None:
    merchant = make_merchant()

    answer = member(merchant, "OWNER").post(
        page(Merchant, "change", merchant.pk), {**EVERYTHING, "accent_color": color}
    )

    assert list(answer.context["adminform"].form.errors) == ["accent_color"]
    merchant.refresh_from_db()
    assert merchant.accent_color == ""


def test_the_colour_is_shown_as_payers_will_see_it() -> None:
    client = member(make_merchant(), "OWNER")

    shown = client.get(reverse("admin:payment_links_merchant_accent_color"), {"color": "ffe14d"})

    text = " ".join(re.sub("<[^>]+>", " ", shown.content.decode()).split())
    assert "In light mode: #806a00, contrast 5.2 to 1. Corrected" in text
    assert text.endswith("In dark mode: #ffe14d, contrast 14.5 to 1")


@pytest.mark.parametrize("color", ["", "yellow", "<b>", "#ffe14d;}"])
def test_what_is_no_colour_has_no_sample(color: str) -> None:
    client = member(make_merchant(), "OWNER")

    shown = client.get(reverse("admin:payment_links_merchant_accent_color"), {"color": color})

    assert b"<svg" not in shown.content
    assert color.encode() not in shown.content or not color
