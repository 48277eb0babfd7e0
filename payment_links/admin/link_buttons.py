"""The buttons at the top of a link's page: one that is meant, the others to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from payment_links.admin import link_actions
from payment_links.admin.link_records import LinkRecords
from payment_links.admin.link_rows import download_url
from payment_links.admin.unpaid import Facts
from payment_links.models import Distribution, LinkDocument, Payment, PaymentLink

Kind = LinkDocument.Kind
Status = PaymentLink.Status
SENDING = {"send_sms": Distribution.Channel.SMS, "send_email": Distribution.Channel.EMAIL}


@dataclass(frozen=True, slots=True)
class Button:
    """A button. how: "post" does something, "open" goes somewhere, "tab" in a new one, "copy"."""

    name: str
    label: Any
    icon: str
    how: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Buttons:
    """main: the one primary button. others: always there. more: forms and what asks first."""

    main: Button
    others: list[Button]
    actions: list[link_actions.LinkAction]
    forms: list[link_actions.LinkForm]
    duplicate_url: str
    can_extend: bool
    can_send: bool


def buttons(
    link: PaymentLink,
    records: LinkRecords,
    facts: Facts,
    *,
    wanted: str,
    offered: Sequence[link_actions.LinkAction],
    may_add: bool,
) -> Buttons:
    """What the page offers. wanted: the action that the reason asks for, or empty.

    offered: the actions that fit the link; none for who only reads.
    """
    names = {action.name for action in offered}
    duplicate_url = _duplicate_url(link) if may_add else ""
    standing = _standing(link)
    redeliver = [action for action in [link_actions.find("redeliver")] if action and offered]
    choices: dict[str, Button] = {
        **standing,
        **{action.name: _post(link, action, facts) for action in [*offered, *redeliver]},
        **_payment(records),
        **({"duplicate": _duplicate(duplicate_url)} if duplicate_url else {}),
        **_document(records.documents),
    }
    in_order = [wanted, *_usual(link), "copy"]
    main = next(choices[name] for name in in_order if name in choices)
    hidden = {main.name, *SENDING, "extend"}
    forms = link_actions.offered_forms() if offered else []
    return Buttons(
        main=main,
        others=[button for button in standing.values() if button.name != main.name],
        actions=[
            # Those that ask for confirmation come last.
            action
            for action in sorted(offered, key=lambda action: bool(action.warning))
            if action.name not in hidden
        ],
        forms=[form for form in forms if form.is_offered(link)],
        duplicate_url="" if main.name == "duplicate" else duplicate_url,
        can_extend="extend" in names,
        can_send="send_sms" in names,
    )


def _standing(link: PaymentLink) -> dict[str, Button]:
    """What is always there. The payer's page is opened on this host, where staff are known."""
    qr_url = reverse("admin:payment_links_paymentlink_qr", args=[link.pk])
    payer_url = link.custom_checkout_url or reverse("checkout:link", args=[link.checkout_token])
    return {
        "copy": Button("copy", _("Copy link"), "content_copy", "copy", link.checkout_url),
        "qr": Button("qr", _("QR code"), "qr_code_2", "open", qr_url),
        "view": Button("view", _("View as payer"), "visibility", "tab", payer_url),
    }


def _usual(link: PaymentLink) -> list[str]:
    """What a link in this status is usually opened for."""
    return {
        Status.COMPLETED: ["receipt", "invoice", "issue_invoice"],
        Status.EXPIRED: ["extend", "duplicate"],
        Status.CANCELLED: ["duplicate"],
    }.get(Status(link.status), [])


def _post(link: PaymentLink, action: link_actions.LinkAction, facts: Facts) -> Button:
    target = reverse("admin:payment_links_paymentlink_act", args=[link.pk, action.name])
    return Button(action.name, _label(action, facts), action.icon, "post", target)


def _label(action: link_actions.LinkAction, facts: Facts) -> Any:
    """Who has the link already is reminded of it."""
    if action.name == "redeliver":
        return _("Deliver again")
    is_reminder = facts.status == Status.CREATED and not facts.has_reached_nobody
    if action.name in SENDING and is_reminder:
        is_sms = SENDING[action.name] == Distribution.Channel.SMS
        return _("Remind by SMS") if is_sms else _("Remind by e-mail")
    return action.label


def _payment(records: LinkRecords) -> dict[str, Button]:
    """The payment that needs a look: the exception's, else the one under way, else the latest."""
    under_way = [row for row in records.payments if row.status in Payment.OPEN_STATUSES]
    wanted = [*(row.payment for row in records.exceptions), *under_way, *records.payments]
    if not wanted:
        return {}
    target = reverse("admin:payment_links_payment_change", args=[wanted[0].pk])
    return {"payment": Button("payment", _("Show the payment"), "payments", "open", target)}


def _document(documents: Sequence[LinkDocument]) -> dict[str, Button]:
    labels = {Kind.RECEIPT: _("Show receipt"), Kind.INVOICE: _("Show invoice")}
    return {
        kind.lower(): Button(kind.lower(), label, "receipt_long", "open", download_url(document))
        for kind, label in labels.items()
        for document in [row for row in documents if row.kind == kind][:1]
    }


def _duplicate_url(link: PaymentLink) -> str:
    return f"{reverse('admin:payment_links_paymentlink_add')}?from={link.pk}"


def _duplicate(target: str) -> Button:
    return Button("duplicate", _("Duplicate"), "control_point_duplicate", "open", target)
