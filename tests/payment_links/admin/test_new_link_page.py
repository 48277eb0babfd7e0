"""Who gets the form of a new link, what it begins with, its preview and its known customers."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from payment_links.models import Address, Customer, Merchant, PaymentLink
from tests.back_office import member, superuser
from tests.builders import NOON, SWISH, make_customer, make_link, make_merchant
from tests.payment_links.admin.new_link_forms import ADD, CUSTOMERS, PREVIEW, form_of, make_seller
from tests.unrendered import filled_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def merchant() -> Merchant:
    return make_seller()


@pytest.fixture
def staff(merchant: Merchant) -> Client:
    return member(merchant)


def begun(client: Client, **query: str) -> dict[str, Any]:
    """What the form shows when it is opened, by name of the field."""
    form = filled_with(client, ADD, query)["form"]
    values = {name: form[name].value() for name in form.fields}
    for line in form.lines:
        values |= {line.add_prefix(name): line[name].value() for name in line.fields}
    return values


def found(client: Client, merchant: Merchant, term: str) -> list[str]:
    """The customers that the form offers for a text."""
    answer = client.post(CUSTOMERS, {"merchant": str(merchant.pk), "term": term})
    return [customer["name"] for customer in answer.json()["customers"]]


def test_a_new_form_has_the_merchants_defaults() -> None:
    merchant = make_seller(locale="nb-NO", currency="NOK", price_basis="NET")

    shown = begun(member(merchant))

    assert (shown["locale"], shown["currency"], shown["price_basis"]) == ("nb-NO", "NOK", "NET")
    assert shown["payment_methods"] == ["swish/m_commerce"]
    assert (shown["lines-0-quantity"], shown["lines-0-vat"]) == ("1", "25")


def test_the_price_says_whether_vat_is_in_it(merchant: Merchant, staff: Client) -> None:
    with_vat = staff.get(ADD).content.decode()
    Merchant.objects.update(price_basis="NET")

    assert "Price incl. VAT, SEK" in with_vat
    assert "Price excl. VAT, SEK" in staff.get(ADD).content.decode()


def test_enter_in_a_field_neither_sends_nor_removes_anything(staff: Client) -> None:
    buttons = re.findall(r'type="submit" name="do" value="(\w+)', staff.get(ADD).content.decode())

    assert buttons[0] == "update"


def test_opening_the_form_costs_few_queries(
    merchant: Merchant, staff: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    link = make_link(merchant)

    with django_assert_max_num_queries(9):
        staff.get(ADD, {"from": str(link.pk)})


def test_who_works_for_one_merchant_does_not_choose_it(merchant: Merchant, staff: Client) -> None:
    chosen = filled_with(staff, ADD)["form"]["merchant"]
    make_merchant(name="Annan AB")

    assert chosen.is_hidden
    assert not filled_with(superuser(), ADD)["form"]["merchant"].is_hidden


def test_an_accountant_reads_why_there_is_no_form(merchant: Merchant) -> None:
    answer = member(merchant, "ACCOUNTANT").get(ADD)

    assert answer.status_code == 403
    assert "Your role reads and downloads." in answer.content.decode()


def test_an_accountant_makes_nothing(merchant: Merchant) -> None:
    accountant = member(merchant, "ACCOUNTANT")

    asked = [accountant.post(place, form_of(merchant)) for place in (ADD, PREVIEW, CUSTOMERS)]

    assert [answer.status_code for answer in asked] == [403, 403, 403]
    assert PaymentLink.objects.count() == 0


def test_a_foreign_merchant_is_not_found(merchant: Merchant, staff: Client) -> None:
    foreign = make_merchant(name="Annan AB")

    asked = [staff.post(place, form_of(foreign)) for place in (ADD, PREVIEW, CUSTOMERS)]
    opened = [staff.get(ADD, {"merchant": value}) for value in (str(foreign.pk), "x")]

    assert [answer.status_code for answer in (*asked, *opened)] == [404] * 5
    assert PaymentLink.objects.count() == 0


def test_a_copy_begins_with_everything_but_the_dates(merchant: Merchant, staff: Client) -> None:
    link = make_link(
        merchant,
        items=[("Hawaii", 7050, 2, "12"), ("Kurs", 100, 1, "0", "EXEMPT")],
        customer={"company_name": "Ek AB"},
        price_basis="NET",
        currency="NOK",
        buyer_reference="Eva",
        delivery_date="2026-01-01",
    )

    shown = begun(staff, **{"from": str(link.pk)})

    assert (shown["first_name"], shown["company_name"]) == ("Bertil", "Ek AB")
    assert (shown["currency"], shown["price_basis"]) == ("NOK", "NET")
    assert (shown["buyer_reference"], shown["delivery_date"]) == ("Eva", None)
    assert (shown["lines-0-price"], shown["lines-0-vat"]) == ("70.50", "12")
    assert (shown["lines-1-description"], shown["lines-1-vat"]) == ("Kurs", "EXEMPT")
    assert shown["link_id"] != str(link.pk)


def test_a_rate_that_is_gone_has_to_be_chosen_again(merchant: Merchant, staff: Client) -> None:
    link = make_link(merchant, items=[("Rim", 100, 1, "24")])

    line = filled_with(staff, ADD, {"from": str(link.pk)})["form"].lines[0]

    assert line.fields["vat"].choices[0] == ("", "Choose")


@pytest.mark.parametrize("name", ["from", "customer"])
def test_foreign_links_and_customers_are_not_found(name: str, staff: Client) -> None:
    link = make_link(make_merchant(name="Annan AB"))
    foreign = {"from": link.pk, "customer": link.customer_id}[name]

    answers = [staff.get(ADD, {name: value}) for value in (str(foreign), "x", str(link.tenant_id))]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_a_customer_fills_the_form_with_their_newest_address(
    merchant: Merchant, staff: Client
) -> None:
    customer = make_customer(merchant, reference="K7")
    Address.objects.create(customer=customer, city="Örebro")

    shown = begun(staff, customer=str(customer.pk))
    offered = staff.post(CUSTOMERS, {"merchant": str(merchant.pk), "term": "bert"}).json()

    values = offered["customers"][0]["values"]
    assert {shown[name] for name in ("last_name", "reference", "invoice_city")} == {
        *("Jönsson", "K7", "Örebro")
    }
    assert {name: shown[name] for name in values} == values


def test_what_is_kept_of_an_erased_customer_fills_no_form(
    merchant: Merchant, staff: Client
) -> None:
    link = make_link(merchant)
    Customer.objects.update(erased_at=NOON, phone="", email="")

    offered = staff.post(CUSTOMERS, {"merchant": str(merchant.pk), "term": "bert"}).json()
    opened = staff.get(ADD, {"customer": str(link.customer.pk)})
    copied = begun(staff, **{"from": str(link.pk)})

    assert offered == {"customers": []}
    assert opened.status_code == 404
    assert (copied.get("first_name"), copied.get("last_name")) == (None, None)
    assert copied["lines-0-description"] == "Hawaii Pizza"


def test_the_id_of_a_merged_customer_fills_the_form_with_the_kept_one(
    merchant: Merchant, staff: Client
) -> None:
    kept = make_customer(merchant)
    merged = make_customer(merchant, first_name="", last_name="", merged_into=kept)

    assert begun(staff, customer=str(merged.pk))["last_name"] == "Jönsson"
    assert found(staff, merchant, "bert") == ["Bertil Jönsson"]


@pytest.mark.parametrize(
    "term", ["bert", "Jönsson Bertil", "BERTIL@ex", "0701740615", "+46 70 174 06 15", "Ek AB"]
)
def test_known_customers_of_the_merchant_alone_are_offered(
    term: str, merchant: Merchant, staff: Client
) -> None:
    make_customer(merchant, company_name="Ek AB")
    make_customer(make_merchant(merchant.tenant, name="Annan AB"), first_name="Bert")

    assert found(staff, merchant, term) == ["Bertil Jönsson"]


@pytest.mark.parametrize("term", ["", "b", "\x00b", "nobody", "%", "%%", "x" * 5000])
def test_a_text_that_means_nobody_offers_nobody(
    term: str, merchant: Merchant, staff: Client
) -> None:
    make_customer(merchant)

    assert found(staff, merchant, term) == []


def test_the_preview_reckons_vat_per_rate_and_writes_the_messages(
    merchant: Merchant, staff: Client
) -> None:
    parts = staff.post(PREVIEW, form_of(merchant, ("Rim", "1 250,50", "2", "25"))).json()

    totals, sent = (text.replace("\u00a0", " ") for text in parts.values())
    assert "2 501,00 kr" in totals
    assert "VAT 25 % of 2 000,80 kr" in totals
    assert "Pizzeria Vesuvio AB: 2 501,00 kr att betala senast 2026-12-22. http" in sent
    assert "Att betala: 2 501,00 kr till Pizzeria Vesuvio AB" in sent
    assert "1 SMS" in sent


def test_the_preview_is_patient_with_an_unfinished_form(merchant: Merchant, staff: Client) -> None:
    lines = [("Rim", "10", "1", "25"), ("Ram", "ten", "1", "25")]

    parts = staff.post(PREVIEW, form_of(merchant, *lines, first_name="", locale="")).json()

    assert "1 line is not in the total" in parts["totals"]
    assert "10,00" in parts["totals"]


def test_a_due_date_in_the_past_is_pointed_out(merchant: Merchant, staff: Client) -> None:
    parts = staff.post(PREVIEW, form_of(merchant, due_date="2020-01-01")).json()

    assert "The due date has passed." in parts["totals"]


def test_the_character_that_makes_an_sms_dear_is_named(
    merchant: Merchant, staff: Client, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://betalő.example"

    messages = staff.post(PREVIEW, form_of(merchant)).json()["messages"]

    assert "Not in the SMS alphabet: ő." in messages
    assert "2 SMS" in messages


def test_the_exact_length_of_the_address_is_counted(
    merchant: Merchant, staff: Client, settings: Settings
) -> None:
    settings.PUBLIC_URL = f"https://{'b' * 62}.example"

    assert "2 SMS" in staff.post(PREVIEW, form_of(merchant)).json()["messages"]


@pytest.mark.parametrize(
    ("role", "said"), [("OWNER", "Choose them on the merchant"), ("STAFF", "Ask an owner")]
)
def test_a_merchant_without_payment_methods_says_what_to_do(role: str, said: str) -> None:
    merchant = make_seller(payment_provider_methods=[])

    words = member(merchant, role).get(ADD).content.decode()

    assert "has no payment methods for new links yet" in words
    assert said in words


def test_what_was_set_up_for_a_method_goes_with_it(merchant: Merchant, staff: Client) -> None:
    form = staff.post(ADD, form_of(merchant, last_name="")).context["form"]

    assert form.known_methods == {"swish/m_commerce": SWISH}
