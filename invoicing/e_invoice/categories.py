"""VAT categories of EN 16931 (BT-118, BT-151), and the totals of an invoice in each of them."""

from dataclasses import dataclass
from decimal import Decimal

from invoicing import texts
from invoicing.document import PrintedDocument
from invoicing.e_invoice.elements import Element, add_part, add_text
from payment_links.vat import VatTreatment

# Category, code of the reason (BT-121) and the name of its wording (BT-120) per treatment.
REASONS = {
    VatTreatment.EXEMPT: ("E", "", "exempt"),
    VatTreatment.REVERSE_CHARGE: ("AE", "VATEX-EU-AE", "reverse_charge"),
    VatTreatment.INTRA_EU: ("K", "VATEX-EU-IC", "intra_eu"),
    VatTreatment.EXPORT: ("G", "VATEX-EU-G", "export"),
    VatTreatment.OUTSIDE_SCOPE: ("O", "VATEX-EU-O", "outside_scope"),
}
OUTSIDE_SCOPE = "O"


@dataclass(frozen=True, slots=True)
class Category:
    """A category with its rate in percent; None outside the scope of VAT (BR-O-05)."""

    code: str
    vat: Decimal | None
    reason_code: str = ""
    reason: str = ""

    def add_to(self, parent: Element, name: str, *, with_reason: bool = False) -> None:
        """Write the category as a part of that name."""
        part = add_part(parent, name)
        add_text(part, "ID", self.code)
        add_text(part, "Percent", "" if self.vat is None else f"{self.vat.normalize():f}")
        if with_reason:
            add_text(part, "TaxExemptionReasonCode", self.reason_code)
            add_text(part, "TaxExemptionReason", self.reason)
        add_text(add_part(part, "TaxScheme"), "ID", "VAT")


@dataclass(frozen=True, slots=True)
class CategoryTotal:
    """What an invoice adds up to in one category; minor units."""

    category: Category
    net_amount: int
    vat_amount: int


def category_of(vat: Decimal, treatment: VatTreatment, printed: PrintedDocument) -> Category:
    """The category of a line or total of the document. vat: percent.

    Category O may not stand beside others (BR-O-11): there such lines are E, with their own reason.
    """
    if treatment == VatTreatment.TAXED:
        return Category("S" if vat else "Z", vat)
    code, reason_code, name = REASONS[treatment]
    reason = texts.texts_in(texts.language_of(printed.locale))[name]
    if code != OUTSIDE_SCOPE:
        return Category(code, Decimal(0), reason_code, reason)
    if is_outside_scope(printed):
        return Category(code, None, reason_code, reason)
    return Category("E", Decimal(0), "", reason)


def is_outside_scope(printed: PrintedDocument) -> bool:
    """Whether the whole document lies outside the scope of VAT; no VAT number may be on it then."""
    return all(line.vat_treatment == VatTreatment.OUTSIDE_SCOPE for line in printed.lines)


def totals_of(printed: PrintedDocument) -> list[CategoryTotal]:
    """The document's totals with one entry per category and rate (BR-E-01, BR-S-08 and others)."""
    found: dict[tuple[str, Decimal | None], CategoryTotal] = {}
    for total in printed.vat_totals:
        category = category_of(total.vat, total.treatment, printed)
        key = (category.code, category.vat)
        if key in found:
            category = _merged(found[key].category, category)
        before = found.get(key, CategoryTotal(category, 0, 0))
        found[key] = CategoryTotal(
            category,
            before.net_amount + total.net_amount,
            before.vat_amount + total.vat_amount,
        )
    return list(found.values())


def _merged(one: Category, other: Category) -> Category:
    """What is exempt and what lies outside the scope share category E; both reasons are told."""
    return Category(one.code, one.vat, one.reason_code, f"{one.reason}; {other.reason}")
