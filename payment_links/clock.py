"""The product's clock: read at the edge of a request or job and passed on as `now` or `today`."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present time in UTC, moved on by the days that the sandbox's clock was advanced."""
    return timezone.now() + timedelta(seconds=_offset_seconds())


def today(time_zone: str) -> date:
    """The present date in the given IANA time zone."""
    return day_of(now(), time_zone)


def office_today() -> date:
    """The present date in the office, by whose calendar lists, figures and jobs go."""
    return today(settings.TIME_ZONE)


def day_of(moment: datetime, time_zone: str) -> date:
    """The date of a moment on the calendar of a merchant in that IANA time zone."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def _offset_seconds() -> int:
    if settings.CLOCK_FILE is None:
        return 0
    try:
        return int(settings.CLOCK_FILE.read_text())
    except (FileNotFoundError, ValueError):
        return 0
