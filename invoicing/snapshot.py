"""What a document freezes at issue: seller, buyer, accounts, lines and VAT of a payment link."""

import re
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from invoicing.document import Buyer, Line, PaymentDetails, Place, Seller
from invoicing.texts import texts_in
from payment_links.check_digits import formatted_organization_number, vat_country
from payment_links.genuine_codes import write_genuine_code
from payment_links.models import Address, PaymentLink
from payment_links.models.links import genuine_address
from payment_links.vat import (
    PriceBasis,
    RateTotal,
    VatLine,
    VatTreatment,
    net_lines,
    totals_per_rate,
)

# The sentence that a line without VAT demands. Source: mervärdesskattelagen (2023:200) 17 kap.,
# from EU VAT directive art. 226 (11) and (11a).
TREATMENT_NOTES = {
    VatTreatment.EXEMPT: "exempt",
    VatTreatment.REVERSE_CHARGE: "reverse_charge",
    VatTreatment.INTRA_EU: "intra_eu",
    VatTreatment.EXPORT: "export",
    VatTreatment.OUTSIDE_SCOPE: "outside_scope",
}
PRICES_NOTE = "prices_without_vat"


def seller_of(link: PaymentLink) -> Seller:
    """The merchant's own record; the link's supplier fills what that record lacks."""
    merchant = link.merchant
    supplier = {key: value for key, value in link.supplier.items() if isinstance(value, str)}
    number = merchant.organization_number or supplier.get("organization_number", "")
    return Seller(
        name=merchant.name or supplier.get("name", ""),
        organization_number=formatted_organization_number(number, merchant.country),
        vat_number=merchant.vat_number,
        is_approved_for_f_tax=merchant.is_approved_for_f_tax,
        registered_office=merchant.registered_office,
        country=merchant.country,
        place=Place(
            street_address=merchant.street_address,
            zip=merchant.zip or supplier.get("zip", ""),
            city=merchant.city or supplier.get("city", ""),
        ),
        email=merchant.email,
        phone=merchant.phone,
        website=merchant.website or supplier.get("website", ""),
        time_zone=merchant.time_zone,
    )


def buyer_of(link: PaymentLink) -> Buyer:
    """The customer with the invoice address; without one the delivery address takes its place."""
    place = _place(link.invoice_address or link.delivery_address)
    delivery = _place(link.delivery_address)
    customer = link.customer
    return Buyer(
        name=customer.stored_buyer_name,
        customer_number=customer.reference,
        place=place,
        delivery=delivery if delivery.lines and delivery != place else None,
        contact=customer.stored_name if customer.company_name else "",
        organization_number=customer.organization_number,
        vat_number=customer.vat_number,
        country=vat_country(customer.vat_number) or link.merchant.country,
        reference=link.buyer_reference,
    )


def payment_details_of(link: PaymentLink) -> PaymentDetails:
    """The merchant's accounts, a bankgiro as it is printed, and what else it takes to pay."""
    return PaymentDetails(
        bankgiro=_bankgiro(link.merchant.bankgiro),
        plusgiro=link.merchant.plusgiro,
        iban=link.merchant.iban,
        checkout_url=link.checkout_url,
        genuine_code=write_genuine_code(link.genuine_code or ""),
        genuine_url=genuine_address() if link.genuine_code else "",
    )


def lines_of(link: PaymentLink) -> list[Line]:
    """The link's items in their order, with net amounts that add up per rate."""
    items = list(link.items.order_by("position"))
    if link.price_basis == PriceBasis.NET:
        nets = [item.price * item.quantity for item in items]
    else:
        nets = net_lines([item.vat_line for item in items])
    return [
        Line(
            description=item.description,
            item_number=item.item_number,
            quantity=item.quantity,
            unit=item.unit,
            price=item.price,
            vat=item.vat,
            gross_amount=item.amount,
            net_amount=net,
            vat_treatment=VatTreatment(item.vat_treatment),
        )
        for item, net in zip(items, nets, strict=True)
    ]


def vat_totals_of(lines: list[Line]) -> list[RateTotal]:
    """Gross and VAT per rate, highest rate first."""
    return totals_per_rate(
        VatLine(line.gross_amount, line.vat, line.vat_treatment) for line in lines
    )


def notes_of(link: PaymentLink, lines: list[Line], language: str) -> list[str]:
    """The sentences to print below the lines: one per treatment that occurs, and of net prices.

    lines: the document's own. language: of texts.LANGUAGES, the document's.
    """
    texts = texts_in(language)
    treatments = {line.vat_treatment for line in lines}
    names = [name for treatment, name in TREATMENT_NOTES.items() if treatment in treatments]
    if link.price_basis == PriceBasis.NET:
        names.append(PRICES_NOTE)
    return [texts[name] for name in names]


def frozen_line(line: Line) -> dict[str, Any]:
    """The line as JSON values; the rate as text, so that it stays a Decimal."""
    return {**asdict(line), "vat": str(line.vat)}


def frozen_total(total: RateTotal) -> dict[str, Any]:
    """The rate's totals as JSON values; the rate as text, so that it stays a Decimal."""
    return {
        "vat": str(total.vat.quantize(Decimal("0.01"))),
        "gross_amount": total.gross_amount,
        "net_amount": total.net_amount,
        "vat_amount": total.vat_amount,
        "vat_treatment": total.treatment.value,
    }


def digits_of(account: str) -> str:
    """A bankgiro or plusgiro without hyphens and blanks."""
    return re.sub(r"[^0-9]", "", account)


def _place(address: Address | None) -> Place:
    if address is None:
        return Place()
    return Place(address.street_address, address.zip, address.city)


def _bankgiro(bankgiro: str) -> str:
    """991-2346 or 5050-1055; anything else stays as it is."""
    digits = digits_of(bankgiro)
    return f"{digits[:-4]}-{digits[-4:]}" if len(digits) in {7, 8} else bankgiro
