"""How many SMS may be asked for: so that nobody is flooded and nobody's budget runs away.

Only live tenants are limited; the sandbox reaches no phone. The limits count what was asked for,
whatever became of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from payment_links.errors import DomainError
from payment_links.models import Distribution, PaymentLink, Tenant

SMS_PER_LINK = 5
SMS_PER_NUMBER = ((timedelta(hours=1), 3), (timedelta(days=1), 10))
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Limit:
    sent: int
    most: int
    retry_after: timedelta
    description: str


class SmsLimitError(DomainError):
    """Too many SMS; retry_after: seconds after which a try is not in vain."""

    code = "rate_limited"
    http_status = 429

    def __init__(self, description: str, *, retry_after: timedelta) -> None:
        self.retry_after = int(retry_after.total_seconds())
        super().__init__(description)


def check_sms_limits(link: PaymentLink, phone: str, now: datetime) -> None:
    """Raise SmsLimitError when one more SMS to the number is too many. phone: E.164.

    Called with the link locked. The tenant is locked as well until the transaction ends, so that
    two of its links cannot take the last free place together.
    """
    if link.tenant.mode != Tenant.Mode.LIVE:
        return
    # Not a full lock: new rows of the tenant, which refer to it, need not wait.
    Tenant.objects.select_for_update(no_key=True).get(pk=link.tenant_id)
    for limit in _limits(link, phone, now):
        if limit.sent >= limit.most:
            raise SmsLimitError(limit.description, retry_after=limit.retry_after)


def _limits(link: PaymentLink, phone: str, now: datetime) -> list[_Limit]:
    messages = Distribution.objects.filter(channel=Distribution.Channel.SMS)
    to_number = messages.filter(recipient=phone)
    of_tenant = messages.filter(payment_link__tenant_id=link.tenant_id, created_at__gt=now - A_DAY)
    return [
        _Limit(
            messages.filter(payment_link=link).count(),
            SMS_PER_LINK,
            A_DAY,
            f"A payment link is sent by SMS at most {SMS_PER_LINK} times.",
        ),
        *(
            _Limit(
                to_number.filter(created_at__gt=now - period).count(),
                most,
                period,
                "Too many SMS to this number.",
            )
            for period, most in SMS_PER_NUMBER
        ),
        _Limit(
            of_tenant.count(),
            link.tenant.sms_daily_limit,
            A_DAY,
            "The tenant's SMS for today are used up.",
        ),
    ]
