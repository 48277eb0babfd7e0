"""The command that makes lost triggers again."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from payment_links.final_rows import missing_triggers
from payment_links.models import SYSTEM, TimelineEntry
from tests.builders import NOON, make_link
from tests.unprotected import execute

pytestmark = pytest.mark.django_db
NOTES = "payment_links_timelineentry"


def test_a_lost_trigger_is_made_again_and_named() -> None:
    TimelineEntry.objects.record(make_link(), "NOTE", actor=SYSTEM, now=NOON)
    on = f" ON {NOTES}" if connection.vendor == "postgresql" else ""
    execute(f"DROP TRIGGER {NOTES}_final_update{on}")
    told = StringIO()

    call_command("protect_rows", stdout=told)

    assert told.getvalue() == f"Made {NOTES}_final_update.\nTriggers that were missing: 1.\n"
    assert missing_triggers(connection) == []
    with pytest.raises(IntegrityError, match="is final"), transaction.atomic():
        execute(f"UPDATE {NOTES} SET event = ''")  # noqa: S608
