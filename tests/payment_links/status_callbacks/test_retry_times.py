"""The retry schedule in numbers."""

from datetime import UTC, datetime, timedelta

import pytest

from payment_links.status_callbacks.retry_times import (
    probe_delay,
    read_retry_after,
    retry_delay,
)

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(("failed_tries", "seconds"), [(1, 5), (2, 30), (3, 120), (4, 600)])
def test_delays_are_spread_by_a_fifth(failed_tries: int, seconds: int) -> None:
    delays = [retry_delay(failed_tries).total_seconds() for _ in range(200)]

    assert seconds * 0.8 <= min(delays) < max(delays) <= seconds * 1.2


@pytest.mark.parametrize(("down_for", "minutes"), [(0, 15), (47, 15), (48, 60), (71, 60)])
def test_an_endpoint_that_is_down_is_probed_ever_more_seldom(down_for: int, minutes: int) -> None:
    delays = [probe_delay(timedelta(hours=down_for)) for _ in range(50)]

    assert timedelta(minutes=minutes * 0.8) <= min(delays)
    assert max(delays) <= timedelta(minutes=minutes * 1.2)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 120 ", 120),
        ("3600", 3600),
        ("3601", 3600),
        ("9" * 400, 3600),
        ("Sun, 22 Nov 2026 12:10:00 GMT", 600),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0),
        ("Sun, 22 Nov 2036 12:10:00 GMT", 3600),
        ("", 0),
        ("-5", 0),
        ("soon", 0),
        ("1e9", 0),
        ("٣", 0),
    ],
)
def test_retry_after_is_honoured_up_to_an_hour(value: str, seconds: int) -> None:
    assert read_retry_after(value, NOON) == timedelta(seconds=seconds)
