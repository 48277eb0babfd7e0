"""What a payer may see of a link: an allow-list of plain values, made for one rendering.

Never here: tenant, order and callback address, or the customer's phone, e-mail and street.
"""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from payment_links.checkout.language import (
    write_date,
    write_moment,
    write_percent,
    write_unit,
    written_locale,
)
from payment_links.checkout.method_options import MethodOption, Text, method_name, method_options
from payment_links.checkout.notices import Notice, notice_for
from payment_links.checkout.state import State, latest_attempt, read_state
from payment_links.checkout.waiting import WaitingStep, waiting_step
from payment_links.models import Item, LinkDocument, Payment, PaymentLink, Tenant
from payment_links.models.links import VAT_TREATMENTS
from payment_links.money import format_amount
from payment_links.vat import PriceBasis, VatTreatment, totals_per_rate


@dataclass(frozen=True, slots=True)
class Seller:
    name: str
    organization_number: str
    email: str
    phone: str
    website: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """Amounts are texts as the payer reads them. price: empty when the amount says it all."""

    description: str
    quantity: int
    unit: str
    price: str
    amount: str


@dataclass(frozen=True, slots=True)
class VatLine:
    """VAT of a rate. treatment: why there is none, or empty."""

    rate: str
    treatment: str
    vat_amount: str


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """How an invoice is paid by hand. pdf_url: empty when nothing serves it."""

    reference: str
    bankgiro: str
    pdf_url: str


@dataclass(frozen=True, slots=True)
class PaidFacts:
    paid_at: str
    method: Text
    receipt_url: str


@dataclass(frozen=True, slots=True)
class Form:
    """What a payer sent that was not right, shown again. wrong_field: empty for the choice."""

    chosen: str = ""
    told: dict[str, str] = field(default_factory=dict)
    wrong_field: str = ""
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class CheckoutPage:
    state: State
    language: str
    is_test: bool
    seller: Seller
    first_name: str
    total: str
    due_date: str
    items: list[ItemLine]
    vat_lines: list[VatLine]
    methods: list[MethodOption]
    form: Form
    notice: Notice | None
    waiting: WaitingStep | None
    invoice: InvoiceFacts | None
    paid: PaidFacts | None
    start_url: str
    check_url: str
    status_url: str

    @property
    def is_payable(self) -> bool:
        """Whether the amount is still to be paid."""
        return self.state not in {State.PAID, State.EXPIRED, State.CANCELLED}


def build_page(link: PaymentLink, now: datetime, form: Form) -> CheckoutPage:
    """The page of a link in the active language. link: with tenant, merchant and customer."""
    token = link.checkout_token
    attempt = latest_attempt(link)
    state = read_state(link, attempt, now)
    check_url = reverse("checkout:return", args=[token])
    return CheckoutPage(
        state=state,
        language=get_language() or "en",
        is_test=link.tenant.mode == Tenant.Mode.SANDBOX,
        seller=_seller(link),
        first_name="" if link.customer.is_erased else link.customer.first_name,
        total=format_amount(link.total_amount, link.currency, written_locale()),
        due_date=write_date(link.due_date) if link.due_date else "",
        items=_items(link),
        vat_lines=_vat_lines(link),
        methods=method_options(
            link, chosen=form.chosen, told=form.told, wrong_field=form.wrong_field
        ),
        form=form,
        notice=None if form.is_wrong else notice_for(state, attempt),
        waiting=waiting_step(attempt) if attempt and state == State.WAITING else None,
        invoice=_invoice(link),
        paid=_paid(link) if state == State.PAID else None,
        start_url=reverse("checkout:start", args=[token]),
        check_url=check_url,
        status_url=reverse("checkout:status", args=[token]),
    )


def _seller(link: PaymentLink) -> Seller:
    merchant = link.merchant
    return Seller(
        name=merchant.name,
        organization_number=merchant.organization_number,
        email=merchant.email,
        phone=merchant.phone,
        website=merchant.website,
    )


def _items(link: PaymentLink) -> list[ItemLine]:
    return [
        ItemLine(
            description=item.description,
            quantity=item.quantity,
            unit=write_unit(item.unit),
            price=_price(item, link),
            amount=format_amount(item.amount, link.currency, written_locale()),
        )
        for item in link.items.order_by("position")
    ]


def _price(item: Item, link: PaymentLink) -> str:
    has_net_price = link.price_basis == PriceBasis.NET
    if item.quantity == 1 and not has_net_price:
        return ""
    price = format_amount(item.price, link.currency, written_locale())
    return _("%(price)s excl. VAT") % {"price": price} if has_net_price else price


def _vat_lines(link: PaymentLink) -> list[VatLine]:
    return [
        VatLine(
            rate=write_percent(total.vat),
            treatment=_treatment(total.treatment),
            vat_amount=format_amount(total.vat_amount, link.currency, written_locale()),
        )
        for total in totals_per_rate(item.vat_line for item in link.items.all())
    ]


def _treatment(treatment: VatTreatment) -> str:
    return "" if treatment == VatTreatment.TAXED else str(dict(VAT_TREATMENTS)[treatment])


def _invoice(link: PaymentLink) -> InvoiceFacts | None:
    if not link.documents.filter(kind=LinkDocument.Kind.INVOICE).exists():
        return None
    return InvoiceFacts(
        reference=link.ocr,
        bankgiro=link.merchant.bankgiro,
        pdf_url=_document_url("invoice", link),
    )


def _paid(link: PaymentLink) -> PaidFacts:
    zone = ZoneInfo(link.merchant.time_zone)
    paid_at = (link.completed_at or link.updated_at).astimezone(zone)
    payment = Payment.objects.paid_for(link)
    return PaidFacts(
        paid_at=write_moment(paid_at),
        method=method_name(payment.provider, payment.method) if payment else "",
        receipt_url=_document_url("receipt", link),
    )


def _document_url(name: str, link: PaymentLink) -> str:
    """The address of a PDF; documents are served by another application, if it is there."""
    try:
        return reverse(f"documents:{name}", args=[link.checkout_token])
    except NoReverseMatch:
        return ""
