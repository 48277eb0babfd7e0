"""The QR code of an invoice that Swedish bank apps read: UsingQR, one line of JSON.

Source: UsingQR specification, revision 2 (qrkod.info), format version 1.
"""

import json
from collections import defaultdict
from decimal import Decimal
from typing import Any

from invoicing.document import PrintedInvoice
from payment_links.money import to_major_units

FORMAT_VERSION = 1
INVOICE = 1
# Which key the VAT of a Swedish rate goes under: high, middle, low.
VAT_KEYS = {Decimal(25): "vh", Decimal(12): "vm", Decimal(6): "vl"}
# A name of 200 emoji, twelve characters each as an escape, would not fit into any QR code.
LONGEST_NAME = 70


def bank_app_code(invoice: PrintedInvoice) -> str | None:
    """The code's text, or None for an invoice that a bank app cannot pay.

    That is one that is paid, not in SEK or not above zero, or whose seller has no bankgiro or
    organisation number. ASCII only, so that no reader guesses at an encoding.
    """
    details, seller = invoice.payment_details, invoice.seller
    if invoice.paid_at or invoice.currency != "SEK" or invoice.total_amount <= 0:
        return None
    if not details.bankgiro or not seller.organization_number:
        return None
    values: dict[str, Any] = {
        "uqr": FORMAT_VERSION,
        "tp": INVOICE,
        "nme": seller.name[:LONGEST_NAME],
        "cid": seller.organization_number,
        "iref": invoice.reference,
        "idt": f"{invoice.issue_date:%Y%m%d}",
        "ddt": f"{invoice.due_date:%Y%m%d}",
        "due": _number(invoice.total_amount),
        "vat": _number(invoice.vat_amount),
        **_vat_per_key(invoice),
        "pt": "BG",
        "acc": details.bankgiro,
    }
    return json.dumps(values, separators=(",", ":"))


def _vat_per_key(invoice: PrintedInvoice) -> dict[str, int | float]:
    """The VAT of the rates that the format knows, highest rate first."""
    amounts: dict[str, int] = defaultdict(int)
    for total in invoice.vat_totals:
        if total.vat in VAT_KEYS and total.vat_amount:
            amounts[VAT_KEYS[total.vat]] += total.vat_amount
    return {key: _number(amounts[key]) for key in VAT_KEYS.values() if key in amounts}


def _number(amount: int) -> int | float:
    """Öre as kronor that JSON writes without trailing zeros: 500, 500.1.

    Two decimals of up to 13 digits survive as a binary float; nothing is reckoned with it.
    """
    kronor = to_major_units(amount, "SEK")
    return int(kronor) if kronor == kronor.to_integral_value() else float(kronor)
