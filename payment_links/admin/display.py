"""How the admin shows amounts, states, dates and long values: text first, colour second."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from payment_links.lateness import days_late
from payment_links.models import (
    CallbackEndpoint,
    CustomerEvent,
    Distribution,
    Payment,
    PaymentLink,
    StatusCallback,
    TimelineEntry,
)
from payment_links.models.links import VAT_TREATMENTS
from payment_links.models.payments import method_text
from payment_links.money import format_amount
from payment_links.vat import PriceBasis, VatTreatment, short_percent

NOTHING = "–"
# State → (tone, icon). The tone is a class of admin.css; the icon is a name of the theme's font.
LINK_LOOKS = {
    PaymentLink.Status.CREATED: ("info", "hourglass_empty"),
    PaymentLink.Status.COMPLETED: ("success", "check_circle"),
    PaymentLink.Status.EXPIRED: ("muted", "event_busy"),
    PaymentLink.Status.CANCELLED: ("muted", "cancel"),
}
PAYMENT_LOOKS = {
    Payment.Status.UNKNOWN: ("warning", "help"),
    Payment.Status.INITIATED: ("info", "hourglass_empty"),
    Payment.Status.PENDING: ("info", "hourglass_empty"),
    Payment.Status.FUNDED: ("info", "hourglass_empty"),
    Payment.Status.UNDERFUNDED: ("warning", "error"),
    Payment.Status.COMPLETED: ("success", "check_circle"),
    Payment.Status.OVERFUNDED: ("warning", "error"),
    Payment.Status.DECLINED: ("danger", "block"),
    Payment.Status.CRASHED: ("danger", "block"),
    Payment.Status.REJECTED: ("danger", "block"),
    Payment.Status.ABORTED: ("muted", "cancel"),
    Payment.Status.EXPIRED: ("muted", "event_busy"),
    Payment.Status.STOPPED: ("muted", "cancel"),
}
MESSAGE_LOOKS = {
    Distribution.Status.CREATED: ("info", "schedule"),
    Distribution.Status.SENT: ("info", "send"),
    Distribution.Status.DELIVERED: ("success", "mark_email_read"),
    Distribution.Status.FAILED: ("danger", "error"),
}
OUTBOX_LOOKS = {
    StatusCallback.State.PENDING: ("info", "schedule"),
    StatusCallback.State.LEASED: ("info", "sync"),
    StatusCallback.State.DONE: ("success", "check_circle"),
    StatusCallback.State.DEAD: ("danger", "error"),
    StatusCallback.State.BLOCKED: ("warning", "pause_circle"),
}
ENDPOINT_LOOKS = {
    CallbackEndpoint.Health.UP: ("success", "check_circle"),
    CallbackEndpoint.Health.DOWN: ("danger", "error"),
    CallbackEndpoint.Health.DISABLED: ("muted", "block"),
}


def tag(text: str, tone: str, icon: str) -> SafeString:
    """A label with an icon and a text; the tone only repeats what the text says."""
    return format_html(
        '<span class="pl-tag pl-tag-{}"><span class="material-symbols-outlined" aria-hidden="true">'
        "{}</span>{}</span>",
        tone,
        icon,
        text,
    )


def state_tag(state: str, text: str, looks: Mapping[Any, tuple[str, str]]) -> SafeString:
    """The label of a state; a state without a look is shown plainly."""
    tone, icon = looks.get(state, ("muted", "circle"))
    return tag(text, tone, icon)


def outcome_tag(*, is_done: bool) -> SafeString:
    """The label of what became of an action on one row."""
    return (
        tag(_("Done"), "success", "check_circle")
        if is_done
        else tag(_("Refused"), "danger", "block")
    )


def amount_text(amount: int, currency: str) -> str:
    """The amount (minor units) in the staff member's language."""
    return format_amount(amount, currency, "sv-SE" if get_language() == "sv" else "en-US")


def price_text(price: int, currency: str, price_basis: str) -> str:
    """The price of a unit (minor units); one without VAT says so."""
    amount = amount_text(price, currency)
    return _("%(price)s excl. VAT") % {"price": amount} if price_basis == PriceBasis.NET else amount


def price_cell(price: int, currency: str, price_basis: str) -> SafeString:
    """The price of a unit for a column of prices; one without VAT says so."""
    return format_html(
        '<span class="pl-amount">{}</span>', price_text(price, currency, price_basis)
    )


def treatment_text(treatment: str) -> str:
    """Why a line carries no VAT; empty for one that is taxed as usual."""
    return "" if treatment == VatTreatment.TAXED else str(dict(VAT_TREATMENTS)[treatment])


def amount_cell(amount: int, currency: str) -> SafeString:
    """The amount (minor units) for a column of amounts: right-aligned, figures of one width."""
    return format_html('<span class="pl-amount">{}</span>', amount_text(amount, currency))


def two_lines(first: str, second: str) -> SafeString:
    """A value and, smaller below it, what explains it."""
    if not second:
        return format_html("{}", first)
    return format_html('{}<span class="pl-below">{}</span>', first, second)


def in_one_cell(shown: SafeString) -> SafeString:
    """Lines that stay below each other where the theme lays a cell out as a row, as on a phone."""
    return format_html('<span class="pl-cell">{}</span>', shown)


def moment_text(moment: datetime | None) -> str:
    """Date and time in the office's zone, to the minute."""
    if moment is None:
        return NOTHING
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def method_choices(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Providers' methods to choose from; those with the same text are told apart by their name."""
    names = {"/".join(pair): method_text(*pair) for pair in pairs}
    texts = list(names.values())
    return [
        (name, text if texts.count(text) == 1 else f"{text} ({name})")
        for name, text in names.items()
    ]


def callback_tag(callback: StatusCallback) -> SafeString:
    """The label of a status callback: whether the tenant has been told."""
    words = {
        StatusCallback.State.DONE: _("Delivered"),
        StatusCallback.State.DEAD: _("Not delivered"),
    }
    text = words.get(StatusCallback.State(callback.state), callback.get_state_display())
    return state_tag(callback.state, text, OUTBOX_LOOKS)


def due_cell(due_date: date | None, *, is_open: bool, today: date) -> SafeString:
    """The due date and, while the link is unpaid, how late it is."""
    if due_date is None:
        return format_html("{}", NOTHING)
    days = days_late(due_date, today)
    if not is_open or not days:
        return format_html('<span class="pl-date">{}</span>', due_date.isoformat())
    late = ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}
    return format_html(
        '<span class="pl-date">{}</span><span class="pl-below pl-late">{}</span>',
        due_date.isoformat(),
        late,
    )


def percent_text(vat: Any) -> str:
    """Decimal percent as people write it: 25 %, 11,1 %."""
    separator = formats.get_format("DECIMAL_SEPARATOR")
    return f"{short_percent(vat).replace('.', separator)}\u00a0%"


def size_text(size: int) -> str:
    """Bytes as kB."""
    return f"{max(1, round(size / 1000))}\u00a0kB" if size else NOTHING


def who_text(happened: TimelineEntry | CustomerEvent) -> str:
    """Who did it: the person's name, or the kind of actor."""
    return happened.user.display_name if happened.user else happened.get_actor_display()


def row_link(row: Model | None, text: str = "") -> SafeString:
    """A link to the admin page of a row, or its text when the admin has no page for it."""
    if row is None:
        return format_html("{}", NOTHING)
    try:
        address = change_url(row._meta.label_lower, row.pk)
    except NoReverseMatch:
        return format_html("{}", text or str(row))
    return format_html('<a class="pl-link" href="{}">{}</a>', address, text or str(row))


def change_url(label: str, pk: UUID | int | str) -> str:
    """The admin address of a row. label: as in "payment_links.paymentlink"."""
    return reverse(f"admin:{label.replace('.', '_')}_change", args=[pk])
