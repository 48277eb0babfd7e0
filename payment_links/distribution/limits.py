"""How many SMS may be asked for: so that nobody is flooded and nobody's budget runs away.

Only live tenants are limited; the sandbox reaches no phone. The limits count what was asked for,
whatever became of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from payment_links.errors import DomainError
from payment_links.models import Distribution, PaymentLink, Tenant

SMS_PER_LINK = 5
SMS_PER_NUMBER = ((timedelta(hours=1), 3), (timedelta(days=1), 10))
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SmsAllowance:
    """What is left of an SMS limit. next_at: when one more may be sent; None for never."""

    left: int
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Limit:
    """sent: what counts against it; period: how long each counts, None for ever."""

    sent: QuerySet[Distribution]
    most: int
    period: timedelta | None
    description: str


class SmsLimitError(DomainError):
    """Too many SMS; retry_after: seconds after which a try is not in vain."""

    code = "rate_limited"
    http_status = 429
    description = "Too many SMS."

    def __init__(self, description: str, *, retry_after: timedelta, **facts: object) -> None:
        self.retry_after = int(retry_after.total_seconds())
        super().__init__(description, property="", **facts)


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
        if limit.sent.count() >= limit.most:
            raise SmsLimitError(
                limit.description, retry_after=limit.period or A_DAY, most=limit.most
            )


def sms_allowance(link: PaymentLink, phone: str, now: datetime) -> SmsAllowance | None:
    """How many more SMS the link may be sent by to the number, to be told beforehand.

    Returns None when nothing limits them. Locks nothing: it may be less when it comes to sending.
    """
    if link.tenant.mode != Tenant.Mode.LIVE:
        return None
    allowances = [_allowance(limit) for limit in _limits(link, phone, now)]
    exhausted = [allowance for allowance in allowances if allowance.left == 0]
    if not exhausted:
        return SmsAllowance(min(allowance.left for allowance in allowances))
    moments = [allowance.next_at for allowance in exhausted if allowance.next_at is not None]
    is_final = len(moments) < len(exhausted)
    return SmsAllowance(0, None if is_final else max(moments))


def _allowance(limit: _Limit) -> SmsAllowance:
    """What is left of one limit: it opens again when enough of what was sent is old enough."""
    left = max(0, limit.most - limit.sent.count())
    if left or limit.period is None or not limit.most:
        return SmsAllowance(left)
    newest_first = limit.sent.order_by("-created_at", "-pk").values_list("created_at", flat=True)
    return SmsAllowance(0, newest_first[limit.most - 1] + limit.period)


def _limits(link: PaymentLink, phone: str, now: datetime) -> list[_Limit]:
    messages = Distribution.objects.filter(channel=Distribution.Channel.SMS)
    to_number = messages.filter(recipient=phone)
    of_tenant = messages.filter(payment_link__tenant_id=link.tenant_id, created_at__gt=now - A_DAY)
    return [
        _Limit(
            messages.filter(payment_link=link),
            SMS_PER_LINK,
            None,
            "A payment link is sent by SMS at most %(most)s times.",
        ),
        *(
            _Limit(
                to_number.filter(created_at__gt=now - period),
                most,
                period,
                "Too many SMS to this number.",
            )
            for period, most in SMS_PER_NUMBER
        ),
        _Limit(
            of_tenant,
            link.tenant.sms_daily_limit,
            A_DAY,
            "The tenant's SMS for today are used up.",
        ),
    ]
