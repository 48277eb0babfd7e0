"""What the flows share."""

from collections.abc import Iterator

import pytest

from tests.flows.payer import Payer


@pytest.fixture
def payer() -> Iterator[Payer]:
    """A payer with an empty browser."""
    person = Payer()
    yield person
    person.http.close()
