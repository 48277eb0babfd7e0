"""When reminders may go out by themselves: by day, by the merchant's clock."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS_AT = time(8)
CLOSES_AT = time(20)


def next_send_time(now: datetime, time_zone: str) -> datetime:
    """Now within the send hours of the IANA time zone, else the moment they next begin."""
    zone = ZoneInfo(time_zone)
    local = now.astimezone(zone)
    if OPENS_AT <= local.time() < CLOSES_AT:
        return now
    is_evening = local.time() >= CLOSES_AT
    day = local.date() + timedelta(days=1 if is_evening else 0)
    return datetime.combine(day, OPENS_AT, zone)
