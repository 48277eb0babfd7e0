"""The sums of an e-invoice: VAT per category, and what is to be paid."""

from invoicing.document import PrintedDocument, PrintedInvoice
from invoicing.e_invoice.categories import totals_of
from invoicing.e_invoice.elements import Element, add_amount, add_part


def add_totals(document: Element, printed: PrintedDocument) -> None:
    """Write the totals. All amounts are in the document's currency.

    There is no second TaxTotal in the currency of the seller's books (BT-111): it would need the
    rate of the day, which an issued document does not carry.
    """
    _add_vat(document, printed)
    _add_sums(document, printed)


def _add_vat(document: Element, printed: PrintedDocument) -> None:
    currency = printed.currency
    tax = add_part(document, "TaxTotal")
    add_amount(tax, "TaxAmount", printed.vat_amount, currency)
    for total in totals_of(printed):
        subtotal = add_part(tax, "TaxSubtotal")
        add_amount(subtotal, "TaxableAmount", total.net_amount, currency)
        add_amount(subtotal, "TaxAmount", total.vat_amount, currency)
        total.category.add_to(subtotal, "TaxCategory", with_reason=True)


def _add_sums(document: Element, printed: PrintedDocument) -> None:
    currency = printed.currency
    is_paid = isinstance(printed, PrintedInvoice) and printed.paid_at is not None
    sums = add_part(document, "LegalMonetaryTotal")
    line_amounts = sum(line.net_amount for line in printed.lines)
    add_amount(sums, "LineExtensionAmount", line_amounts, currency)
    add_amount(sums, "TaxExclusiveAmount", printed.net_amount, currency)
    add_amount(sums, "TaxInclusiveAmount", printed.total_amount, currency)
    if is_paid:
        add_amount(sums, "PrepaidAmount", printed.total_amount, currency)
    add_amount(sums, "PayableAmount", 0 if is_paid else printed.total_amount, currency)
