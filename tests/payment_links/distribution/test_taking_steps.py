"""One step of a merchant's plan at one link: taken once, and lost to nobody by mistake."""

from typing import Any

import pytest
from django.db import IntegrityError

from payment_links.distribution import reminder_passes
from tests.builders import NOON
from tests.payment_links.distribution.plans import asked, make_sent_link, plan, reminders, sweep

pytestmark = pytest.mark.django_db


def test_a_step_that_is_taken_already_is_left_to_who_took_it() -> None:
    link = make_sent_link(plan(-3))
    sweep()

    assert reminder_passes.take_step(link.pk, -3, now=NOON) is None
    assert (reminders(), len(asked())) == ([(-3, "SENT")], 1)


def test_a_message_that_cannot_be_stored_is_not_taken_for_a_step_of_somebody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    link = make_sent_link(plan(-3))

    def fail(*_: Any, **__: Any) -> None:
        raise IntegrityError("another constraint")

    monkeypatch.setattr(reminder_passes, "remind", fail)

    with pytest.raises(IntegrityError, match="another constraint"):
        reminder_passes.take_step(link.pk, -3, now=NOON)
    assert (reminders(), asked()) == ([], [])
