"""Empties a database after a test that committed: cheaply, and past triggers that refuse it.

Django's flush rewrites all tables after every such test; here only those with rows are emptied.
What the migrations wrote about the models themselves, content types and permissions, stays.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management.color import Style
from django.core.management.commands import flush
from django.db.backends.base.base import BaseDatabaseWrapper

KEPT = {"django_content_type", "auth_permission"}


@contextmanager
def quick_flush() -> Iterator[None]:
    """Let Django's flush empty databases as this module does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", statements)
        # It would write again what stayed.
        patch.setattr(flush, "emit_post_migrate_signal", lambda *_arguments: None)
        yield


def statements(
    style: Style,
    connection: BaseDatabaseWrapper,
    reset_sequences: bool = True,
    allow_cascade: bool = False,
) -> list[str]:
    """The SQL that empties the database, to be executed in one transaction.

    reset_sequences: let ids begin at 1 again. allow_cascade: not needed, all tables are emptied.
    """
    tables = _tables_with_rows(connection)
    quoted = [connection.ops.quote_name(table) for table in tables]
    if connection.vendor == "postgresql":
        emptying = _on_postgresql(connection, quoted)
    else:
        emptying = _on_sqlite(connection, tables)
    if reset_sequences:
        emptying += connection.ops.sequence_reset_by_name_sql(style, _sequences(connection))
    return emptying


def _on_postgresql(connection: BaseDatabaseWrapper, quoted: list[str]) -> list[str]:
    """Deleting from few rows is faster than truncating, which makes a new file per table."""
    if not quoted:
        return []
    guarded = [connection.ops.quote_name(table) for table in _guarded_on_postgresql(connection)]
    return [
        *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guarded),
        *(f"DELETE FROM {table}" for table in quoted),  # noqa: S608
        # The checks of foreign keys: no table is altered while they wait for the commit.
        "SET CONSTRAINTS ALL IMMEDIATE",
        *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in guarded),
    ]


def _on_sqlite(connection: BaseDatabaseWrapper, tables: list[str]) -> list[str]:
    triggers = _rows(
        connection, "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    )
    guards = [(name, sql) for name, table, sql in triggers if table in tables]
    quote = connection.ops.quote_name
    return [
        *(f"DROP TRIGGER {quote(name)}" for name, _sql in guards),
        *(f"DELETE FROM {quote(table)}" for table in tables),  # noqa: S608
        *(sql for _name, sql in guards),
    ]


def _tables_with_rows(connection: BaseDatabaseWrapper) -> list[str]:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    asked = [table for table in tables if table not in KEPT]
    quote = connection.ops.quote_name
    question = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quote(table)})"  # noqa: S608
        for table in asked
    )
    return [table for (table,) in _rows(connection, question)]


def _guarded_on_postgresql(connection: BaseDatabaseWrapper) -> list[str]:
    """Tables with triggers of our own; those of foreign keys are internal."""
    rows = _rows(
        connection,
        "SELECT DISTINCT pg_class.relname FROM pg_trigger"
        " JOIN pg_class ON pg_class.oid = pg_trigger.tgrelid WHERE NOT pg_trigger.tgisinternal",
    )
    return [table for (table,) in rows]


def _sequences(connection: BaseDatabaseWrapper) -> list[dict[str, Any]]:
    sequences = connection.introspection.sequence_list()
    return [sequence for sequence in sequences if sequence["table"] not in KEPT]


def _rows(connection: BaseDatabaseWrapper, sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
