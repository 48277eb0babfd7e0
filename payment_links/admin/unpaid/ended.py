"""Links that are not waiting any more, and money that does not fit: these rules come first."""

from django.utils.translation import gettext_lazy as _

from payment_links.admin.unpaid.rules import DUPLICATE, EXTEND, PAYMENT, REDELIVER, Rule
from payment_links.models import Distribution, LinkException, PaymentLink

Status = PaymentLink.Status
Kind = LinkException.Kind
FAILED = Distribution.Status.FAILED

MONEY = (
    Rule(
        "paid_too_much",
        lambda f: f.exception == Kind.AMOUNT_MISMATCH and f.status == Status.COMPLETED,
        _("More was paid than asked for. Refund what is too much, then mark it as resolved."),
        PAYMENT,
    ),
    Rule(
        "another_amount",
        lambda f: f.exception == Kind.AMOUNT_MISMATCH,
        _(
            "Another amount was paid than asked for, so the link stays unpaid. Settle the "
            "difference with the customer, then mark it as resolved."
        ),
        PAYMENT,
    ),
    Rule(
        "paid_twice",
        lambda f: f.exception == Kind.PAID_TWICE,
        _("The customer paid twice. Refund the second payment, then mark it as resolved."),
        PAYMENT,
    ),
    Rule(
        "paid_late",
        lambda f: f.exception == Kind.PAID_LATE,
        _(
            "The money came after the link had expired. Deliver what was paid for or refund it, "
            "then mark it as resolved."
        ),
        PAYMENT,
    ),
    Rule(
        "paid_after_cancel",
        lambda f: f.exception == Kind.PAID_AFTER_CANCEL,
        _(
            "The money came after the link had been cancelled. Refund it or deliver after all, "
            "then mark it as resolved."
        ),
        PAYMENT,
    ),
    Rule(
        "tenant_not_told",
        lambda f: not f.is_tenant_told and f.status == Status.COMPLETED,
        _(
            "The customer has paid, but the tenant could not be told. Deliver the status callback "
            "again."
        ),
        REDELIVER,
    ),
)

ENDED = (
    Rule(
        "cancelled_and_credited",
        lambda f: f.status == Status.CANCELLED and f.is_credited,
        _(
            "The invoice was credited and the link cancelled, so there is nothing to pay. Make a "
            "new link if something still is to be paid."
        ),
        DUPLICATE,
    ),
    Rule(
        "cancelled",
        lambda f: f.status == Status.CANCELLED,
        _(
            "The link was cancelled, so it can no longer be paid. Make a new link if it still is "
            "to be paid."
        ),
        DUPLICATE,
    ),
    Rule(
        "expired_and_credited",
        lambda f: f.status == Status.EXPIRED and f.is_credited,
        _(
            "The link has expired and its invoice was credited. Make a new link if something still "
            "is to be paid."
        ),
        DUPLICATE,
    ),
    Rule(
        "expired_part_paid",
        lambda f: f.status == Status.EXPIRED and f.deposit == "UNDERFUNDED",
        _(
            "The link expired when only a part had been paid to the bank account. Extend it and "
            "ask the customer for the rest."
        ),
        EXTEND,
    ),
    Rule(
        "expired_unsent",
        lambda f: f.status == Status.EXPIRED and f.is_unsent,
        _("The link expired before anybody had sent it. Extend it, then send it."),
        EXTEND,
    ),
    Rule(
        "expired_undelivered",
        lambda f: f.status == Status.EXPIRED and f.message == FAILED and f.has_reached_nobody,
        _(
            "The link expired without reaching the customer: %(failure)s. Extend it, then send it "
            "another way."
        ),
        EXTEND,
    ),
    Rule(
        "expired_with_invoice",
        lambda f: f.status == Status.EXPIRED and f.has_invoice,
        _(
            "The link has expired, but its invoice can still be paid to the bank account. Extend "
            "it to let the customer pay online too."
        ),
        EXTEND,
    ),
    Rule(
        "expired",
        lambda f: f.status == Status.EXPIRED,
        _("The link has expired. Extend it to let the customer pay."),
        EXTEND,
    ),
)
