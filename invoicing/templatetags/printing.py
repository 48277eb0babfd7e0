"""Template filters of the documents: amounts, rates and dates as the reader is used to them."""

from datetime import date, datetime
from decimal import Decimal

import segno
from babel.dates import format_date
from babel.numbers import format_decimal
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from invoicing import bank_app_code as bank_app
from invoicing import texts
from invoicing.document import (
    PaymentDetails,
    PrintedCreditNote,
    PrintedDocument,
    PrintedInvoice,
    PrintedReceipt,
)
from payment_links.money import PRINT_LOCALES, format_amount, to_major_units
from payment_links.vat import VatTreatment

register = template.Library()

NO_BREAK_SPACE = "\u00a0"
# "999 999,99": more characters than these do not fit into the ordinary columns.
LONGEST_NUMBER = 10
DIGITS_OF_A_GROUP = 4


@register.filter
def amount(value: int, document: PrintedDocument) -> str:
    """Minor units with their currency: "1 234,50 kr"."""
    return format_amount(value, document.currency, document.locale)


@register.filter
def number(value: int, document: PrintedDocument) -> str:
    """Minor units without their currency, for columns: "1 234,50"."""
    major = to_major_units(value, document.currency)
    return format_decimal(major, format="#,##0.00", locale=_print_locale(document))


@register.filter
def unit_price(value: Decimal, document: PrintedDocument) -> str:
    """Minor units per unit, with up to four decimals when two do not tell it exactly."""
    major = value * to_major_units(1, document.currency)
    return format_decimal(major, format="#,##0.00##", locale=_print_locale(document))


@register.filter
def quantity(value: int, document: PrintedDocument) -> str:
    """A count: "1 200"."""
    return format_decimal(value, format="#,##0", locale=_print_locale(document))


@register.filter
def rate(value: Decimal, document: PrintedDocument) -> str:
    """A VAT rate: "25 %", "25,5 %"."""
    text = format_decimal(value, format="0.##", locale=_print_locale(document))
    return f"{text}{NO_BREAK_SPACE}%"


@register.filter
def day(value: date, document: PrintedDocument) -> str:
    """A date, with four digits for the year: "2026-12-03", "03.12.2026"."""
    return format_date(value, format="short", locale=_print_locale(document))


@register.filter
def genuine(words: dict[str, str], details: PaymentDetails) -> SafeString:
    """How to check that an invoice is genuine: the code, and a link to where it is entered."""
    link = format_html('<a class="whole" href="{url}">{url}</a>', url=details.genuine_url)
    code = format_html("<strong>{}</strong>", details.genuine_code)
    return format_html(words["genuine"], code=code, url=link)


@register.filter
def day_of(value: datetime, document: PrintedDocument) -> str:
    """The date of a moment on the seller's clock."""
    return day(document.in_seller_zone(value).date(), document)


@register.filter
def day_and_time_of(value: datetime, document: PrintedDocument) -> str:
    """The date and time of a moment on the seller's clock: "2026-12-03 14:05"."""
    local = document.in_seller_zone(value)
    return f"{day(local.date(), document)}{NO_BREAK_SPACE}{local:%H:%M}"


@register.filter
def width_class(document: PrintedDocument) -> str:
    """The class of a document's body: "wide" when its amounts need wider columns."""
    amounts = [document.total_amount, document.net_amount, document.vat_amount]
    amounts += [line.gross_amount for line in document.lines]
    longest = max(len(number(value, document)) for value in amounts)
    return "wide" if longest > LONGEST_NUMBER else ""


@register.filter
def treatment(words: dict[str, str], value: VatTreatment) -> str:
    """Why an amount carries no VAT. words: texts_in the document's language."""
    return words[value.lower()]


@register.filter
def in_groups(reference: str) -> str:
    """A payment reference in groups of four for people who type it; never for machines."""
    starts = range(0, len(reference), DIGITS_OF_A_GROUP)
    return NO_BREAK_SPACE.join(reference[start : start + DIGITS_OF_A_GROUP] for start in starts)


@register.filter
def bank_app_code(document: PrintedInvoice) -> str:
    """What bank apps read out of their QR code; empty when the invoice has none."""
    return bank_app.bank_app_code(document) or ""


@register.filter
def fill(text: str, value: object) -> str:
    """A text with its one placeholder replaced: "30 dagar netto"."""
    before, _, rest = text.partition("{")
    return f"{before}{value}{rest.partition('}')[2]}"


@register.filter
def unit(value: str, language: str) -> str:
    """The unit in the document's language."""
    return texts.unit_in_words(value, language)


@register.filter
def payment_method(value: str, language: str) -> str:
    """The payment method in words."""
    return texts.payment_method_in_words(value, language)


@register.filter
def receipt_of_invoice(document: PrintedReceipt) -> str:
    """The sentence that says which invoice a receipt belongs to."""
    sentence = texts.texts_in(texts.language_of(document.locale))["receipt_of_invoice"]
    issued = day(document.invoice_date, document) if document.invoice_date else ""
    return sentence.format(number=document.invoice_number, date=issued)


@register.filter
def of_credited_invoice(text: str, document: PrintedCreditNote) -> str:
    """Which invoice a credit note takes back: "20260001 av 2026-12-03"."""
    issued = day(document.invoice_date, document)
    return text.format(number=document.invoice_number, date=issued)


@register.filter
def page_counter(text: str) -> SafeString:
    """ "Sida 1 av 2": the style sheet counts inside the two marks."""
    page, pages = (format_html('<span class="{}"></span>', name) for name in ("page", "pages-all"))
    before, _, rest = text.partition("{page}")
    between, _, after = rest.partition("{pages}")
    return format_html("{}{}{}{}{}", before, page, between, pages, after)


@register.filter
def qr_code(address: str) -> str:
    """A data: address of a QR code as SVG, the quiet zone of four modules included.

    The mask is fixed: trying all eight takes most of the time and any reader takes any mask.
    """
    code = segno.make(address, error="m", micro=False, mask=3)
    return code.svg_data_uri(border=4, scale=1, dark="#16202c", omitsize=True)


def _print_locale(document: PrintedDocument) -> str:
    return PRINT_LOCALES.get(document.locale, "en_SE")
