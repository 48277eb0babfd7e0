"""What a message says: the SMS and the e-mail of a link, in the payer's language."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from urllib.parse import urlsplit

from babel.dates import format_date
from django.template.loader import render_to_string

from payment_links import sms_text
from payment_links.clock import day_of
from payment_links.distribution.wording import Wording
from payment_links.distribution.wordings import method_name, wording_for
from payment_links.genuine_codes import write_genuine_code
from payment_links.models import LinkDocument, Payment, PaymentLink
from payment_links.models.links import genuine_address
from payment_links.money import PRINT_LOCALES, format_amount

# A first name made of anything but letters is not read out: it might be an advertisement.
SPEAKABLE_NAME = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")
LONGEST_FIRST_NAME = 40


class Occasion(Enum):
    """Why the payer is written to."""

    REQUEST = "request"
    DUE = "due"
    OVERDUE = "overdue"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class SmsText:
    """An SMS as it is sent. segments: how many SMS it is paid as."""

    sender: str
    text: str
    segments: int


@dataclass(frozen=True, slots=True)
class EmailText:
    """An e-mail as it is sent; both parts say the same."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class _Words:
    """What the sentences are filled with, in one line each."""

    merchant: str
    amount: str
    date: str


def occasion_of(link: PaymentLink) -> Occasion:
    """What a message is about that nobody called a reminder."""
    return Occasion.PAID if _is_paid(link) else Occasion.REQUEST


def occasion_of_reminder(link: PaymentLink, now: datetime) -> Occasion:
    """What a reminder is about that is sent now, by the merchant's calendar."""
    if _is_paid(link):
        return Occasion.PAID
    return Occasion.OVERDUE if _local_date(link, now) > _decisive_date(link) else Occasion.DUE


def write_sms(link: PaymentLink, occasion: Occasion | None = None) -> SmsText:
    """The SMS about a link; without an occasion a request, of a paid link the receipt's words."""
    occasion = occasion or occasion_of(link)
    wording = wording_for(link.locale)
    template, _, _ = _spoken(wording, occasion)
    code = wording.sms_code.format(code=write_genuine_code(link.genuine_code or ""))
    text = sms_text.fit(
        template,
        merchant=link.merchant.name,
        amount=format_amount(link.total_amount, link.currency, link.locale),
        date=_print_date(_decisive_date(link), link.locale, "short"),
        url=link.checkout_url,
        ending=f" {code}" if link.genuine_code else "",
    )
    sender = sms_text.sender_name(link.merchant.sms_sender or link.merchant.name)
    return SmsText(sender, text, sms_text.count_segments(text))


def write_email(
    link: PaymentLink, occasion: Occasion | None = None, *, attached: bool
) -> EmailText:
    """The e-mail about a link; without an occasion as write_sms.

    attached: whether the invoice or receipt goes with it.
    """
    occasion = occasion or occasion_of(link)
    wording = wording_for(link.locale)
    _, subject, lead = _spoken(wording, occasion)
    words = _Words(
        merchant=one_line(link.merchant.name),
        amount=format_amount(link.total_amount, link.currency, link.locale),
        date=_print_date(_decisive_date(link), link.locale, "long"),
    )
    is_paid = occasion == Occasion.PAID
    is_reminder = occasion in {Occasion.DUE, Occasion.OVERDUE}
    rows = _paid_rows(link, wording, words) if is_paid else _rows(link, wording, words)
    amount_label = wording.amount_paid if is_paid else wording.amount
    content = {
        "language": wording.language,
        "subject": _fill(subject, words),
        "merchant": link.merchant,
        "merchant_name": words.merchant,
        "organization_number_label": wording.organization_number,
        "greeting": _greeting(wording, link.customer.first_name),
        "lead": _fill(lead, words),
        "paid_already": wording.paid_already if is_reminder else "",
        "amount_label": amount_label,
        "amount": words.amount,
        "rows": rows,
        "preheader": " · ".join(
            f"{label} {value}" for label, value in [(amount_label, words.amount), *rows[:1]]
        ),
        "button": wording.button_paid if is_paid else wording.button_request,
        "url": link.checkout_url,
        "bare_address": wording.bare_address,
        "attached": _attached(wording, is_paid=is_paid) if attached else "",
        "genuine": _genuine(link, wording),
        "questions": _fill(wording.questions, words) if link.merchant.email else "",
    }
    return EmailText(
        subject=_fill(subject, words),
        text=render_to_string("distribution/email.txt", content),
        html=render_to_string("distribution/email.html", content),
    )


def _spoken(wording: Wording, occasion: Occasion) -> tuple[str, str, str]:
    """The sentences that differ by occasion: the SMS, the subject and the lead of the e-mail."""
    return {
        Occasion.REQUEST: (wording.sms_request, wording.subject_request, wording.lead_request),
        Occasion.DUE: (wording.sms_due, wording.subject_due, wording.lead_due),
        Occasion.OVERDUE: (wording.sms_overdue, wording.subject_overdue, wording.lead_overdue),
        Occasion.PAID: (wording.sms_paid, wording.subject_paid, wording.lead_paid),
    }[occasion]


def one_line(text: str) -> str:
    """The text without line breaks and other control characters, fit for a header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def sender_name(merchant_name: str) -> str:
    """The name an e-mail comes from; an address in it would be taken for the sender's."""
    return " ".join(re.sub(r"[<>@＠﹫]", " ", one_line(merchant_name)).split())


def _fill(sentence: str, words: _Words) -> str:
    return sentence.format(merchant=words.merchant, amount=words.amount, date=words.date)


def _is_paid(link: PaymentLink) -> bool:
    return link.status == PaymentLink.Status.COMPLETED


def _attached(wording: Wording, *, is_paid: bool) -> str:
    return wording.receipt_attached if is_paid else wording.invoice_attached


def _genuine(link: PaymentLink, wording: Wording) -> str:
    """How the payer knows that the e-mail is genuine."""
    origin = urlsplit(link.checkout_url)
    sentence = wording.genuine.format(origin=f"{origin.scheme}://{origin.netloc}/")
    if not link.genuine_code:
        return sentence
    code = write_genuine_code(link.genuine_code)
    return f"{sentence} {wording.genuine_code.format(code=code, url=genuine_address())}"


def _greeting(wording: Wording, first_name: str) -> str:
    name = one_line(first_name)
    if len(name) <= LONGEST_FIRST_NAME and SPEAKABLE_NAME.fullmatch(name):
        return wording.greeting.format(first_name=name)
    return wording.greeting_without_name


def _rows(link: PaymentLink, wording: Wording, words: _Words) -> list[tuple[str, str]]:
    """Label and value of everything that is needed to pay."""
    rows = [(wording.due_date, words.date)]
    if link.invoice_created:
        invoice = link.documents.filter(kind=LinkDocument.Kind.INVOICE).order_by("-pk").first()
        rows += [
            (wording.invoice_number, invoice.number if invoice else ""),
            (wording.bankgiro, link.merchant.bankgiro),
            (wording.reference, link.ocr),
        ]
    return [(label, value) for label, value in rows if value]


def _paid_rows(link: PaymentLink, wording: Wording, words: _Words) -> list[tuple[str, str]]:
    """Label and value of everything that is worth keeping."""
    payment = Payment.objects.paid_for(link)
    paid_with = method_name(wording, payment.provider, payment.method) if payment else ""
    rows = [(wording.paid_on, words.date), (wording.paid_with, paid_with)]
    return [(label, value) for label, value in rows if value]


def _decisive_date(link: PaymentLink) -> date:
    """The day on which it was paid, else the last day to pay, in the merchant's time zone."""
    if _is_paid(link) and link.completed_at is not None:
        return _local_date(link, link.completed_at)
    # At expires_at itself it can be paid no more: a midnight belongs to the day before.
    return link.due_date or _local_date(link, link.expires_at - timedelta(microseconds=1))


def _local_date(link: PaymentLink, moment: datetime) -> date:
    return day_of(moment, link.merchant.time_zone)


def _print_date(day: date, locale: str, style: str) -> str:
    text: str = format_date(day, style, locale=PRINT_LOCALES.get(locale, "en_SE"))
    return text
