"""Goal 15: what a web process loads, against the same with the PDF library."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.benchmarks.measuring import Goal, Report, compare_figures

pytestmark = pytest.mark.benchmark
ROOT = Path(__file__).resolve().parents[2]
WEB = "import config.wsgi, config.urls"
CPU_TIME = "import time; print(time.process_time())"
ROUNDS = 7


def cpu_seconds(program: str) -> float:
    """CPU time of a fresh process that runs the program."""
    done = subprocess.run(
        [sys.executable, "-c", f"{program}; {CPU_TIME}"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def test_web_import(report: Report) -> None:
    times = compare_figures(
        partial(cpu_seconds, WEB), partial(cpu_seconds, f"{WEB}, weasyprint"), rounds=ROUNDS
    )

    report(
        Goal(15, "import of the web process ÷ with weasyprint", times.ratio, at_most=0.6),
        ours_ms=times.ours,
        naive_ms=times.naive,
    )
