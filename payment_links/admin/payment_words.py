"""A payment and an exception in plain words: what happened and whether money moved."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payment_links.admin import display
from payment_links.models import LinkException, Payment, PaymentLink
from payment_links.models.payments import method_text

Status = Payment.Status
Kind = LinkException.Kind

OF_ATTEMPTS: dict[str, Any] = {
    Status.UNKNOWN: gettext_lazy("The payments service has not answered yet; we keep asking."),
    Status.INITIATED: gettext_lazy("Begun; the customer has not approved it yet."),
    Status.PENDING: gettext_lazy("Begun; the customer has not approved it yet."),
    Status.FUNDED: gettext_lazy("The money is on its way."),
    Status.UNDERFUNDED: gettext_lazy("A part has come to the bank account; the rest is missing."),
    Status.DECLINED: gettext_lazy("The bank or the customer said no; nothing was charged."),
    Status.ABORTED: gettext_lazy("The customer broke it off; nothing was charged."),
    Status.EXPIRED: gettext_lazy("The customer did not finish in time; nothing was charged."),
    Status.CRASHED: gettext_lazy("It failed at the provider; nothing was charged."),
    Status.REJECTED: gettext_lazy("The payments service refused to begin it."),
    Status.STOPPED: gettext_lazy("Stopped before it was paid."),
}
OF_DEPOSITS: dict[str, Any] = {
    Status.UNKNOWN: gettext_lazy("The payments service is being told of the invoice's reference."),
    Status.INITIATED: gettext_lazy("Waits for money with the invoice's reference."),
    Status.PENDING: gettext_lazy("Waits for money with the invoice's reference."),
    Status.REJECTED: gettext_lazy(
        "The payments service refused it: money with this reference does not complete the link."
    ),
}
# What the demo's and the service's own words say once more.
SAID_ALREADY = frozenset({"The payment was declined.", "The provider did not answer."})


def payment_sentence(payment: Payment) -> str:
    """What came of the payment, in one sentence."""
    if payment.completed_at is not None and payment.status in Payment.PAID_STATUSES:
        when = display.moment_text(payment.completed_at)
        if payment.status == Status.OVERFUNDED:
            return _("Paid %(when)s, with more than was asked for.") % {"when": when}
        return _("Paid %(when)s.") % {"when": when}
    words = {**OF_ATTEMPTS, **OF_DEPOSITS} if payment.is_deposit else OF_ATTEMPTS
    return str(words.get(payment.status, ""))


def provider_words(payment: Payment) -> str:
    """What the provider said of a failure, when it says more than the status does."""
    said = payment.failure_reason.strip()
    return "" if said in SAID_ALREADY else said


def exception_sentence(exception: LinkException, link: PaymentLink) -> str:
    """How much came when. exception: selected with its payment."""
    payment = exception.payment
    paid = display.amount_text(payment.amount, payment.currency)
    when = display.moment_text(payment.completed_at or exception.created_at)
    method = method_text(payment.provider, payment.method)
    asked = display.amount_text(link.total_amount, link.currency)
    if exception.kind == Kind.AMOUNT_MISMATCH and paid != asked:
        words = {"paid": paid, "asked": asked, "when": when, "method": method}
        return _("%(paid)s came %(when)s by %(method)s; %(asked)s was asked for.") % words
    return _("%(paid)s came %(when)s by %(method)s.") % {
        "paid": paid,
        "when": when,
        "method": method,
    }
