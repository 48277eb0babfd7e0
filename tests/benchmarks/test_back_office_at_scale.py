"""Goals 9 and 10: the back office at 1,000,000 links, against 10,000 and against a ModelAdmin."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Any
from urllib.parse import quote

import pytest

from tests.benchmarks.measuring import Goal, Report
from tests.benchmarks.office_pages import LINKS, PAGES, Page
from tests.benchmarks.scale_server import ROOT, binaries, scale_server

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(binaries() is None, reason="needs PostgreSQL's programs"),
]
FEW, MANY = (int(n) for n in os.environ.get("BENCHMARK_LINKS", "10000,1000000").split(","))
ROUNDS, NAIVE_ROUNDS = 7, 2
MOST_QUERIES = 30
# A search may cost more where there is more to find, if it is that much cheaper than the naive one.
NAIVE_GOAL = 1 / 30


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians of one page on one database, in milliseconds."""

    cpu_ms: float
    wall_ms: float
    queries: int


class Office:
    """The back office on one database, in a process of its own."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.office_process"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @cached_property
    def terms(self) -> dict[str, str]:
        """What addresses name, as the process's first line tells it."""
        return {name: quote(term) for name, term in self._read().items()}

    def ask(self, reader: str, address: str) -> dict[str, Any]:
        assert self._process.stdin
        wanted = [reader, address.format(**self.terms)]
        self._process.stdin.write(f"{json.dumps(wanted)}\n")
        self._process.stdin.flush()
        cost = self._read()
        assert cost["status"] == 200, (wanted, cost)
        return cost

    def close(self) -> None:
        self._process.communicate()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        return told


@pytest.fixture(scope="module")
def offices() -> Iterator[tuple[Office, Office]]:
    """With few links and with many."""
    with ExitStack() as stack:
        server = stack.enter_context(scale_server())
        few = Office(server.filled(FEW))
        stack.callback(few.close)
        many = Office(server.filled(MANY))
        stack.callback(many.close)
        yield few, many


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.reader}: {page.title}")
def test_page(page: Page, offices: tuple[Office, Office], report: Report) -> None:
    few, many = offices
    asked_of_few = fair_address(page, few, many)
    asked = [
        (few.ask(page.reader, asked_of_few), many.ask(page.reader, page.address))
        for _ in range(ROUNDS)
    ]

    at_few, at_many = (_cost([costs[n] for costs in asked]) for n in (0, 1))
    figures: dict[str, float | str] = {
        "few_ms": at_few.cpu_ms,
        "many_ms": at_many.cpu_ms,
        "many_wall_ms": at_many.wall_ms,
        "queries": at_many.queries,
        "at_few": "the same page" if asked_of_few == page.address else "a full list",
    }
    ratio = at_many.cpu_ms / at_few.cpu_ms
    goal = Goal(9, f"{page.reader}: {page.title}, {MANY:,} ÷ {FEW:,} links", ratio, page.at_most)
    if page.naive:
        naive = _cost([many.ask(page.reader, page.naive) for _ in range(NAIVE_ROUNDS)])
        figures["naive_ms"] = naive.cpu_ms
        share = Goal(10, f"{page.title} ÷ ModelAdmin", at_many.cpu_ms / naive.cpu_ms, NAIVE_GOAL)
        goal = goal if goal.is_met else share
    report(goal, **figures)
    assert at_many.queries <= MOST_QUERIES


def fair_address(page: Page, few: Office, many: Office) -> str:
    """What to ask where there are few links; warms both up.

    A page with fewer rows there is cheaper for that reason alone: then a full list of links, as
    the reader sees it.
    """
    for office in (few, many):
        office.ask(page.reader, page.address)
    rows = [office.ask(page.reader, page.address)["rows"] for office in (few, many)]
    if page.address.startswith(LINKS) and rows[0] < rows[1]:
        few.ask(page.reader, LINKS)
        return LINKS
    return page.address


def _cost(asked: list[dict[str, Any]]) -> Cost:
    return Cost(
        cpu_ms=median(cost["cpu_ms"] for cost in asked),
        wall_ms=median(cost["wall_ms"] for cost in asked),
        queries=max(cost["queries"] for cost in asked),
    )
