"""What the flows share."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.flows.payer import Payer
from tests.running_demo import Demo
from tests.shared_demo import visit_demo


@pytest.fixture(scope="package")
def demo(demo_folder: Path, worker_session: ExitStack) -> Iterator[Demo]:
    """`./run demo`, one for all workers of a test run."""
    with visit_demo(demo_folder, worker_session) as running:
        yield running


@pytest.fixture
def payer() -> Iterator[Payer]:
    """A payer with an empty browser."""
    person = Payer()
    yield person
    person.http.close()
