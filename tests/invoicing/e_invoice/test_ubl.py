"""E-invoices against the official schema and rules, Peppol's rules, and the reference's example."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from invoicing import completeness
from invoicing.document import Buyer, Place
from invoicing.e_invoice.ubl import Profile, buyer_reference, write_ubl
from payment_links.vat import PriceBasis, VatTreatment
from tests.invoicing.e_invoice import peppol
from tests.invoicing.e_invoice.cases import CASES
from tests.invoicing.e_invoice.judge import Judge
from tests.invoicing.e_invoice.printed import (
    BANKGIRO,
    COMPANY,
    CONSUMER,
    PIZZA,
    Goods,
    make_printed,
    make_printed_credit,
)
from tests.invoicing.e_invoice.reading import outline, texts_at, written

EXAMPLE = Path(__file__).with_name("example.xml")
PEPPOL_CASES = [name for name, case in CASES.items() if case.profile == Profile.PEPPOL]
SUMS = "cac:LegalMonetaryTotal"

rates = st.sampled_from(
    [
        *((rate, VatTreatment.TAXED) for rate in ("25", "12", "6", "0")),
        ("0", VatTreatment.EXEMPT),
        ("0", VatTreatment.REVERSE_CHARGE),
        ("0", VatTreatment.OUTSIDE_SCOPE),
    ]
)
goods = st.builds(
    lambda description, price, quantity, rate, unit: Goods(
        f"Vara {description}", price, quantity, rate[0], rate[1], unit, description
    ),
    st.text(max_size=40),
    st.integers(1, 1_000_000),
    st.integers(1, 1000),
    rates,
    st.sampled_from(["st", "kg", "tim", "lass"]),
)
baskets = st.lists(goods, min_size=1, max_size=25)


@pytest.mark.parametrize("name", CASES)
def test_schema_and_norm_find_nothing(name: str, judge: Judge) -> None:
    assert judge(CASES[name].document) == []


@pytest.mark.parametrize("name", CASES)
def test_the_profile_is_the_one_that_is_due(name: str) -> None:
    assert completeness.profile_of(CASES[name].printed) == CASES[name].profile


@pytest.mark.parametrize("name", PEPPOL_CASES)
def test_peppol_and_sweden_find_nothing(name: str) -> None:
    assert peppol.findings(CASES[name].document) == []


@settings(max_examples=25, deadline=None)
@given(baskets, st.sampled_from(PriceBasis))
def test_any_basket_follows_all_rules(judge: Judge, basket: list[Goods], basis: PriceBasis) -> None:
    printed = make_printed(*basket, basis=basis, buyer=COMPANY)

    document = write_ubl(printed, Profile.PEPPOL)

    root = etree.fromstring(document)
    [payable] = texts_at(root, f"{SUMS}/cbc:PayableAmount")
    lines = texts_at(root, "cac:InvoiceLine/cbc:LineExtensionAmount")
    [vat] = texts_at(root, "cac:TaxTotal/cbc:TaxAmount")
    assert Decimal(payable) * 100 == printed.total_amount
    assert sum(map(Decimal, lines)) + Decimal(vat) == Decimal(payable)
    assert judge(document) + peppol.findings(document) == []


@settings(max_examples=10, deadline=None)
@given(baskets, st.data())
def test_any_discount_follows_all_rules(
    judge: Judge, basket: list[Goods], data: st.DataObject
) -> None:
    """As many discounts as goods, each smaller than its goods."""
    discounts = [
        one._replace(price=-data.draw(st.integers(0, one.price)), description="Rabatt")
        for one in basket
    ]

    document = write_ubl(make_printed(*basket, *discounts, buyer=COMPANY), Profile.PEPPOL)

    assert judge(document) + peppol.findings(document) == []


def test_the_judge_finds_what_is_wrong(judge: Judge) -> None:
    document = CASES["business"].document

    too_much = document.replace(b">140.00</cbc:PayableAmount", b">141.00</cbc:PayableAmount")
    unknown = document.replace(b"cbc:DueDate", b"cbc:LastDate")

    assert ["BR-CO-16" in finding for finding in judge(too_much)] == [True]
    assert len(judge(unknown)) == 1


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ((">Anna Andersson</cbc:BuyerReference", "/"), "R003"),
        (("62.50", "62.52"), "R120"),
        (("62.50", "-62.50"), "R046"),
        (("SE556703748501", "556703748501"), "SE-R-001, 002"),
        ((">5567037485</cbc:CompanyID", ">556703-7485</cbc:CompanyID"), "SE-R-003, 004, 013"),
        (("Godkänd för F-skatt", "F-skatt"), "SE-R-005"),
        ((">12</cbc:Percent", ">13</cbc:Percent"), "SE-R-006"),
        ((">9912346<", ">991-2346<"), "SE-R-008, 009"),
        ((">30</cbc:PaymentMeansCode", ">31</cbc:PaymentMeansCode"), "SE-R-011, 012"),
    ],
)
def test_our_reading_of_peppol_finds_what_is_wrong(change: tuple[str, str], rule: str) -> None:
    document = CASES["business"].document.decode()
    if change[1] == "/":
        document = document.replace("<cbc:BuyerReference>Anna Andersson</cbc:BuyerReference>", "")

    assert rule in peppol.findings(document.replace(*change).encode())


def test_the_seed_order_is_the_example_of_the_reference() -> None:
    example = etree.parse(EXAMPLE).getroot()

    order = written(make_printed(PIZZA, buyer=COMPANY), Profile.PEPPOL)

    assert outline(order) == outline(example)


def test_the_same_document_gives_the_same_bytes() -> None:
    case = CASES["business with everything"]

    assert case.document == case.document
    assert case.document.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<Invoice ")


def test_without_two_companies_it_claims_no_more_than_the_norm() -> None:
    document = written(make_printed())

    assert texts_at(document, "cbc:CustomizationID") == ["urn:cen.eu:en16931:2017"]
    assert texts_at(document, "cbc:ProfileID") == []
    assert texts_at(document, ".//cbc:EndpointID") == []


def test_a_credit_note_names_its_invoice_and_its_reason() -> None:
    document = written(make_printed_credit(is_test=True))

    reference = "cac:BillingReference/cac:InvoiceDocumentReference"
    assert etree.QName(document).localname == "CreditNote"
    assert texts_at(document, f"{reference}/*") == ["10234", "2026-11-22"]
    assert texts_at(document, "cbc:CreditNoteTypeCode") == ["381"]
    assert texts_at(document, "cbc:Note") == [
        "Testdokument. Inga pengar, inga varor.\nVaran var trasig."
    ]
    assert texts_at(document, f"{SUMS}/cbc:PayableAmount") == ["140.00"]


@pytest.mark.parametrize(
    ("buyer", "reference"),
    [
        (replace(COMPANY, contact="Bo", customer_number="K-7"), "Anna Andersson"),
        (replace(COMPANY, reference="", contact="Bo", customer_number="K-7"), "Bo"),
        (replace(COMPANY, reference="", customer_number="K-7"), "K-7"),
        (CONSUMER, "Bertil Jönsson"),
        (Buyer("", "", Place(), None), ""),
    ],
)
def test_the_buyers_reference_is_the_best_there_is(buyer: Buyer, reference: str) -> None:
    assert buyer_reference(buyer) == reference


def test_every_account_is_paid_with_the_plain_reference_and_never_its_rf_form() -> None:
    details = replace(BANKGIRO, iban="SE4550000000058398257466")

    root = written(make_printed(payment_details=details))

    assert texts_at(root, "cac:PaymentMeans/cbc:PaymentID") == ["102343", "102343"]
