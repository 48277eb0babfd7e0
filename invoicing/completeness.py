"""What an invoice, credit note or receipt lacks: by law, for EN 16931, and for Peppol.

Source of the law: mervärdesskattelagen (2023:200) 17 kap., which carries article 226 of the VAT
directive; simplified invoices: Skatteverket, at most 4 000 SEK with VAT, not across borders.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from invoicing.document import (
    Place,
    PrintedDocument,
    PrintedInvoice,
    PrintedReceipt,
)
from invoicing.e_invoice import identifiers
from invoicing.e_invoice.categories import is_outside_scope
from invoicing.e_invoice.parties import F_TAX, tax_registration
from invoicing.e_invoice.ubl import Printed, Profile, buyer_reference
from payment_links import check_digits
from payment_links.vat import VatTreatment

# Minor units, VAT included, and only in SEK.
SIMPLIFIED_INVOICE_LIMIT = 400_000
# Rule SE-R-006: what category S may carry on a Swedish seller's Peppol invoice.
SWEDISH_RATES = frozenset({Decimal(25), Decimal(12), Decimal(6)})
NEEDS_BUYERS_VAT_NUMBER = {VatTreatment.REVERSE_CHARGE, VatTreatment.INTRA_EU}
NEEDS_SELLERS_VAT_NUMBER = {VatTreatment.INTRA_EU, VatTreatment.EXPORT}


class Level(StrEnum):
    """What a document cannot be as long as something is missing."""

    LAW = "LAW"
    EN16931 = "EN16931"
    PEPPOL = "PEPPOL"


# Peppol's rules contain those of EN 16931.
NORM = frozenset({Level.EN16931, Level.PEPPOL})
LAW = frozenset({Level.LAW})
LAW_AND_NORM = LAW | NORM
PEPPOL = frozenset({Level.PEPPOL})

IN_MERCHANT = _("in the merchant's record")
IN_CUSTOMER = _("in the customer that the tenant sends")
IN_LINK = _("in the payment link that the tenant sends")
# Documents carry no exchange rate: article 230 of the VAT directive cannot be fulfilled with them.
NOWHERE = _("not supported: documents in another currency carry VAT in that currency alone")


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing. where: to enter it for the next document, or that nobody can."""

    what: Promise
    where: Promise
    levels: frozenset[Level]


@dataclass(frozen=True, slots=True)
class Rule:
    """What must be there, and whether a document has it."""

    what: Promise
    where: Promise
    levels: frozenset[Level]
    holds: Callable[[PrintedDocument], bool]


def missing_for(printed: PrintedDocument) -> list[Missing]:
    """All that the document lacks, the law's demands first; empty when it is complete.

    An invoice is judged as a full one when it is above the limit of simplified invoices, crosses a
    border or has a business as its buyer. So is a Swedish receipt, unless it
    stands beside an invoice: then it lacks nothing.
    """
    asked_for = LAW if isinstance(printed, PrintedReceipt) else LAW_AND_NORM
    found = [
        Missing(rule.what, rule.where, rule.levels & asked_for)
        for rule in _rules_for(printed)
        if not rule.holds(printed)
    ]
    return sorted(found, key=lambda missing: Level.LAW not in missing.levels)


def profile_of(printed: Printed) -> Profile | None:
    """The profile that the document's e-invoice can claim; None when it cannot follow the norm."""
    levels = {level for missing in missing_for(printed) for level in missing.levels}
    if Level.EN16931 in levels:
        return None
    has_numbers = printed.seller.organization_number and printed.buyer.organization_number
    return Profile.PEPPOL if has_numbers and Level.PEPPOL not in levels else Profile.EN16931


def needs_full_invoice(printed: PrintedDocument) -> bool:
    """Whether the law, or a buyer who deducts the VAT, wants more than a simplified invoice."""
    crosses_a_border = printed.buyer.country != printed.seller.country
    is_small = printed.currency == "SEK" and printed.total_amount <= SIMPLIFIED_INVOICE_LIMIT
    return not is_small or crosses_a_border or printed.buyer.is_business


def _rules_for(printed: PrintedDocument) -> Iterable[Rule]:
    if isinstance(printed, PrintedReceipt):
        if not printed.invoice_number:
            yield from SELLER_RULES
            if printed.seller.country == "SE" and needs_full_invoice(printed):
                yield from FULL_RULES
                yield from BUYER_RULES
        return
    yield from SELLER_RULES
    yield from NORM_RULES
    # A change of an invoice may always be simplified: its buyer stands on the invoice.
    if isinstance(printed, PrintedInvoice) and needs_full_invoice(printed):
        yield from FULL_RULES
        yield from BUYER_RULES
    if printed.buyer.is_business:
        yield from PEPPOL_RULES


def _treatments(printed: PrintedDocument) -> set[VatTreatment]:
    return {line.vat_treatment for line in printed.lines}


def _is_whole(place: Place) -> bool:
    return bool(place.street_address and place.zip and place.city)


def _seller_can_be_identified(printed: PrintedDocument) -> bool:
    """BR-CO-26; outside the scope of VAT the VAT number may not be written (BR-O-02)."""
    seller = printed.seller
    has_vat_number = check_digits.compact_vat_number(seller.vat_number) and not is_outside_scope(
        printed
    )
    return bool(seller.organization_number or has_vat_number)


def _seller_has_vat_number(printed: PrintedDocument) -> bool:
    charges_vat = printed.vat_amount != 0
    is_needed = charges_vat or _treatments(printed) & (
        NEEDS_BUYERS_VAT_NUMBER | NEEDS_SELLERS_VAT_NUMBER
    )
    return not is_needed or check_digits.has_vat_check_digits(printed.seller.vat_number)


def _seller_has_vat_number_where_the_norm_asks(printed: PrintedDocument) -> bool:
    """BR-IC-02 and BR-G-02 accept nothing else; BR-S-02, BR-E-02 and others any registration."""
    seller = printed.seller
    if check_digits.compact_vat_number(seller.vat_number) or is_outside_scope(printed):
        return True
    if _treatments(printed) & NEEDS_SELLERS_VAT_NUMBER:
        return False
    return bool(tax_registration(seller))


def _seller_is_registered_in_peppol_terms(printed: PrintedDocument) -> bool:
    """SE-R-001, SE-R-002 and SE-R-005."""
    seller = printed.seller
    if seller.vat_number:
        return check_digits.has_vat_check_digits(seller.vat_number)
    return is_outside_scope(printed) or tax_registration(seller) == F_TAX


def _buyer_has_vat_number(printed: PrintedDocument) -> bool:
    treatments, buyer = _treatments(printed), printed.buyer
    if VatTreatment.INTRA_EU in treatments:
        return check_digits.has_vat_check_digits(
            buyer.vat_number
        ) and identifiers.is_of_another_eu_country(buyer.vat_number, printed.seller.country)
    return VatTreatment.REVERSE_CHARGE not in treatments or check_digits.has_vat_check_digits(
        buyer.vat_number
    )


def _buyer_has_number_where_the_norm_asks(printed: PrintedDocument) -> bool:
    """BR-IC-02, and BR-AE-02, to which the number of a register is enough."""
    treatments, buyer = _treatments(printed), printed.buyer
    has_vat_number = bool(check_digits.compact_vat_number(buyer.vat_number))
    if VatTreatment.INTRA_EU in treatments:
        return has_vat_number
    is_needed = VatTreatment.REVERSE_CHARGE in treatments
    return not is_needed or has_vat_number or bool(buyer.organization_number)


def _has_lawful_rates(printed: PrintedDocument) -> bool:
    if printed.seller.country != "SE":
        return True
    taxed = {line.vat for line in printed.lines if line.vat_treatment == VatTreatment.TAXED}
    return taxed - {Decimal(0)} <= SWEDISH_RATES


def _has_delivery_date(printed: PrintedDocument) -> bool:
    return VatTreatment.INTRA_EU not in _treatments(printed) or printed.delivery_date is not None


def _has_vat_in_sek(printed: PrintedDocument) -> bool:
    is_foreign = printed.seller.country == "SE" and printed.currency != "SEK"
    return not (is_foreign and printed.vat_amount)


def _seller_is_a_company(printed: PrintedDocument) -> bool:
    seller = printed.seller
    return identifiers.company_number(seller.organization_number, seller.country) is not None


def _buyer_is_a_company(printed: PrintedDocument) -> bool:
    buyer = printed.buyer
    return identifiers.company_number(buyer.organization_number, buyer.country) is not None


SELLER_RULES = (
    Rule(_("the seller's name"), IN_MERCHANT, LAW_AND_NORM, lambda of: bool(of.seller.name)),
    Rule(
        _("a description of every line"),
        IN_LINK,
        LAW_AND_NORM,
        lambda of: all(line.description.strip() for line in of.lines),
    ),
    Rule(
        _("the seller's organisation number or VAT number"),
        IN_MERCHANT,
        LAW_AND_NORM,
        _seller_can_be_identified,
    ),
)
FULL_RULES = (
    Rule(_("the seller's VAT number"), IN_MERCHANT, LAW, _seller_has_vat_number),
    Rule(_("the seller's address"), IN_MERCHANT, LAW, lambda of: _is_whole(of.seller.place)),
    Rule(_("the VAT amount in SEK"), NOWHERE, LAW, _has_vat_in_sek),
)
BUYER_RULES = (
    Rule(_("the buyer's name"), IN_CUSTOMER, LAW, lambda of: bool(of.buyer.name)),
    Rule(_("the buyer's address"), IN_CUSTOMER, LAW, lambda of: _is_whole(of.buyer.place)),
    Rule(_("the buyer's valid VAT number"), IN_CUSTOMER, LAW, _buyer_has_vat_number),
)
NORM_RULES = (
    Rule(
        _("the seller's VAT number"), IN_MERCHANT, NORM, _seller_has_vat_number_where_the_norm_asks
    ),
    Rule(_("the buyer's name"), IN_CUSTOMER, NORM, lambda of: bool(of.buyer.name)),
    Rule(
        _("the buyer's VAT number"),
        IN_CUSTOMER,
        NORM,
        _buyer_has_number_where_the_norm_asks,
    ),
    Rule(_("the delivery date"), IN_LINK, NORM, _has_delivery_date),
)
PEPPOL_RULES = (
    Rule(_("the seller's valid organisation number"), IN_MERCHANT, PEPPOL, _seller_is_a_company),
    Rule(
        _("the seller's valid VAT number, or approval for F-tax"),
        IN_MERCHANT,
        PEPPOL,
        _seller_is_registered_in_peppol_terms,
    ),
    Rule(
        _("the valid organisation number of a Nordic buyer"),
        IN_CUSTOMER,
        PEPPOL,
        _buyer_is_a_company,
    ),
    Rule(_("the buyer's reference"), IN_LINK, PEPPOL, lambda of: bool(buyer_reference(of.buyer))),
    Rule(_("a lawful VAT rate on every line: 25, 12, 6 or 0"), IN_LINK, PEPPOL, _has_lawful_rates),
)
