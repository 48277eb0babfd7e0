"""What the form of a new link refuses, at which field, and in which words."""

from typing import Any

import pytest
from django.test import Client

from payment_links.models import Merchant, PaymentLink
from tests.back_office import member
from tests.payment_links.admin.new_link_forms import ADD, faults, form_of, make_seller

pytestmark = pytest.mark.django_db

LINE = ("Rim", "10", "1", "25")


@pytest.fixture
def merchant() -> Merchant:
    return make_seller()


@pytest.fixture
def staff(merchant: Merchant) -> Client:
    return member(merchant)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"first_name": " "}, "first_name", "This field is required."),
        ({"last_name": "\u200b"}, "last_name", "This field is required."),
        ({"last_name": "x" * 201}, "last_name", "at most 200 characters"),
        ({"company_name": "a\u202eb"}, "company_name", "characters that are not accepted"),
        ({"email": "a\nb@example.com"}, "email", "characters that are not accepted"),
        ({"due_date": "2101-01-01"}, "due_date", "less than or equal to"),
        ({"due_date": "next week"}, "due_date", "Enter a valid date."),
        ({"delivery_date": "1999-12-31"}, "delivery_date", "greater than or equal to"),
        ({"locale": "xx-XX"}, "locale", "Select a valid choice."),
        ({"currency": "USD"}, "currency", "Select a valid choice."),
        ({"payment_methods": []}, "payment_methods", "Choose at least one payment method."),
        ({"payment_methods": ["swish/cash"]}, "payment_methods", "Select a valid choice."),
        ({"do": "send", "send": ""}, "send", "Choose SMS, e-mail or both."),
        ({"do": "send", "phone": ""}, "phone", "Fill in the mobile number"),
        ({"do": "send", "phone": "hello"}, "phone", "This is not a phone number."),
        ({"do": "send", "phone": "019-12 34 56"}, "phone", "This is not a mobile number"),
        ({"do": "send", "phone": "+1 202 555 0123"}, "phone", "is in a country"),
        ({"do": "send", "send": "email", "email": "bertil@"}, "email", "not an e-mail address"),
    ],
)
def test_a_wrong_value_is_told_at_its_field(
    changes: dict[str, Any], field: str, said: str, merchant: Merchant, staff: Client
) -> None:
    marked = faults(staff, form_of(merchant, **changes))

    assert list(marked) == [field]
    assert said in marked[field][0]
    assert PaymentLink.objects.count() == 0


@pytest.mark.parametrize(
    ("line", "field", "said"),
    [
        (("", "10", "1", "25"), "description", "This field is required."),
        (("Rim", "", "1", "25"), "price", "This field is required."),
        (("Rim", "ten", "1", "25"), "price", "Write an amount such as"),
        (("Rim", "1.250", "1", "25"), "price", "Write an amount such as"),
        (("Rim", "21 474 836,48", "1", "25"), "price", "This amount is too large."),
        (("Rim", "10", "0", "25"), "quantity", "greater than or equal to 1"),
        (("Rim", "10", "1,5", "25"), "quantity", "Enter a whole number."),
        (("Rim", "10 000 000", "3", "25"), "quantity", "Price × quantity is too large."),
        (("Rim", "10", "1", "24"), "vat", "Select a valid choice."),
        (("Rim", "10", "1", ""), "vat", "This field is required."),
    ],
)
def test_a_wrong_line_is_told_at_its_field(
    line: tuple[str, str, str, str], field: str, said: str, merchant: Merchant, staff: Client
) -> None:
    marked = faults(staff, form_of(merchant, LINE, line))

    assert list(marked) == [f"lines-1-{field}"]
    assert said in marked[f"lines-1-{field}"][0]


@pytest.mark.parametrize("price", ["0", "-10"])
def test_a_total_of_nothing_is_refused(price: str, merchant: Merchant, staff: Client) -> None:
    marked = faults(staff, form_of(merchant, ("Rim", price, "1", "25")))

    assert marked == {"__all__": ["The total must be more than zero."]}


def test_a_phone_that_nothing_is_sent_to_is_free_text(merchant: Merchant, staff: Client) -> None:
    marked = faults(staff, form_of(merchant, phone="ring the bell", email="none", last_name=""))

    assert list(marked) == ["last_name"]


def test_faults_are_told_in_swedish(merchant: Merchant, staff: Client) -> None:
    staff.cookies["django_language"] = "sv"

    marked = faults(staff, form_of(merchant, ("Rim", "tio", "1", "25"), do="send", phone="hej"))

    assert marked["phone"] == ["Det här är inget telefonnummer."]
    assert marked["lines-0-price"] == ["Skriv ett belopp som 1250 eller 1 250,50."]


def test_an_unfinished_form_is_not_blamed_for_what_is_missing(
    merchant: Merchant, staff: Client
) -> None:
    form = form_of(merchant, ("", "ten", "1", "25"), first_name="", do="update")

    assert list(faults(staff, form)) == ["lines-0-price"]


def test_without_a_script_lines_are_added_and_removed(merchant: Merchant, staff: Client) -> None:
    form = form_of(merchant, ("Rim", "10", "1", "6"), ("Ram", "20", "1", "12"))

    more = staff.post(ADD, {**form, "do": "add_line"}).context["form"]
    fewer = staff.post(ADD, {**form, "do": "remove_line:0"}).context["form"]

    assert [line.number for line in more.lines] == ["0", "1", "2"]
    assert more.lines[2]["vat"].value() == "12"
    assert [line["description"].value() for line in fewer.lines] == ["Ram"]


def test_another_merchant_brings_its_defaults_and_saves_nothing(
    merchant: Merchant, staff: Client
) -> None:
    other = make_seller_beside(merchant)
    form = {**form_of(merchant, first_name="Eva", do="send"), "merchant": str(other.pk)}

    shown = staff.post(ADD, form).context["form"]

    assert shown.start.merchant == other
    values = [shown[name].value() for name in ("currency", "locale", "price_basis", "first_name")]
    assert values == ["NOK", "nb-NO", "NET", "Eva"]
    assert shown["payment_methods"].value() == ["payment_iq/card"]
    assert PaymentLink.objects.count() == 0


def make_seller_beside(merchant: Merchant) -> Merchant:
    """A Norwegian merchant for which the same person works."""
    other = Merchant.objects.create(
        tenant=merchant.tenant,
        name="Fjell AS",
        country="NO",
        currency="NOK",
        locale="nb-NO",
        price_basis="NET",
        payment_provider_methods=[{"provider": "payment_iq", "method": "card"}],
    )
    other.memberships.create(user=merchant.memberships.get().user, role="STAFF")
    return other


def test_vat_rates_are_those_of_the_country_on_the_day_of_delivery(
    merchant: Merchant, staff: Client
) -> None:
    merchant.country = "FI"
    merchant.save(update_fields=["country"])
    form = form_of(merchant, ("Rim", "10", "1", "24"), delivery_date="2024-08-31", do="update")

    shown = staff.post(ADD, form).context["form"]

    rates = [value for value, _text in shown.lines[0].fields["vat"].choices]
    assert rates[:4] == ["24", "14", "10", "0"]
    assert shown.lines[0]["vat"].errors == []
