"""What the page tells first: what happened, and what the payer can do now."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from payment_links.checkout.language import write_date
from payment_links.checkout.method_options import Text
from payment_links.checkout.seller import in_merchants_zone
from payment_links.checkout.state import State
from payment_links.models import Payment, PaymentLink


@dataclass(frozen=True, slots=True)
class Notice:
    """tone: info, warning or success; it decides the colours only."""

    title: Text
    text: Text
    tone: str


NOTHING_CHARGED = _("Nothing has been charged. Try again or choose another way to pay.")
FAILED = Notice(_("The payment failed"), NOTHING_CHARGED, "warning")
FAILURES = {
    Payment.Status.DECLINED: Notice(_("The payment was declined"), NOTHING_CHARGED, "warning"),
    Payment.Status.ABORTED: Notice(_("The payment was cancelled"), NOTHING_CHARGED, "warning"),
    Payment.Status.EXPIRED: Notice(_("The time to pay ran out"), NOTHING_CHARGED, "warning"),
    Payment.Status.REJECTED: Notice(
        _("The payment could not be started"), NOTHING_CHARGED, "warning"
    ),
}
NOTICES = {
    State.CHECKING: Notice(
        _("We are checking the payment"),
        _("The payment service has not answered yet. You cannot pay twice: please wait a moment."),
        "info",
    ),
    State.REVIEW: Notice(
        _("Your payment is being looked at"),
        _("A payment has arrived, but not of this amount. The merchant will contact you."),
        "info",
    ),
}


def notice_for(state: State, attempt: Payment | None, link: PaymentLink) -> Notice | None:
    """The notice of a state; None when the page itself says it all."""
    if state == State.FAILED and attempt is not None:
        return FAILURES.get(Payment.Status(attempt.status), FAILED)
    if state == State.EXPIRED:
        return _expired(link)
    if state == State.CANCELLED:
        return _cancelled(link)
    return NOTICES.get(state)


def _expired(link: PaymentLink) -> Notice:
    last_day = write_date(in_merchants_zone(link.expires_at, link).date())
    text = _("It could be paid until %(date)s. Contact the merchant if you still want to pay.")
    return Notice(_("This payment link has expired"), text % {"date": last_day}, "info")


def _cancelled(link: PaymentLink) -> Notice:
    day = write_date(in_merchants_zone(link.cancelled_at or link.updated_at, link).date())
    text = _(
        "The merchant withdrew it on %(date)s. You do not have to pay anything here. "
        "Contact the merchant if you have questions."
    )
    return Notice(_("This payment link has been cancelled"), text % {"date": day}, "info")
