"""Time as the workers see it: sweeps and jobs done at chosen moments, without a broker."""

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import time_machine

from payment_links.models import PaymentLink, StatusCallback
from payment_links.status_callbacks import (
    deliver_status_callback,
    schedule,
    sweep_status_callbacks,
)
from tests.builders import NOON, make_link
from tests.tenant_endpoint import URL


def callback_link(**values: Any) -> PaymentLink:
    """A link whose tenant wants status callbacks."""
    return make_link(**{"payment_link_status_callback_url": URL, **values})


def tell(link: PaymentLink, status: str = "COMPLETED", *, now: datetime = NOON) -> StatusCallback:
    """Write a callback as the change of status does."""
    callback = schedule(link, status, now=now)
    assert callback is not None
    return callback


def deliver(callback: StatusCallback, now: datetime) -> StatusCallback:
    """Let a worker do the callback's job."""
    with time_machine.travel(now, tick=False):
        deliver_status_callback(str(callback.pk))
    callback.refresh_from_db()
    return callback


def sweep(now: datetime) -> list[str]:
    """Let the scheduler look once; returns the ids that it gave to the workers."""
    published: list[str] = []
    with (
        time_machine.travel(now, tick=False),
        patch.object(deliver_status_callback, "delay", published.append),
    ):
        sweep_status_callbacks()
    return published


def work_until(end: datetime, *, start: datetime = NOON, step: timedelta) -> None:
    """Sweep at every step from start to end and do all the jobs at once."""
    now = start
    while now <= end:
        for pk in sweep(now):
            with time_machine.travel(now, tick=False):
                deliver_status_callback(pk)
        now += step
