"""The settings as a whole: what production refuses, and what the schedule names."""

import os
import subprocess
import sys

import pytest
from celery import current_app

from tests.running_demo import ROOT

PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": "pay.example.com",
    "DATABASE_URL": "postgres://user:password@db/payment_links",
    "PUBLIC_URL": "https://pay.example.com",
}


def start(then: str = "", **environment: str) -> "subprocess.CompletedProcess[str]":
    """Read the settings in a process of its own with this environment alone."""
    return subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {then}"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "VAR_DIR": os.environ["VAR_DIR"],
            "DJANGO_SETTINGS_MODULE": "config.settings",
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_production_starts_with_what_it_needs() -> None:
    assert start(**PRODUCTION).returncode == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be set"),
        ({"SANDBOX": "on"}, "SANDBOX=on is refused"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name"),
        ({"DATABASE_URL": "sqlite:///x.sqlite3"}, "must name a PostgreSQL"),
        ({"PUBLIC_URL": "pay.example.com"}, "PUBLIC_URL"),
    ],
)
def test_production_refuses_what_is_unsafe(change: dict[str, str], said: str) -> None:
    outcome = start(**{**PRODUCTION, **change})

    assert outcome.returncode == 1
    assert said in outcome.stderr


def test_old_secret_keys_still_open_what_they_sealed() -> None:
    told = start(
        "from django.conf import settings; print(len(settings.SEALING_KEYS))",
        **{**PRODUCTION, "SECRET_KEY_FALLBACKS": "y" * 50},
    )

    assert told.stdout == "2\n"


def test_every_scheduled_task_exists() -> None:
    current_app.loader.import_default_modules()

    scheduled = {entry["task"] for entry in current_app.conf.beat_schedule.values()}

    assert scheduled - set(current_app.tasks) == set()


def test_sweeps_do_not_pile_up_while_no_worker_runs() -> None:
    expiries = {entry["options"]["expires"] for entry in current_app.conf.beat_schedule.values()}

    assert expiries == {15 * 60}


def test_bookkeeping_keeps_out_of_the_way_of_payments() -> None:
    route = current_app.amqp.router.route({}, "invoicing.bookkeeping.book_everything_missing")

    assert route["queue"].name == "bulk"


def test_every_route_of_a_queue_leads_to_a_task() -> None:
    current_app.loader.import_default_modules()

    for pattern in current_app.conf.task_routes:
        prefix = pattern.rstrip("*")
        assert any(name.startswith(prefix) for name in current_app.tasks), pattern
