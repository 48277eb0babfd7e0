"""The invoice and the receipt of a link, as far as its payer needs them on the page."""

import json
from dataclasses import dataclass

import segno
from django.urls import NoReverseMatch, reverse

from payment_links.models import LinkDocument, PaymentLink


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """An invoice, and how it is paid by hand.

    number: the document's own. bankgiro, bank_app_qr: empty when it is not to be paid by hand (any
    more). bank_app_qr: an image for a bank's app. pdf_url: empty when nothing serves it.
    """

    number: str
    reference: str
    bankgiro: str
    bank_app_qr: str
    pdf_url: str


def invoice_of(link: PaymentLink, *, may_be_paid: bool) -> InvoiceFacts | None:
    """The link's invoice, or None. may_be_paid: whether to say where money is to be sent."""
    issued = link.documents.filter(kind=LinkDocument.Kind.INVOICE).first()
    if issued is None:
        return None
    return InvoiceFacts(
        number=issued.number,
        reference=link.ocr,
        bankgiro=_bankgiro(issued, link) if may_be_paid else "",
        bank_app_qr=_bank_app_qr(issued) if may_be_paid else "",
        pdf_url=document_url("invoice", link),
    )


def document_url(name: str, link: PaymentLink) -> str:
    """The address of a PDF; documents are served by another application, if it is there."""
    try:
        return reverse(f"documents:{name}", args=[link.checkout_token])
    except NoReverseMatch:
        return ""


def _bankgiro(issued: LinkDocument, link: PaymentLink) -> str:
    """The bankgiro that the invoice was issued with, as its code says; else the merchant's."""
    if not issued.bank_app_code:
        return link.merchant.bankgiro
    account: str = json.loads(issued.bank_app_code)["acc"]
    return account


def _bank_app_qr(issued: LinkDocument) -> str:
    """The code in the form that the documents print: level M, with a quiet zone of four modules."""
    if not issued.bank_app_code:
        return ""
    code = segno.make(issued.bank_app_code, micro=False, error="m")
    return code.svg_data_uri(border=4, dark="#000", light="#fff")
