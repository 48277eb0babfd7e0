"""Asking for messages and letting a worker send them, at a chosen moment."""

from datetime import datetime
from typing import Any

import time_machine

from payment_links.distribution import deliver_message, distribute
from payment_links.models import TENANT, Distribution, PaymentLink
from tests.builders import NOON


def send(link: PaymentLink, *methods: str, now: datetime = NOON, **values: Any) -> Distribution:
    """Ask for a message and let a worker do its job at the same moment."""
    message = distribute(link.pk, list(methods), actor=TENANT, now=now, **values)[0]
    return work(message, now)


def work(message: Distribution, now: datetime = NOON) -> Distribution:
    """Let a worker do the message's job."""
    with time_machine.travel(now, tick=False):
        deliver_message(str(message.pk))
    message.refresh_from_db()
    return message


def outcome(message: Distribution) -> tuple[str, str, str]:
    """Status, outbox state and reason of failure."""
    return message.status, message.state, message.failure_reason
