"""What a payer may see of a link: an allow-list of plain values, made for one rendering.

Never here: tenant, order and callback address, or the customer's e-mail and street; of the phone
only the last digits.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.urls import reverse

from payment_links.checkout.bill import Gist, ItemLine, VatLine, gist_of, item_lines, vat_lines
from payment_links.checkout.documents import InvoiceFacts, document_url, invoice_of
from payment_links.checkout.language import write_date, write_moment, written_locale
from payment_links.checkout.method_options import (
    MethodOption,
    Text,
    method_name,
    method_options,
    pay_text,
)
from payment_links.checkout.notices import Notice, notice_for
from payment_links.checkout.seller import Seller, in_merchants_zone, seller_of
from payment_links.checkout.state import State, latest_attempt, read_state
from payment_links.checkout.waiting import WaitingStep, waiting_step
from payment_links.genuine_codes import write_genuine_code
from payment_links.models import Payment, PaymentLink, Tenant
from payment_links.money import format_amount

# The receipt stays for good; who the payer is, it tells no longer than the payer may need it.
PAYER_NAMED_FOR = timedelta(days=30)
# What is longer is set smaller, so that it stays on one line of a phone.
LONG_AMOUNT = 13


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
    is_test: bool
    seller: Seller
    first_name: str
    total: str
    due_date: str
    gist: Gist | None
    items: list[ItemLine]
    vat_lines: list[VatLine]
    methods: list[MethodOption]
    pay_text: Text
    form: Form
    notice: Notice | None
    waiting: WaitingStep | None
    invoice: InvoiceFacts | None
    paid: PaidFacts | None
    genuine_code: str
    genuine_url: str
    start_url: str
    check_url: str
    status_url: str

    @property
    def is_payable(self) -> bool:
        """Whether the amount is still to be paid."""
        return self.state not in {State.PAID, State.EXPIRED, State.CANCELLED}

    @property
    def is_over(self) -> bool:
        """Whether all that is left to the payer is to ask the merchant."""
        return self.state in {State.EXPIRED, State.CANCELLED, State.REVIEW}

    @property
    def has_long_amount(self) -> bool:
        """Whether the total needs smaller letters."""
        return len(self.total) > LONG_AMOUNT


def build_page(link: PaymentLink, now: datetime, form: Form) -> CheckoutPage:
    """The page of a link in the active language. link: with tenant, merchant and customer."""
    token = link.checkout_token
    attempt = latest_attempt(link)
    state = read_state(link, attempt, now)
    total = format_amount(link.total_amount, link.currency, written_locale())
    items = item_lines(link)
    methods = method_options(
        link, total=total, chosen=form.chosen, told=form.told, wrong_field=form.wrong_field
    )
    return CheckoutPage(
        state=state,
        is_test=link.tenant.mode == Tenant.Mode.SANDBOX,
        seller=seller_of(link),
        first_name=_first_name(link, now),
        total=total,
        due_date=write_date(link.due_date) if link.due_date else "",
        gist=gist_of(items),
        items=items,
        vat_lines=vat_lines(link),
        methods=methods,
        pay_text=pay_text(methods, total),
        form=form,
        notice=None if form.is_wrong else notice_for(state, attempt, link),
        waiting=waiting_step(attempt) if attempt and state == State.WAITING else None,
        invoice=invoice_of(link, may_be_paid=state in {State.OPEN, State.FAILED}),
        paid=_paid(link) if state == State.PAID else None,
        genuine_code=_whole(write_genuine_code(link.genuine_code or "")),
        genuine_url=genuine_path(link),
        start_url=reverse("checkout:start", args=[token]),
        check_url=reverse("checkout:return", args=[token]),
        status_url=reverse("checkout:status", args=[token]),
    )


def genuine_path(link: PaymentLink) -> str:
    """Where the link's code is confirmed; empty when it has none."""
    return reverse("checkout:check_code", args=[link.genuine_code]) if link.genuine_code else ""


def _whole(code: str) -> str:
    """The code with hyphens at which no line ends."""
    return code.replace("-", "\u2011")


def _first_name(link: PaymentLink, now: datetime) -> str:
    """The payer's first name; empty when it was erased or the payment is long ago."""
    is_long_ago = link.completed_at is not None and now - link.completed_at >= PAYER_NAMED_FOR
    return "" if link.customer.is_erased or is_long_ago else link.customer.first_name


def _paid(link: PaymentLink) -> PaidFacts:
    payment = Payment.objects.paid_for(link)
    return PaidFacts(
        paid_at=write_moment(in_merchants_zone(link.completed_at or link.updated_at, link)),
        method=method_name(payment.provider, payment.method) if payment else "",
        receipt_url=document_url("receipt", link),
    )
