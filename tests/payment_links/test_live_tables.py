"""Migrations of tables in use: run again after one that was cut short, they leave what is whole."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from payment_links.live_tables import AddCheckInUse, AddIndexInUse
from payment_links.models import Distribution, MessageEvent

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only there they are our own"),
]
INDEX = next(
    index for index in Distribution._meta.indexes if index.name == "distribution_by_any_case"
)
KINDS = next(
    rule for rule in MessageEvent._meta.constraints if rule.name == "message_event_kind_known"
)


def run_again(operation: Operation) -> None:
    state = ProjectState.from_apps(apps)
    with connection.schema_editor(atomic=False) as editor:
        operation.database_forwards("payment_links", editor, state, state)


def answer(question: str, name: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, [name])
        return list(cursor.fetchall())


def test_an_index_is_built_anew() -> None:
    question = "SELECT indexrelid, indisvalid FROM pg_index WHERE indexrelid = %s::regclass"
    before = answer(question, INDEX.name)

    run_again(AddIndexInUse("distribution", INDEX))

    [(_, is_valid)] = after = answer(question, INDEX.name)
    assert is_valid
    assert after != before


def test_a_rule_holds_for_the_rows_that_are_there() -> None:
    run_again(AddCheckInUse("messageevent", KINDS))

    question = "SELECT convalidated FROM pg_constraint WHERE conname = %s"
    assert answer(question, KINDS.name) == [(True,)]
