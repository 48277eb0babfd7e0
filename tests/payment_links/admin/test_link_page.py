"""The page of one link: everything about it, for those who may see it."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from payment_links.models import (
    CallbackAttempt,
    CallbackEndpoint,
    Item,
    PaymentLink,
    StatusCallback,
    TimelineEntry,
)
from payment_links.models.history import Actor, ActorKind
from tests.back_office import member, page, superuser
from tests.builders import (
    NOON,
    ItemValues,
    make_distribution,
    make_link,
    make_merchant,
    make_payment,
    make_user,
)
from tests.invoicing.issuing import make_invoice

pytestmark = pytest.mark.django_db


def words(client: Client, link: PaymentLink) -> str:
    """The words of the link's page, with ordinary blanks."""
    answer = client.get(page(PaymentLink, "change", link.pk))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def make_callback(link: PaymentLink, **values: object) -> StatusCallback:
    """A callback of the link that its endpoint answered with 500."""
    endpoint = CallbackEndpoint.objects.create(
        tenant=link.tenant, url="https://shop.example.com/callbacks"
    )
    defaults: dict[str, object] = {"status": "COMPLETED", "body": "{}", "state": "DEAD"}
    callback = StatusCallback.objects.create(
        payment_link=link,
        endpoint=endpoint,
        occurred_at=NOON,
        created_at=NOON,
        not_before=NOON,
        **{**defaults, **values},
    )
    CallbackAttempt.objects.create(
        status_callback=callback, attempted_at=NOON, http_status=500, duration_ms=12
    )
    return callback


def test_items_show_vat_per_rate_and_the_total() -> None:
    link = make_link(items=[("Pizza", 7000, 2, "12"), ("Vin", 10000, 1, "25")])

    shown = words(superuser(), link)

    for part in (
        "2 st × 70,00 kr",
        "VAT 25 % of 80,00 kr",
        "20,00 kr",
        "VAT 12 % of 125,00 kr",
        "15,00 kr",
        "240,00 kr",
    ):
        assert part in shown


def test_prices_without_vat_and_what_carries_none_are_named() -> None:
    items: list[ItemValues] = [
        ("Mugg", 4995, 7, "25"),
        ("Byggtjänst", 120000, 1, "0", "REVERSE_CHARGE"),
    ]
    link = make_link(price_basis="NET", items=items)

    shown = words(superuser(), link)

    for part in (
        "7 st × 49,95 kr excl. VAT",
        "Amount incl. VAT",
        "437,06 kr",
        "VAT 25 % of 349,65 kr",
        '0 %<span class="pl-below">Reverse charge</span>',
        "VAT 0 % of 1 200,00 kr · Reverse charge",
        "1 637,06 kr",
    ):
        assert part in shown


def test_a_business_buyer_is_shown_with_its_numbers() -> None:
    company = {
        "company_name": "Andersson Bygg AB",
        "organization_number": "556016-0680",
        "vat_number": "SE556016068001",
    }
    link = make_link(
        customer=company, buyer_reference="Projekt 4711", delivery_date=date(2026, 11, 20)
    )

    shown = words(superuser(), link)

    for part in (*company.values(), "Projekt 4711", "2026-11-20"):
        assert f"<dd>{part}</dd>" in shown or f'<dd class="pl-date">{part}</dd>' in shown


@pytest.mark.parametrize(
    ("country", "vat", "delivery_date", "doubt"),
    [
        ("SE", "25", None, ""),
        ("SE", "11.1", None, "Not a VAT rate of Sweden on 2026-11-22: 11.1 %."),
        ("FI", "14", date(2025, 12, 31), ""),
        ("FI", "14", date(2026, 1, 1), "Not a VAT rate of Finland on 2026-01-01: 14 %."),
        ("FI", "13.5", None, ""),
        ("DE", "19", None, ""),
    ],
)
def test_a_rate_that_was_not_lawful_on_the_day_of_supply_is_flagged(
    country: str, vat: str, delivery_date: date | None, doubt: str
) -> None:
    items = [("Mugg", 4995, 7, "0"), ("Kaffe", 3990, 1, vat)]
    link = make_link(make_merchant(country=country), items=items, delivery_date=delivery_date)

    shown = words(superuser(), link)

    assert doubt in shown
    assert ("Not a VAT rate" in shown) is bool(doubt)


def test_without_delivery_the_sellers_calendar_tells_the_day_of_supply() -> None:
    new_year = datetime(2025, 12, 31, 22, 30, tzinfo=UTC)
    merchant = make_merchant(country="FI", time_zone="Europe/Helsinki")
    link = make_link(merchant, items=[("Kaffe", 3990, 1, "14")], created_at=new_year)

    assert "Not a VAT rate of Finland on 2026-01-01: 14 %." in words(superuser(), link)


def test_payments_messages_documents_and_callbacks_are_told() -> None:
    link = make_link()
    make_payment(link, status="DECLINED", failure_reason="Not enough money.")
    make_distribution(link, status="FAILED", failure_reason="Landline", text="Betala 140 kr")
    invoice = make_invoice(link)
    make_callback(link)

    shown = words(superuser(), link)

    for part in (
        "Declined",
        "Swish",
        "Not enough money.",
        "+46701740615",
        "The number is a landline.",
        "The bank or the customer said no; nothing was charged.",
        "Betala 140 kr",
        invoice.number,
        invoice.reference,
        "https://shop.example.com/callbacks",
        "HTTP 500 (12 ms)",
        link.checkout_url,
    ):
        assert part in shown


def test_the_timeline_says_who_did_what() -> None:
    link, user = make_link(), make_user("stefan", first_name="Stefan", last_name="Ståhl")
    TimelineEntry.objects.record(
        link, "NOTE", actor=Actor(ActorKind.STAFF, user), now=NOON, text="<b>Called</b> him"
    )
    TimelineEntry.objects.record(
        link,
        "STATUS_CHANGED",
        actor=Actor(ActorKind.PAYER),
        now=NOON,
        previous="CREATED",
        status="COMPLETED",
    )

    shown = words(superuser(), link)

    assert "Stefan Ståhl" in shown
    assert "&lt;b&gt;Called&lt;/b&gt; him" in shown
    assert "from Waiting for payment to Paid" in shown


@pytest.mark.parametrize(
    ("told", "is_doubted"), [("5560160680", True), ("5567037485", False), ("", False)]
)
def test_a_seller_of_another_organisation_number_is_flagged(told: str, is_doubted: bool) -> None:
    link = make_link(supplier={"organization_number": told})

    shown = words(superuser(), link)

    flag = f"The tenant names {told} as the seller&#x27;s organisation number"
    assert (flag in shown) is is_doubted


@pytest.mark.parametrize(
    ("language", "flag"),
    [("en", "Some items are of Kaffe AB."), ("sv", "Några rader hör till Kaffe AB.")],
)
def test_items_of_other_merchants_are_flagged(language: str, flag: str) -> None:
    link = make_link(items=[("Mugg", 4995, 7, "25"), ("Kaffe", 3990, 1, "12")])
    client = superuser()
    client.cookies["django_language"] = language
    before = words(client, link)

    other = make_merchant(link.tenant, name="Kaffe AB")
    Item.objects.filter(payment_link=link, description="Kaffe").update(merchant=other)

    assert flag not in before
    assert flag in words(client, link)


def test_an_accountant_reads_and_has_no_buttons() -> None:
    merchant = make_merchant()
    link = make_link(merchant)
    make_callback(link)

    shown = words(member(merchant, "ACCOUNTANT"), link)

    assert "Bertil Jönsson" in shown
    assert 'method="post" action="/admin/payment_links' not in shown


@pytest.mark.parametrize("role", ["OWNER", "STAFF", "FINANCE", "SUPPORT"])
def test_who_may_act_has_the_buttons_that_fit_the_status(role: str) -> None:
    merchant = make_merchant()
    client = member(merchant, role)

    waiting = words(client, make_link(merchant))
    cancelled = words(client, make_link(merchant, status="CANCELLED"))

    for label in ("Send by SMS", "Extend …", "Issue invoice", "Cancel link …"):
        assert label in waiting
    for name in ("send_sms", "extend", "issue_invoice", "cancel"):
        assert f"/do/{name}/" not in cancelled


def test_an_address_that_is_no_id_is_not_found() -> None:
    assert superuser().get(page(PaymentLink, "change", "nonsense")).status_code == 404
