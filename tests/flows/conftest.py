"""What the flows share."""

import pytest

from tests.flows.payer import Payer


@pytest.fixture
def payer() -> Payer:
    """A payer with an empty browser."""
    return Payer()
