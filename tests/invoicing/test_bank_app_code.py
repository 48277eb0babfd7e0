"""The code for bank apps: the published layout, and only where a bank app can pay."""

import json
from dataclasses import replace
from typing import Any

import pytest
import zxingcpp
from pypdfium2 import PdfDocument

from invoicing.bank_app_code import bank_app_code
from tests.builders import NOON
from tests.invoicing.printed import DETAILS, MIXED, SELLER, pdf_of, printed_invoice

VECTOR = (
    '{"uqr":1,"tp":1,"nme":"Testbolaget AB","cid":"556703-7485","iref":"102343","idt":"20261122",'
    '"ddt":"20261222","due":598.42,"vat":90.54,"vh":69.94,"vm":13.82,"vl":6.78,"pt":"BG",'
    '"acc":"991-2346"}'
)


def values_of(**values: Any) -> dict[str, Any]:
    code = bank_app_code(printed_invoice(**values))
    assert code is not None
    read: dict[str, Any] = json.loads(code)
    return read


def test_the_vector_of_the_specification() -> None:
    assert bank_app_code(printed_invoice(MIXED)) == VECTOR


@pytest.mark.parametrize(
    ("price", "due"), [(50000, "500"), (50010, "500.1"), (50001, "500.01"), (7, "0.07")]
)
def test_amounts_have_no_trailing_zeros(price: int, due: str) -> None:
    code = bank_app_code(printed_invoice([("Vara", price, 1, "25")]))

    assert f'"due":{due},' in str(code)


def test_rates_without_vat_have_no_key() -> None:
    values = values_of(items=[("Vara", 12500, 1, "25"), ("Bok", 100, 1, "0"), ("El", 100, 1, "10")])

    assert (values["vh"], values["vat"]) == (25, 25.09)
    assert not {"vm", "vl"} & set(values)


def test_it_is_ascii_and_survives_being_read() -> None:
    seller = replace(SELLER, name="Räksmörgås 🍕 " + "å" * 200)

    code = str(bank_app_code(printed_invoice(seller=seller)))

    assert code.isascii()
    assert json.loads(code)["nme"] == seller.name[:70]


@pytest.mark.parametrize(
    "values",
    [
        {"paid_at": NOON},
        {"currency": "NOK"},
        {"payment_details": replace(DETAILS, bankgiro="", iban="SE4550000000058398257466")},
        {"seller": replace(SELLER, organization_number="")},
        {"total_amount": 0},
        {"total_amount": -100},
    ],
    ids=["paid", "foreign", "no-bankgiro", "no-number", "nothing", "credit"],
)
def test_an_invoice_that_bank_apps_cannot_pay_has_none(values: dict[str, Any]) -> None:
    assert bank_app_code(printed_invoice(**values)) is None


def codes_on(pdf: bytes) -> set[str]:
    """What a phone reads off the paper, 150 dots per inch."""
    page = PdfDocument(pdf)[0]
    picture = page.render(scale=150 / 72).to_pil()
    return {code.text for code in zxingcpp.read_barcodes(picture)}


def test_both_codes_are_read_off_the_printed_page() -> None:
    assert codes_on(pdf_of(printed_invoice())) == {VECTOR, DETAILS.checkout_url}


def test_the_longest_code_is_read_off_the_printed_page() -> None:
    invoice = printed_invoice(seller=replace(SELLER, name="ö" * 200), reference="1" * 25)

    assert bank_app_code(invoice) in codes_on(pdf_of(invoice))


def test_a_paid_invoice_has_no_code_at_all() -> None:
    assert codes_on(pdf_of(printed_invoice(paid_at=NOON))) == set()
