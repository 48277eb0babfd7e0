"""The overview's tests happen at noon."""

import pytest

from payment_links import clock
from tests.builders import NOON


@pytest.fixture
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 13:00 on 22 November 2026 in Stockholm."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
