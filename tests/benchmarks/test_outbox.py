"""Goal 11: an outbox row instead of a message to the broker, and how soon a worker takes it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.db import connection, transaction

from payment_links import clock
from payment_links.distribution import deliver_message
from payment_links.models import Distribution, PaymentLink
from tests.benchmarks.measuring import Goal, Report, compare
from tests.builders import make_distribution, make_link

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 400
MESSAGES = 20
PATIENCE_SECONDS = 60
CELERY = (sys.executable, "-m", "celery", "--app", "config")


@contextmanager
def running(*command: str, **environment: str) -> Iterator[None]:
    """A program of the benchmark's own, stopped at the end."""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield
        finally:
            process.terminate()


@pytest.fixture
def broker() -> Iterator[None]:
    """A private Redis where the settings look for it."""
    socket = settings.VAR_DIR / "redis.sock"
    server = shutil.which("redis-server") or str(Path(sys.executable).with_name("redis-server"))
    with running(server, "--port", "0", "--unixsocket", str(socket), "--save", ""):
        with redis.Redis(unix_socket_path=str(socket)) as client:
            wait_until(partial(is_answering, client))
        yield
        connections: Any = current_app.pool
        connections.force_close_all()


def is_answering(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


def wait_until(condition: partial[bool]) -> float:
    """How many seconds it took."""
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < PATIENCE_SECONDS
        time.sleep(0.002)
    return time.monotonic() - start


def database_url() -> str:
    """The test's own database, for the worker."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def is_taken(message: Distribution) -> bool:
    return Distribution.objects.filter(pk=message.pk, attempts__gt=0).exists()


def seconds_until_taken(link: PaymentLink) -> float:
    """From the commit of a message to its claim; the sending itself fails, there is nobody."""
    now = clock.now()
    return wait_until(partial(is_taken, make_distribution(link, created_at=now, not_before=now)))


@pytest.mark.usefixtures("broker")
def test_insert(report: Report) -> None:
    link = make_link()

    with transaction.atomic():
        times = compare(
            partial(make_distribution, link),
            lambda: deliver_message.delay(str(uuid4())),
            rounds=ROUNDS,
        )

    report(
        Goal(11, "outbox insert ÷ task.delay()", times.ratio, at_most=0.4),
        ours_ms=times.ours,
        naive_ms=times.naive,
    )


@pytest.mark.usefixtures("broker")
def test_pick_up(report: Report) -> None:
    link = make_link()
    schedule = str(settings.VAR_DIR / "celerybeat-schedule")
    queues = ("--queues", "critical,notify", "--pool", "threads", "--concurrency", "4")

    with (
        running(*CELERY, "worker", *queues, DATABASE_URL=database_url()),
        running(*CELERY, "beat", "--schedule", schedule, "--pidfile=", DATABASE_URL=database_url()),
    ):
        seconds_until_taken(link)
        waits = []
        for n in range(MESSAGES):
            # Spread over the second between two sweeps.
            time.sleep(n / MESSAGES)
            waits.append(seconds_until_taken(link) * 1000)

    report(
        Goal(11, "pick-up, ms", median(waits), at_most=20),
        slowest_ms=max(waits),
        database=connection.vendor,
    )
