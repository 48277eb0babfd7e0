"""The columns that every document freezes in the same way when it is issued."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from invoicing import snapshot
from invoicing.document import Line
from invoicing.numbering import DocumentNumber
from invoicing.texts import language_of
from payment_links.models import PaymentLink, Tenant


def frozen_columns(
    link: PaymentLink, number: DocumentNumber, lines: list[Line], *, now: datetime
) -> dict[str, Any]:
    """Number, parties, amounts and VAT per rate of a document over the lines, all but its link.

    link: selected with its tenant, merchant, customer and addresses. The total is the lines' own.
    """
    return {
        "series": number.series,
        "sequence": number.sequence,
        "number": number.text,
        "merchant": link.merchant,
        "seller": asdict(snapshot.seller_of(link)),
        "buyer": asdict(snapshot.buyer_of(link)),
        "locale": link.locale,
        "currency": link.currency,
        "total_amount": sum(line.gross_amount for line in lines),
        "vat_totals": [snapshot.frozen_total(total) for total in snapshot.vat_totals_of(lines)],
        "is_test": link.tenant.mode == Tenant.Mode.SANDBOX,
        "price_basis": link.price_basis,
        "delivery_date": link.delivery_date,
        "notes": snapshot.notes_of(link, lines, language_of(link.locale)),
        "issued_at": now,
    }
