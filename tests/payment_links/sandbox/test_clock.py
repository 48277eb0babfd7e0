"""The demo's clock: moved by days, shared through a file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from payment_links.sandbox import clock
from tests.doors import Sandbox

pytestmark = pytest.mark.django_db(databases=["sandbox"])


@pytest.fixture(autouse=True)
def clock_file(settings: Settings, tmp_path: Path) -> Path:
    settings.CLOCK_FILE = tmp_path / "clock"
    return tmp_path / "clock"


def test_clock_begins_at_real_time() -> None:
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_days_add_up_in_the_file(sandbox: Sandbox, clock_file: Path) -> None:
    sandbox.post("/clock", json={"advance_days": 30})
    answer = sandbox.post("/clock", json={"advance_days": 1}).json()

    assert clock_file.read_text() == str(31 * 86_400)
    assert answer["advanced_days"] == 31
    assert sandbox.http.get("/clock").json()["advanced_days"] == 31
    moved = datetime.fromisoformat(answer["now"]) - datetime.now(UTC)
    assert timedelta(days=30, hours=23) < moved < timedelta(days=31, hours=1)


def test_form_of_the_screen_moves_the_clock(sandbox: Sandbox, clock_file: Path) -> None:
    answer = sandbox.post("/clock", data={"advance_days": "2"})

    assert answer.headers["location"] == "/#clock"
    assert clock_file.read_text() == str(2 * 86_400)


@pytest.mark.parametrize(
    "body", [{}, {"advance_days": -1}, {"advance_days": True}, {"advance_days": 3651}, []]
)
def test_bad_moves_are_refused(sandbox: Sandbox, clock_file: Path, body: Any) -> None:
    assert sandbox.post("/clock", json=body).status_code == 422
    assert not clock_file.exists()


def test_new_rows_are_written_at_the_moved_time(sandbox: Sandbox) -> None:
    sandbox.post("/clock", json={"advance_days": 400})

    form = {"from": "Pizzeria", "to": "+46701234567", "message": "x"}
    sandbox.post("/a1/sms", data=form, auth=("user", ""))

    written = datetime.fromisoformat(sandbox.ledger("sms")[0]["occurred_at"])
    assert written - datetime.now(UTC) > timedelta(days=399)


def test_without_a_file_the_clock_is_real_and_fixed(sandbox: Sandbox, settings: Settings) -> None:
    settings.CLOCK_FILE = None

    assert clock.offset_seconds() == 0
    assert sandbox.post("/clock", json={"advance_days": 1}).status_code == 403
