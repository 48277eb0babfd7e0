"""When a status callback is tried again: the retry schedule (reliability §3), pure arithmetic."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# After the first, second … failed try. The fifth failure in a row makes the endpoint count as down.
DELAYS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
)
TRIES_BEFORE_DOWN = len(DELAYS) + 1
SPREAD = 0.2

PROBE_EVERY = timedelta(minutes=15)
PROBE_SLOWLY_AFTER = timedelta(hours=48)
PROBE_SLOWLY_EVERY = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=72)

LONGEST_RETRY_AFTER = timedelta(hours=1)

_random = random.SystemRandom()


def retry_delay(failed_tries: int) -> timedelta:
    """How long to wait after so many failed tries (1 to 4), give or take 20 %."""
    return spread(DELAYS[failed_tries - 1])


def probe_delay(down_for: timedelta) -> timedelta:
    """How long to wait before an endpoint that is down is tried again, give or take 20 %."""
    return spread(PROBE_EVERY if down_for < PROBE_SLOWLY_AFTER else PROBE_SLOWLY_EVERY)


def spread(delay: timedelta) -> timedelta:
    """The delay give or take 20 %, so that what failed together is not tried together."""
    return delay * _random.uniform(1 - SPREAD, 1 + SPREAD)


def read_retry_after(value: str, now: datetime) -> timedelta:
    """How long a Retry-After header (seconds or an HTTP date) asks us to wait: none to one hour.

    now: real time. Anything that cannot be read counts as nothing asked.
    """
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), LONGEST_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return timedelta(0)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max(moment - now, timedelta(0)), LONGEST_RETRY_AFTER)
