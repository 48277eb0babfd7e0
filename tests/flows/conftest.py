"""One running demo for all flows; they share it, so they run in one process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.payer import Payer
from tests.flows.running_demo import Demo, run_demo

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every flow, and keep them in one xdist worker."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.flows)
            item.add_marker(pytest.mark.xdist_group("demo"))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """`./run demo`, started once."""
    with run_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture
def payer() -> Payer:
    """A payer with an empty browser."""
    return Payer()
