"""What documents lack: by law, for the norm of e-invoices, and for Peppol."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from invoicing.completeness import (
    Level,
    missing_for,
    profile_of,
)
from invoicing.document import Place, PrintedReceipt
from invoicing.e_invoice.ubl import Profile
from payment_links.vat import VatTreatment
from tests.builders import NOON
from tests.invoicing.e_invoice.printed import (
    COMPANY,
    CONSUMER,
    GERMAN_COMPANY,
    SELLER,
    Goods,
    make_printed,
    make_printed_credit,
)

LAW = ["LAW"]
NORM = ["EN16931", "PEPPOL"]
EXPENSIVE = Goods("Soffa", 400_001)
CHEAP = Goods("Pall", 400_000)
BUILDING = Goods("Bygge", 10_000, 1, "0", VatTreatment.REVERSE_CHARGE)
GOODS_ABROAD = Goods("Stol", 10_000, 1, "0", VatTreatment.INTRA_EU)
EXPORT = Goods("Stol", 10_000, 1, "0", VatTreatment.EXPORT)
NOWHERE = replace(CONSUMER, place=Place(city="Örebro"))


def make_printed_receipt(*goods: Goods, invoice_number: str = "", **values: Any) -> PrintedReceipt:
    invoice = make_printed(*goods, **values)
    shared = {
        name: getattr(invoice, name)
        for name in PrintedReceipt.__dataclass_fields__
        if hasattr(invoice, name)
    }
    return PrintedReceipt(
        **{
            **shared,
            "id": UUID(int=2),
            "paid_at": NOON,
            "payment_method": "swish/m_commerce",
            "payment_reference": "",
            "invoice_number": invoice_number,
            "invoice_date": None,
        }
    )


def lacks(printed: Any) -> list[tuple[str, list[str]]]:
    """What is missing, with the levels that it blocks."""
    return [(str(one.what), [*sorted(one.levels)]) for one in missing_for(printed)]


def seller(**values: Any) -> Any:
    return replace(SELLER, **values)


def buyer(**values: Any) -> Any:
    return replace(COMPANY, **values)


def test_complete_documents_lack_nothing() -> None:
    documents = [
        make_printed(),
        make_printed(EXPENSIVE),
        make_printed(buyer=COMPANY),
        make_printed(BUILDING, buyer=COMPANY),
        make_printed_credit(),
        make_printed_receipt(EXPENSIVE),
    ]

    assert [missing_for(document) for document in documents] == [[]] * len(documents)


def test_it_is_said_where_to_enter_what_is_missing() -> None:
    printed = make_printed(EXPENSIVE, buyer=NOWHERE, seller=seller(place=Place()))

    found = [(str(one.what), str(one.where)) for one in missing_for(printed)]

    assert found == [
        ("the seller's address", "in the merchant's record"),
        ("the buyer's address", "in the customer that the tenant sends"),
    ]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (make_printed(CHEAP, buyer=NOWHERE), []),
        (make_printed(EXPENSIVE, buyer=NOWHERE), [("the buyer's address", LAW)]),
        (make_printed(CHEAP, buyer=buyer(place=Place())), [("the buyer's address", LAW)]),
        (
            make_printed(CHEAP, buyer=replace(NOWHERE, country="FI")),
            [("the buyer's address", LAW)],
        ),
        (make_printed_credit(EXPENSIVE, buyer=NOWHERE), []),
        (make_printed_receipt(CHEAP, buyer=NOWHERE), []),
        (make_printed_receipt(EXPENSIVE, buyer=NOWHERE), [("the buyer's address", LAW)]),
        (
            make_printed_receipt(EXPENSIVE, seller=seller(vat_number="", place=Place())),
            [("the seller's VAT number", LAW), ("the seller's address", LAW)],
        ),
        (make_printed_receipt(EXPENSIVE, buyer=NOWHERE, invoice_number="10234"), []),
    ],
)
def test_up_to_4000_kronor_a_simplified_invoice_is_enough(
    printed: Any, expected: list[tuple[str, list[str]]]
) -> None:
    assert lacks(printed) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            make_printed(seller=seller(vat_number="", organization_number="")),
            [
                ("the seller's organisation number or VAT number", ["EN16931", "LAW", "PEPPOL"]),
            ],
        ),
        (
            make_printed(EXPENSIVE, seller=seller(vat_number="")),
            [("the seller's VAT number", LAW)],
        ),
        (
            make_printed(EXPORT, seller=seller(vat_number="")),
            [("the seller's VAT number", NORM)],
        ),
        (
            make_printed(BUILDING, buyer=buyer(vat_number="")),
            [("the buyer's valid VAT number", LAW)],
        ),
        (
            make_printed(BUILDING, buyer=buyer(vat_number="", organization_number="")),
            [("the buyer's VAT number", NORM)],
        ),
        (
            make_printed(GOODS_ABROAD, buyer=GERMAN_COMPANY, delivery_date=None),
            [("the delivery date", NORM)],
        ),
        (
            make_printed(GOODS_ABROAD, buyer=buyer()),
            [("the buyer's valid VAT number", LAW)],
        ),
        (make_printed(EXPENSIVE, currency="EUR"), [("the VAT amount in SEK", LAW)]),
        (
            make_printed(Goods(" ", 7000)),
            [("a description of every line", ["EN16931", "LAW", "PEPPOL"])],
        ),
        (make_printed(buyer=replace(CONSUMER, name="")), [("the buyer's name", NORM)]),
    ],
)
def test_law_and_norm_ask_for(printed: Any, expected: list[tuple[str, list[str]]]) -> None:
    found = [one for one in lacks(printed) if one[1] != ["PEPPOL"]]

    assert found == expected


def test_what_nobody_can_enter_is_said_not_to_be_supported() -> None:
    [missing] = missing_for(make_printed(EXPENSIVE, currency="EUR"))

    assert (str(missing.what), str(missing.where)) == (
        "the VAT amount in SEK",
        "not supported: documents in another currency carry VAT in that currency alone",
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            {"seller": seller(organization_number="556703-7486")},
            "the seller's valid organisation number",
        ),
        (
            {"seller": seller(vat_number="", is_approved_for_f_tax=False)},
            "the seller's valid VAT number, or approval for F-tax",
        ),
        (
            {"seller": seller(vat_number="SE556703748502")},
            "the seller's valid VAT number, or approval for F-tax",
        ),
        (
            {"buyer": buyer(organization_number="556016-0681")},
            "the valid organisation number of a Nordic buyer",
        ),
        ({"buyer": buyer(country="DE")}, "the valid organisation number of a Nordic buyer"),
        (
            {"buyer": buyer(organization_number="")},
            "the valid organisation number of a Nordic buyer",
        ),
    ],
)
def test_peppol_asks_for_numbers_with_right_check_digits(
    values: dict[str, Any], expected: str
) -> None:
    printed = make_printed(**{"buyer": COMPANY, **values})

    assert (expected, ["PEPPOL"]) in lacks(printed)
    assert profile_of(printed) == Profile.EN16931


def test_peppol_refuses_rates_that_sweden_has_not() -> None:
    printed = make_printed(Goods("Kaffe", 5000, 1, "11.11"), buyer=COMPANY)

    assert lacks(printed) == [("a lawful VAT rate on every line: 25, 12, 6 or 0", ["PEPPOL"])]


def test_a_consumer_is_not_asked_for_what_peppol_wants() -> None:
    printed = make_printed(seller=seller(organization_number="1"))

    assert Level.PEPPOL not in {level for one in missing_for(printed) for level in one.levels}
    assert profile_of(printed) == Profile.EN16931


@pytest.mark.parametrize(
    "printed",
    [
        make_printed(seller=seller(vat_number="", organization_number="")),
        make_printed(EXPORT, seller=seller(vat_number="")),
        make_printed(GOODS_ABROAD, buyer=GERMAN_COMPANY, delivery_date=None),
        make_printed(GOODS_ABROAD, buyer=buyer(vat_number="556016068001")),
        make_printed(buyer=replace(CONSUMER, name="")),
    ],
)
def test_what_cannot_follow_the_norm_has_no_profile(printed: Any) -> None:
    assert profile_of(printed) is None
