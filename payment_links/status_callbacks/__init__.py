"""What tenants are told about their links: status callbacks, written with the change itself.

A callback is delivered by any 2xx. One that fails is tried five times; then its endpoint counts as
down, and only the endpoint's oldest callback is tried, until one succeeds and releases the others.
The callbacks of one link go out in the order of its changes.
"""

from payment_links.status_callbacks.delivery import (
    deliver_status_callback,
    sweep_status_callbacks,
)
from payment_links.status_callbacks.replays import CallbackUnderWayError, replay, replay_all
from payment_links.status_callbacks.scheduling import schedule
from payment_links.status_callbacks.signatures import (
    create_signing_secret,
    revoke_signing_secret,
    rotate_signing_secret,
)

__all__ = [
    "CallbackUnderWayError",
    "create_signing_secret",
    "deliver_status_callback",
    "replay",
    "replay_all",
    "revoke_signing_secret",
    "rotate_signing_secret",
    "schedule",
    "sweep_status_callbacks",
]
