"""Two ways to do one thing, measured in turns, and the goal their figures are held to."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """Medians of both ways, in milliseconds."""

    ours: float
    naive: float

    @property
    def ratio(self) -> float:
        return self.ours / self.naive


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal. number: its row in the list of goals; is_met means value ≤ at_most."""

    number: int
    metric: str
    value: float
    at_most: float

    @property
    def is_met(self) -> bool:
        return self.value <= self.at_most


# Prints a goal and the figures behind it as one line of JSON.
Report = Callable[..., None]


def compare(ours: Callable[[], Any], naive: Callable[[], Any], *, rounds: int) -> Comparison:
    """The CPU time of both."""
    return compare_figures(partial(seconds_of, ours), partial(seconds_of, naive), rounds=rounds)


def compare_figures(
    ours: Callable[[], float], naive: Callable[[], float], *, rounds: int
) -> Comparison:
    """Call both in turns, so that a busy machine slows both alike; each returns its seconds.

    Each is called twice before its figures count.
    """
    for warm_up in (ours, naive) * 2:
        warm_up()
    gc.collect()
    pairs = [(ours(), naive()) for _ in range(rounds)]
    return Comparison(
        ours=median(seconds for seconds, _ in pairs) * 1000,
        naive=median(seconds for _, seconds in pairs) * 1000,
    )


def seconds_of(action: Callable[[], Any]) -> float:
    """The CPU time of one call."""
    start = time.process_time()
    action()
    return time.process_time() - start
