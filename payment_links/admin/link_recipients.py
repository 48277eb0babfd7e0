"""To whom a link can be sent, judged beforehand: what its page offers and what it warns of."""

from dataclasses import dataclass
from datetime import datetime

from payment_links.admin import display
from payment_links.distribution import sms_allowance
from payment_links.email_address import InvalidEmailError, usable_email
from payment_links.models import PaymentLink
from payment_links.phone import InvalidPhoneError

PROBLEMS = {"is missing": "missing", "is in a country that messages are not sent to": "country"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipients:
    """The customer's own number and address, and what stands in their way.

    phone_problem: empty, "missing", "country" or "unusable". sms_left: None when nothing limits
    them. sms_next: when one more is allowed, once none is left; empty for never.
    """

    phone: str
    email: str
    phone_problem: str
    can_email: bool
    sms_left: int | None
    sms_next: str

    @property
    def is_sms_used_up(self) -> bool:
        return self.sms_left == 0


def judge_recipients(link: PaymentLink, now: datetime) -> Recipients:
    """The recipients of a link that was selected with its customer and tenant."""
    number, problem = number_of(link)
    allowance = sms_allowance(link, number, now) if number else None
    return Recipients(
        phone=link.customer.phone,
        email=link.customer.email,
        phone_problem=problem,
        can_email=has_usable_email(link),
        sms_left=allowance.left if allowance else None,
        sms_next=display.moment_text(allowance.next_at) if allowance and allowance.next_at else "",
    )


def number_of(link: PaymentLink) -> tuple[str, str]:
    """The number in E.164 form, or what is wrong with it."""
    if not link.customer.phone.strip():
        return "", "missing"
    try:
        number = link.tenant.mobile_number(link.customer.phone)
    except InvalidPhoneError as error:
        return "", PROBLEMS.get(str(error), "unusable")
    return number, ""


def has_usable_email(link: PaymentLink) -> bool:
    """Whether an e-mail can be sent to the customer's own address."""
    try:
        usable_email(link.customer.email)
    except InvalidEmailError:
        return False
    return True
