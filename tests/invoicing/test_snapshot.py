"""What a document freezes of a link: whose words win, and sums that hold for any link."""

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing import snapshot
from invoicing.document import Line, Place, invoice_as_printed
from payment_links.models import Address, PaymentLink
from payment_links.vat import RateTotal, VatLine, VatTreatment, net_lines
from tests.builders import TODAY, make_link, make_merchant
from tests.invoicing.issuing import make_invoice

items = st.lists(
    st.tuples(
        st.integers(-100_000, 10_000_000),
        st.integers(1, 1000),
        st.sampled_from([Decimal(rate) for rate in ("25", "12", "6", "0", "25.5", "11.11")]),
    ),
    min_size=1,
    max_size=30,
)


@given(items)
def test_totals_per_rate_add_up_to_the_total(items: list[tuple[int, int, Decimal]]) -> None:
    nets = net_lines([VatLine(price * quantity, vat) for price, quantity, vat in items])
    lines = [
        Line("x", "", quantity, "st", price, vat, price * quantity, net)
        for (price, quantity, vat), net in zip(items, nets, strict=True)
    ]

    totals = snapshot.vat_totals_of(lines)

    assert sum(total.gross_amount for total in totals) == sum(p * q for p, q, _ in items)
    net_per_rate: dict[Decimal, int] = defaultdict(int)
    for line in lines:
        net_per_rate[line.vat] += line.net_amount
    assert {total.vat: total.net_amount for total in totals} == net_per_rate


@pytest.mark.django_db
def test_the_merchants_own_record_wins_over_the_supplier() -> None:
    supplier = {
        "name": "Other AB",
        "organization_number": "5555555555",
        "city": "Kil",
        "website": "example.org",
        "zip": None,
    }
    link = make_link(make_merchant(city="", website=""), supplier=supplier)

    seller = snapshot.seller_of(link)

    assert (seller.name, seller.organization_number) == ("Pizzeria Vesuvio AB", "556703-7485")
    assert (seller.place.city, seller.website) == ("Kil", "example.org")


@pytest.mark.django_db
def test_numbers_are_written_as_people_know_them() -> None:
    merchant = make_merchant(organization_number="", bankgiro="50501055")
    link = make_link(merchant, supplier={"organization_number": "5555555555"})

    assert snapshot.seller_of(link).organization_number == "555555-5555"
    assert snapshot.payment_details_of(link).bankgiro == "5050-1055"


@pytest.mark.django_db
def test_a_delivery_address_is_kept_when_it_is_another_one() -> None:
    link = make_link()
    home = Address(street_address="Storgatan 1", zip="702 11", city="Örebro")
    work = Address(city="Kumla")

    link.invoice_address, link.delivery_address = home, work
    both = snapshot.buyer_of(link)
    link.invoice_address, link.delivery_address = None, home
    one = snapshot.buyer_of(link)

    assert (both.place, both.delivery) == (
        Place("Storgatan 1", "702 11", "Örebro"),
        Place(city="Kumla"),
    )
    assert (one.place.city, one.delivery) == ("Örebro", None)


@pytest.mark.parametrize(
    ("treatments", "price_basis", "language", "expected"),
    [
        (["TAXED"], "GROSS", "sv", []),
        (["TAXED"], "NET", "sv", ["Priserna är angivna exklusive moms."]),
        (
            ["OUTSIDE_SCOPE", "TAXED", "REVERSE_CHARGE", "REVERSE_CHARGE"],
            "NET",
            "en",
            ["Reverse charge", "Outside the scope of VAT", "Prices are stated excluding VAT."],
        ),
        (
            ["EXPORT", "EXEMPT", "INTRA_EU"],
            "GROSS",
            "sv",
            [
                "Undantaget från moms",
                "Unionsintern varuförsäljning, undantagen från moms",
                "Export, undantagen från moms",
            ],
        ),
        (["REVERSE_CHARGE"], "GROSS", "sv", ["Omvänd betalningsskyldighet"]),
    ],
)
def test_each_treatment_and_net_prices_are_said_once(
    treatments: list[str], price_basis: str, language: str, expected: list[str]
) -> None:
    lines = [
        Line("x", "", 1, "st", 100, Decimal(0), 100, 100, VatTreatment(treatment))
        for treatment in treatments
    ]

    notes = snapshot.notes_of(PaymentLink(price_basis=price_basis), lines, language)

    assert notes == expected


def test_every_treatment_without_vat_has_its_sentence() -> None:
    assert {*snapshot.TREATMENT_NOTES, VatTreatment.TAXED} == set(VatTreatment)


@pytest.mark.django_db
def test_documents_freeze_the_sentences_in_their_language() -> None:
    items = [("Byggtjänst", 120000, 1, "0", "REVERSE_CHARGE")]
    link = make_link(items=items, price_basis="NET", locale="fi-FI", delivery_date=TODAY)

    invoice = make_invoice(link)

    invoice.refresh_from_db()
    assert invoice.notes == [
        "Käännetty verovelvollisuus",
        "Hinnat on ilmoitettu ilman arvonlisäveroa.",
    ]
    assert (invoice.price_basis, invoice.delivery_date) == ("NET", TODAY)
    assert invoice_as_printed(invoice).notes == tuple(invoice.notes)


@pytest.mark.django_db
def test_net_prices_are_the_lines_net_amounts() -> None:
    items = [("Mugg", 999, 1, "25"), ("Kaffe", 333, 1, "25"), ("Rabatt", -100, 2, "25")]
    link = make_link(items=items, price_basis="NET")

    lines = snapshot.lines_of(link)

    assert [(line.net_amount, line.gross_amount) for line in lines] == [
        (999, 1249),
        (333, 416),
        (-200, -250),
    ]
    assert snapshot.vat_totals_of(lines) == [RateTotal(Decimal(25), 1415, 283)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("vat_number", "country"), [("DE136695976", "DE"), ("VAT SE556016068001", "SE"), ("", "SE")]
)
def test_the_buyers_country_is_that_of_a_real_vat_number(vat_number: str, country: str) -> None:
    link = make_link()
    link.customer.vat_number = vat_number

    assert snapshot.buyer_of(link).country == country
