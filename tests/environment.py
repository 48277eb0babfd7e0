"""The environment of a test run, set before the settings are read (pytest loads this file first).

Every process of a run, so every xdist worker too, has a folder and ports of its own.
"""

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# gw3 is worker 3; a run without xdist is worker 0.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def prepare() -> None:
    """Name the run's folder and port; what else the settings read keeps its default."""
    folder = Path(tempfile.mkdtemp(prefix="payment-links-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "static").mkdir()
    for name in _variables_of_the_settings() - {"DATABASE_URL"}:
        os.environ.pop(name, None)
    os.environ["VAR_DIR"] = str(folder)
    os.environ["PORT"] = str(18_000 + 10 * WORKER)
    # Every refused request is a warning with a traceback: thousands that nobody reads.
    os.environ["LOG_LEVEL"] = "ERROR"
    os.environ.setdefault("FONTCONFIG_FILE", str(ROOT / "deploy" / "fonts.conf"))


def pytest_report_header() -> str:
    """Says above the results which database they hold for."""
    return f"database: {os.environ.get('DATABASE_URL', 'sqlite').split(':')[0]}"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run leave out what no database can change."""
    parser.addoption(
        "--with-database",
        action="store_true",
        help="run only tests that a database can change",
    )


def _variables_of_the_settings() -> set[str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    return {line.lstrip("# ").split("=")[0] for line in lines if "=" in line}


def pytest_unconfigure() -> None:
    """Leave alone what a process of this run holds at its end: pytest would look through it all."""
    gc.freeze()


prepare()
# A tenth of a run goes into looking for garbage among what stays to its end.
gc.freeze()
gc.set_threshold(50_000, 50, 50)
