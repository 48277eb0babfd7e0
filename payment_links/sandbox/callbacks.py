"""What the sandbox sends to others: status callbacks, delivery reports and mail webhooks.

Called after the change is committed. settings.SANDBOX_CALLBACKS: "thread" (default) sends from
background threads, "inline" sends before the call returns and retries at once, "off" sends nothing.
"""

import logging
import queue
import threading
import time
from dataclasses import dataclass, field
from functools import cache

import httpx2
from django.conf import settings
from django.db import DatabaseError, connections

from payment_links.sandbox import clock
from payment_links.sandbox.faults import take_fault
from payment_links.sandbox.ledger import record_request
from payment_links.sandbox.models import Fault, RequestRecord
from payment_links.sandbox.router import DATABASE

TIMEOUT_SECONDS = 5.0
# One attempt and three retries; the pauses come before each. The first lets the answer to the
# request that caused the callback get out first, most of the time.
PAUSES_SECONDS = (0.2, 1.0, 3.0, 9.0)
THREAD_COUNT = 8


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A POST to be made. target: the service in whose name it is sent (payments, sms or mail)."""

    target: str
    url: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


logger = logging.getLogger(__name__)
waiting: queue.SimpleQueue[Outgoing] = queue.SimpleQueue()
threads: list[threading.Thread] = []
starting = threading.Lock()


@cache
def client() -> httpx2.Client:
    """Shared by the threads: reading the authorities takes longer than a callback does.

    It keeps no connection, so that every callback comes on one of its own.
    """
    return httpx2.Client(
        timeout=TIMEOUT_SECONDS,
        trust_env=False,
        limits=httpx2.Limits(max_keepalive_connections=0),
    )


def send(url: str, body: bytes, headers: dict[str, str]) -> int:
    """POST the body and return the answer's HTTP status. Raises httpx2.HTTPError without one."""
    return client().post(url, content=body, headers=headers).status_code


def dispatch(outgoing: list[Outgoing]) -> None:
    """Send each of them, in the way the settings say, or twice or not at all by way of a fault."""
    mode = getattr(settings, "SANDBOX_CALLBACKS", "thread")
    if mode == "off":
        return
    for message in outgoing:
        for _ in range(count_copies(message)):
            if mode == "inline":
                deliver(message, pauses=(0.0,) * len(PAUSES_SECONDS))
            else:
                waiting.put(message)
                start_threads()


def count_copies(message: Outgoing) -> int:
    """How often the message is to arrive: once, or 0 or 2 times by way of a fault."""
    kinds = (Fault.Kind.DROP_CALLBACK, Fault.Kind.DOUBLE_CALLBACK)
    fault = take_fault(message.target, kinds)
    if fault is None:
        return 1
    return 0 if fault.kind == Fault.Kind.DROP_CALLBACK else 2


def deliver(message: Outgoing, pauses: tuple[float, ...]) -> None:
    """Try until an answer in the 200s comes, once per pause (seconds); each try is recorded."""
    for pause in pauses:
        time.sleep(pause)
        if attempt(message):
            return


def attempt(message: Outgoing) -> bool:
    """Send once and record the attempt; True for an answer in the 200s."""
    status, error = None, ""
    occurred_at = clock.now()
    try:
        status = send(message.url, message.body, message.headers)
    except (httpx2.HTTPError, httpx2.InvalidURL) as failure:
        error = f"{type(failure).__name__}: {failure}"
    record_request(
        RequestRecord.Direction.OUT,
        "POST",
        message.url,
        body=message.body.decode(errors="replace"),
        status=status,
        occurred_at=occurred_at,
        error=error,
    )
    return status is not None and 200 <= status < 300


def start_threads() -> None:
    """Start the sending threads when the first message needs them, in this very process."""
    with starting:
        threads[:] = [thread for thread in threads if thread.is_alive()]
        while len(threads) < THREAD_COUNT:
            thread = threading.Thread(target=send_waiting, name="sandbox callbacks", daemon=True)
            threads.append(thread)
            thread.start()


def send_waiting() -> None:
    """Send what is waiting, for ever; a thread's work."""
    while True:
        message = waiting.get()
        try:
            deliver(message, PAUSES_SECONDS)
        except DatabaseError:
            # The ledger could not be written; the thread must live on for the next message.
            logger.exception("an attempt could not be recorded")
        finally:
            connections[DATABASE].close()
