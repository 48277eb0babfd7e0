"""The lines of an e-invoice, VAT excluded."""

from decimal import ROUND_HALF_UP, Decimal

from invoicing.document import Line, PrintedCreditNote, PrintedDocument
from invoicing.e_invoice.categories import category_of
from invoicing.e_invoice.elements import Element, add_amount, add_part, add_text
from invoicing.e_invoice.units import unit_code
from payment_links.money import to_major_units

FINEST_PRICE = Decimal("0.0000000001")


def add_lines(document: Element, printed: PrintedDocument) -> None:
    """Write the lines in their order, numbered from 1.

    A price may not be negative (BR-27), so a discount is a negative quantity of a positive price.
    """
    is_credit = isinstance(printed, PrintedCreditNote)
    name, quantity = (
        ("CreditNoteLine", "CreditedQuantity") if is_credit else ("InvoiceLine", "InvoicedQuantity")
    )
    for position, line in enumerate(printed.lines, start=1):
        part = add_part(document, name)
        add_text(part, "ID", str(position))
        count = -line.quantity if line.net_amount < 0 else line.quantity
        add_text(part, quantity, str(count), unitCode=unit_code(line.unit))
        add_amount(part, "LineExtensionAmount", line.net_amount, printed.currency)
        _add_item(part, line, printed)
        _add_price(part, line, printed.currency)


def _add_item(part: Element, line: Line, printed: PrintedDocument) -> None:
    item = add_part(part, "Item")
    add_text(item, "Name", line.description)
    add_text(add_part(item, "SellersItemIdentification"), "ID", line.item_number)
    category_of(line.vat, line.vat_treatment, printed).add_to(item, "ClassifiedTaxCategory")


def _add_price(part: Element, line: Line, currency: str) -> None:
    """The price per unit with as many decimals as it takes, ten at most.

    Quantity times price must meet the line's amount (PEPPOL-EN16931-R120): where ten decimals are
    not enough, the price is that of the whole quantity.
    """
    amount = to_major_units(abs(line.net_amount), currency)
    price = (amount / line.quantity).quantize(FINEST_PRICE, ROUND_HALF_UP)
    is_exact = abs(price * line.quantity - amount) < to_major_units(1, currency)
    part = add_part(part, "Price")
    add_text(part, "PriceAmount", _price_text(price if is_exact else amount), currencyID=currency)
    if not is_exact:
        add_text(part, "BaseQuantity", str(line.quantity), unitCode=unit_code(line.unit))


def _price_text(price: Decimal) -> str:
    """Two decimals at least and no zeros after them: 62.50, 34.8214285714."""
    whole, _, decimals = f"{price:.10f}".partition(".")
    return f"{whole}.{decimals.rstrip('0'):0<2}"
