"""Saving the form of a new link, once however often it is sent, and sending the link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from payment_links import distribution, links, payments_service
from payment_links.admin.new_link_form import NewLinkForm
from payment_links.admin.refusals import refusal_text
from payment_links.errors import DomainError
from payment_links.models import Actor, PaymentLink


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a form. text: the sentence for the link's page; refusal: why it is unsent.

    is_new: False when an earlier sending of the same form made the link.
    """

    link: PaymentLink
    is_new: bool
    text: str = ""
    refusal: str = ""


def save(form: NewLinkForm, *, actor: Actor, now: datetime) -> Outcome:
    """Make the link of a complete form and, when the form says so, send it.

    Call it outside transactions. Raises the refusals of the payments service and of links; nothing
    is written then. A refusal to send leaves the link saved.
    """
    tenant = form.start.merchant.tenant
    order = payments_service.open_payment_order(tenant, form.cleaned_data["currency"])
    link = links.create_link_once(
        form.cleaned_data["link_id"],
        tenant,
        form.new_link(order.id),
        order=order,
        actor=actor,
        now=now,
    )
    if link.payment_order_id != order.id:
        return Outcome(link, is_new=False)
    if not form.is_to_be_sent:
        return Outcome(link, is_new=True, text=_told(link, []))
    return _send(link, form.channels, actor=actor, now=now)


def _send(link: PaymentLink, channels: Sequence[str], *, actor: Actor, now: datetime) -> Outcome:
    try:
        sent = distribution.distribute(link.pk, channels, actor=actor, now=now)
    except DomainError as error:
        refusal = _("The payment link is saved but was not sent: %(reason)s") % {
            "reason": refusal_text(error)
        }
        return Outcome(link, is_new=True, refusal=refusal)
    return Outcome(link, is_new=True, text=_told(link, [message.recipient for message in sent]))


def _told(link: PaymentLink, recipients: list[str]) -> str:
    """What happened; the address stands last, so that no stop is copied with it."""
    sentences = [_("The payment link is saved.")]
    if recipients:
        queued = _("Queued to be sent to %(recipients)s.")
        sentences.append(queued % {"recipients": ", ".join(recipients)})
    sentences.append(_("Its address: %(address)s") % {"address": link.checkout_url})
    return " ".join(sentences)


def made_before(link_id: UUID) -> PaymentLink | None:
    """The link that an earlier sending of the form made."""
    return PaymentLink.objects.filter(pk=link_id).first()
