"""Our own reading of the rules of Peppol BIS Billing 3 and of Sweden that no package ships.

Each rule names what it finds wrong in a document. Source: Peppol BIS Billing 3.0, rules
PEPPOL-EN16931-R*, PEPPOL-COMMON-R* and SE-R-*.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

import stdnum.dk.cvr
import stdnum.no.orgnr
from lxml import etree
from stdnum import luhn

from tests.invoicing.e_invoice.reading import PREFIXES, texts_at

Rule = Callable[[etree._Element], bool]
SELLER = "cac:AccountingSupplierParty/cac:Party"
BUYER = "cac:AccountingCustomerParty/cac:Party"
CHECKS: dict[str, Callable[[str], bool]] = {
    "0007": lambda number: bool(re.fullmatch(r"\d{10}", number) and luhn.is_valid(number)),
    "0192": lambda number: number.isdigit() and bool(stdnum.no.orgnr.is_valid(number)),
    "0184": lambda number: number.isdigit() and bool(stdnum.dk.cvr.is_valid(number)),
    "0216": lambda number: bool(re.fullmatch(r"0037\d{8}", number)),
    "0212": lambda number: bool(re.fullmatch(r"\d{8}", number)),
}


def findings(document: bytes) -> list[str]:
    """The rules that the document breaks; Swedish ones for Swedish sellers only."""
    root = etree.fromstring(document)
    country = texts_at(root, f"{SELLER}/cac:PostalAddress/cac:Country/cbc:IdentificationCode")
    rules = {**PEPPOL, **(SWEDISH if country == ["SE"] else {})}
    return [name for name, holds in rules.items() if not holds(root)]


def _lines(root: etree._Element) -> Iterator[etree._Element]:
    for name in ("cac:InvoiceLine", "cac:CreditNoteLine"):
        yield from root.iterfind(name, PREFIXES)


def _meets_price(line: etree._Element) -> bool:
    quantity = texts_at(line, "cbc:InvoicedQuantity") + texts_at(line, "cbc:CreditedQuantity")
    [amount] = texts_at(line, "cbc:LineExtensionAmount")
    [price] = texts_at(line, "cac:Price/cbc:PriceAmount")
    [base] = texts_at(line, "cac:Price/cbc:BaseQuantity") or ["1"]
    exact = Decimal(quantity[0]) * Decimal(price) / Decimal(base)
    return abs(exact - Decimal(amount)) <= Decimal("0.02")


def _has_valid_identifiers(root: etree._Element) -> bool:
    schemes = [(found.get("schemeID"), found.text) for found in root.iterfind(".//*[@schemeID]")]
    return all(text and CHECKS[str(scheme)](text) for scheme, text in schemes)


def _tax_schemes(root: etree._Element) -> dict[str, str]:
    path = f"{SELLER}/cac:PartyTaxScheme"
    names = texts_at(root, f"{path}/cac:TaxScheme/cbc:ID")
    return dict(zip(names, texts_at(root, f"{path}/cbc:CompanyID"), strict=True))


def _accounts(root: etree._Element, branch: str) -> list[tuple[str, str]]:
    """The code and account of every payment means with that branch."""
    found = []
    for means in root.iterfind("cac:PaymentMeans", PREFIXES):
        account = "cac:PayeeFinancialAccount"
        if texts_at(means, f"{account}/cac:FinancialInstitutionBranch/cbc:ID") == [branch]:
            [code] = texts_at(means, "cbc:PaymentMeansCode")
            [number] = texts_at(means, f"{account}/cbc:ID")
            found.append((code, number))
    return found


def _rates_of_s(root: etree._Element) -> set[Decimal]:
    paths = (".//cac:TaxCategory", ".//cac:ClassifiedTaxCategory")
    categories = [found for path in paths for found in root.iterfind(path, PREFIXES)]
    return {
        Decimal(texts_at(category, "cbc:Percent")[0])
        for category in categories
        if texts_at(category, "cbc:ID") == ["S"]
    }


PEPPOL: dict[str, Rule] = {
    "R001, R004, R007": lambda root: (
        texts_at(root, "cbc:CustomizationID")[0].endswith("poacc:billing:3.0")
        and texts_at(root, "cbc:ProfileID") == ["urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"]
    ),
    "R002": lambda root: len(texts_at(root, "cbc:Note")) <= 1,
    "R003": lambda root: len(texts_at(root, "cbc:BuyerReference")) == 1,
    "R005": lambda root: not texts_at(root, "cbc:TaxCurrencyCode"),
    "R008": lambda root: all(len(found) or (found.text or "").strip() for found in root.iter()),
    "R010": lambda root: len(texts_at(root, f"{BUYER}/cbc:EndpointID")) == 1,
    "R020": lambda root: len(texts_at(root, f"{SELLER}/cbc:EndpointID")) == 1,
    "R046": lambda root: all(
        Decimal(price) >= 0 for price in texts_at(root, ".//cac:Price/cbc:PriceAmount")
    ),
    "R053": lambda root: len(list(root.iterfind("cac:TaxTotal", PREFIXES))) == 1,
    "R120": lambda root: all(_meets_price(line) for line in _lines(root)),
    "COMMON-R041, R042, R049": _has_valid_identifiers,
    # BR-CO-25 of the release that Peppol still uses.
    "BR-CO-25": lambda root: bool(
        texts_at(root, "cbc:DueDate") or texts_at(root, "cac:PaymentTerms/cbc:Note")
    ),
}
LEGAL_NUMBER = f"{SELLER}/cac:PartyLegalEntity/cbc:CompanyID"
SWEDISH: dict[str, Rule] = {
    "SE-R-001, 002": lambda root: bool(
        re.fullmatch(r"SE\d{12}", _tax_schemes(root).get("VAT", "SE000000000000"))
    ),
    "SE-R-003, 004, 013": lambda root: all(
        CHECKS["0007"](number) for number in texts_at(root, LEGAL_NUMBER)
    ),
    "SE-R-005": lambda root: (
        {text for scheme, text in _tax_schemes(root).items() if scheme != "VAT"}
        <= {"Godkänd för F-skatt"}
    ),
    "SE-R-006": lambda root: _rates_of_s(root) <= {Decimal(25), Decimal(12), Decimal(6)},
    "SE-R-007, 010": lambda root: all(
        code == "30" and re.fullmatch(r"\d{2,8}", account)
        for code, account in _accounts(root, "SE:PLUSGIRO")
    ),
    "SE-R-008, 009": lambda root: all(
        code == "30" and re.fullmatch(r"\d{7,8}", account)
        for code, account in _accounts(root, "SE:BANKGIRO")
    ),
    "SE-R-011, 012": lambda root: (
        not {"31", "50", "56"} & set(texts_at(root, "cac:PaymentMeans/cbc:PaymentMeansCode"))
    ),
}
