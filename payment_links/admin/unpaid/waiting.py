"""Links that wait for payment: what holds the customer up, from the money back to the message."""

from django.utils.translation import gettext_lazy as _

from payment_links.admin.unpaid.facts import Facts
from payment_links.admin.unpaid.rules import (
    COPY,
    EXTEND,
    ISSUE_INVOICE,
    PAYMENT,
    SEND_EMAIL,
    SEND_SMS,
    Channel,
    Rule,
    after_failure,
    other_way,
    reminder,
)
from payment_links.models import Distribution, Payment

FAILED, CREATED = Distribution.Status.FAILED, Distribution.Status.CREATED


def _failed(facts: Facts, channel: str) -> bool:
    """Whether the last message failed and nothing else shows that the customer has the link."""
    return facts.has_reached_nobody and (facts.message, facts.channel) == (FAILED, channel)


def _failed_then(facts: Facts, channel: str, action: str) -> bool:
    """As above, when this is what to do about it."""
    return _failed(facts, channel) and after_failure(facts) == action


def _is_queued(facts: Facts, channel: str) -> bool:
    return (facts.message, facts.channel) == (CREATED, channel)


PAYING = (
    Rule(
        "payment_unknown",
        lambda f: f.attempt == Payment.Status.UNKNOWN,
        _(
            "The payments service has not answered about the payment with %(method)s; we keep "
            "asking. Wait: the customer may have paid."
        ),
        PAYMENT,
    ),
    Rule(
        "payment_left",
        lambda f: f.attempt in Payment.OPEN_STATUSES and f.is_attempt_stale,
        _(
            "The customer began to pay with %(method)s and did not finish. Remind the customer, "
            "who can begin again."
        ),
        reminder,
    ),
    Rule(
        "payment_open",
        lambda f: f.attempt in Payment.OPEN_STATUSES,
        _("The customer is paying with %(method)s. Wait a few minutes for the outcome."),
        PAYMENT,
    ),
    Rule(
        "part_paid",
        lambda f: f.deposit == Payment.Status.UNDERFUNDED,
        _(
            "Only a part was paid to the bank account. Ask the customer for the rest, with the "
            "same reference %(ocr)s."
        ),
        reminder,
    ),
    Rule(
        "past_end",
        lambda f: f.is_past_end,
        _("The last day to pay has passed. Extend the link to let the customer pay."),
        EXTEND,
    ),
    Rule(
        "only_by_invoice",
        lambda f: not f.has_methods and not f.has_custom_checkout and f.has_invoice,
        _(
            "The link offers no way to pay online, only the invoice can be paid. Remind the "
            "customer of the invoice."
        ),
        reminder,
    ),
    Rule(
        "no_methods",
        lambda f: not f.has_methods and not f.has_custom_checkout,
        _("The link offers no way to pay. Issue an invoice, which can be paid to the bank."),
        ISSUE_INVOICE,
    ),
)

SENDING = (
    Rule(
        "sms_failed_for_now",
        lambda f: _failed_then(f, Channel.SMS, SEND_SMS),
        _("The SMS failed: %(failure)s. Send it again."),
        SEND_SMS,
    ),
    Rule(
        "sms_failed",
        lambda f: _failed_then(f, Channel.SMS, SEND_EMAIL),
        _("The SMS failed: %(failure)s. Send by e-mail."),
        SEND_EMAIL,
    ),
    Rule(
        "sms_failed_no_email",
        lambda f: _failed(f, Channel.SMS),
        _(
            "The SMS failed: %(failure)s. There is no e-mail address: send to another number, or "
            "hand over the link."
        ),
        COPY,
    ),
    Rule(
        "email_failed_for_now",
        lambda f: _failed_then(f, Channel.EMAIL, SEND_EMAIL),
        _("The e-mail failed: %(failure)s. Send it again."),
        SEND_EMAIL,
    ),
    Rule(
        "email_failed",
        lambda f: _failed_then(f, Channel.EMAIL, SEND_SMS),
        _("The e-mail failed: %(failure)s. Send by SMS."),
        SEND_SMS,
    ),
    Rule(
        "email_failed_sms_used_up",
        lambda f: _failed(f, Channel.EMAIL) and f.is_sms_used_up,
        _(
            "The e-mail failed: %(failure)s, and no more SMS may be sent now. Send to another "
            "address, or hand over the link."
        ),
        COPY,
    ),
    Rule(
        "email_failed_no_phone",
        lambda f: _failed(f, Channel.EMAIL),
        _(
            "The e-mail failed: %(failure)s. There is no mobile number: send to another address, "
            "or hand over the link."
        ),
        COPY,
    ),
    Rule(
        "sms_stuck",
        lambda f: _is_queued(f, Channel.SMS) and f.is_message_slow,
        _(
            "The SMS could not be handed to the SMS service yet; we keep trying. Send by e-mail or "
            "hand over the link if it is urgent."
        ),
        other_way,
    ),
    Rule(
        "email_stuck",
        lambda f: _is_queued(f, Channel.EMAIL) and f.is_message_slow,
        _(
            "The e-mail could not be handed to the mail service yet; we keep trying. Send by SMS "
            "or hand over the link if it is urgent."
        ),
        other_way,
    ),
    Rule(
        "message_queued",
        lambda f: f.message == CREATED,
        _("The message is on its way. Look again in a minute."),
        COPY,
    ),
    Rule(
        "unsent_own_checkout",
        lambda f: f.is_unsent and f.has_custom_checkout,
        _(
            "We have not sent the link, which leads to the tenant's own checkout. Send it if the "
            "tenant does not."
        ),
        reminder,
    ),
    Rule(
        "unsent_country",
        lambda f: f.is_unsent and f.phone_problem == "country" and not f.can_email,
        _(
            "The link has not been sent: SMS are not sent to the country of the customer's number. "
            "Hand over the link, or send it to an e-mail address."
        ),
        COPY,
    ),
    Rule(
        "unsent_nobody",
        lambda f: f.is_unsent and not f.can_sms and not f.can_email,
        _(
            "The link has not been sent: the customer has neither a mobile number nor an e-mail "
            "address that works. Hand over the link, or enter one under Messages."
        ),
        COPY,
    ),
    Rule(
        "unsent_by_email",
        lambda f: f.is_unsent and not f.can_sms,
        _("The link has not been sent, and the customer gets no SMS. Send by e-mail."),
        SEND_EMAIL,
    ),
    Rule(
        "unsent",
        lambda f: f.is_unsent,
        _("The link has not been sent. Send it by SMS."),
        SEND_SMS,
    ),
)
