"""How benchmarks tell their figures, and when they fail."""

import json
import os
import sys

import pytest

from tests.benchmarks.measuring import Goal, Report


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str]) -> Report:
    """Prints a line of JSON per goal; a missed goal fails only when BENCHMARK_CHECK is set."""

    def tell(goal: Goal, **figures: float | str) -> None:
        line = {
            "goal": goal.number,
            "metric": goal.metric,
            "value": round(goal.value, 3),
            "at_most": goal.at_most,
            "is_met": goal.is_met,
            **{name: round(v, 3) if isinstance(v, float) else v for name, v in figures.items()},
        }
        with capsys.disabled():
            sys.stdout.write(f"\n{json.dumps(line, ensure_ascii=False)}\n")
        assert goal.is_met or not os.environ.get("BENCHMARK_CHECK"), line

    return tell
