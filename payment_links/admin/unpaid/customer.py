"""Links that the customer has and does not pay: failed attempts, lateness, silence."""

from django.utils.translation import gettext_lazy as _

from payment_links.admin.unpaid.facts import Facts
from payment_links.admin.unpaid.rules import ISSUE_INVOICE, Channel, Rule, other_way, reminder
from payment_links.models import Distribution, Payment

OFTEN = 3
# Nobody pays earlier for being reminded.
FAR_AHEAD_DAYS = 14
SENT = Distribution.Status.SENT
Attempt = Payment.Status


def _is_unreported(facts: Facts, channel: str) -> bool:
    """Whether a message went out and nothing more was heard of it or of the customer."""
    return (facts.message, facts.channel) == (SENT, channel) and not facts.is_opened


TRYING = (
    Rule(
        "failed_often",
        lambda f: f.failed_attempts >= OFTEN and not f.has_invoice,
        _("Several attempts to pay have failed. Issue an invoice as another way to pay."),
        ISSUE_INVOICE,
    ),
    Rule(
        "declined",
        lambda f: f.attempt == Attempt.DECLINED,
        _(
            "The payment with %(method)s was declined and nothing was charged. Ask the customer to "
            "pay another way."
        ),
        reminder,
    ),
    Rule(
        "aborted",
        lambda f: f.attempt == Attempt.ABORTED,
        _("The customer broke off the payment with %(method)s. Remind the customer."),
        reminder,
    ),
    Rule(
        "crashed",
        lambda f: f.attempt == Attempt.CRASHED,
        _(
            "The payment with %(method)s failed at the provider and nothing was charged. Ask the "
            "customer to try again."
        ),
        reminder,
    ),
    Rule(
        "rejected",
        lambda f: f.attempt == Attempt.REJECTED,
        _(
            "The payments service refused to begin the payment with %(method)s. Ask the customer "
            "to pay another way, and tell an administrator."
        ),
        reminder,
    ),
    Rule(
        "ran_out",
        lambda f: f.attempt in {Attempt.EXPIRED, Attempt.STOPPED},
        _(
            "The customer did not finish the payment with %(method)s in time. Remind the customer, "
            "who can begin again."
        ),
        reminder,
    ),
)

SILENT = (
    Rule(
        "overdue_opened",
        lambda f: f.is_overdue and f.is_opened,
        _("The customer has opened the link but did not pay by %(due_date)s. Remind the customer."),
        reminder,
    ),
    Rule(
        "overdue",
        lambda f: f.is_overdue,
        _(
            "The customer has not opened the link, and it was due on %(due_date)s. Try another "
            "way to reach the customer."
        ),
        other_way,
    ),
    Rule(
        "sms_unreported",
        lambda f: _is_unreported(f, Channel.SMS) and f.is_message_slow,
        _(
            "The SMS was sent, but nobody has reported that it arrived. Try another way if the "
            "customer does not answer."
        ),
        other_way,
    ),
    Rule(
        "email_unreported",
        lambda f: _is_unreported(f, Channel.EMAIL) and f.is_message_slow,
        _(
            "The e-mail was sent, but nobody has reported that it arrived. It may lie among spam: "
            "try another way if the customer does not answer."
        ),
        other_way,
    ),
    Rule(
        "just_sent",
        lambda f: f.message == SENT and not f.is_opened,
        _("The message is sent; whether it arrives is reported within minutes. Wait a little."),
    ),
    Rule(
        "due_far_ahead",
        lambda f: f.days_to_due is not None and f.days_to_due > FAR_AHEAD_DAYS,
        _("The customer has the link and has until %(due_date)s. There is nothing to do now."),
    ),
    Rule(
        "opened",
        lambda f: f.is_opened,
        _("The customer has opened the link but not paid yet. Send a reminder."),
        reminder,
    ),
    Rule(
        "unopened",
        lambda f: True,
        _("The message arrived, but the customer has not opened the link. Send a reminder."),
        reminder,
    ),
)
