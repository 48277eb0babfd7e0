"""Rows that are final: triggers that refuse to change them, made by migrations on both databases.

ORM, admin, API and raw SQL all meet the same refusal, an IntegrityError that names the table. The
migrations are the list of what is protected: a migration protects a table with ProtectRows, and one
that has to change a protected table stands between LiftProtection and ProtectRows.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation

DIFFERS = {"postgresql": "IS DISTINCT FROM", "sqlite": "IS NOT"}
EVENTS = {"postgresql": ("UPDATE", "DELETE", "TRUNCATE"), "sqlite": ("UPDATE", "DELETE")}
# Class 23 reaches Python as IntegrityError, as a RAISE(ABORT) of SQLite does.
REFUSAL_ON_POSTGRESQL = """
CREATE OR REPLACE FUNCTION payment_links_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is final: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$"""
TRIGGERS_IN_FORCE = {
    # "O" and "A": neither switched off nor for replicas only.
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    " AND tgenabled IN ('O', 'A') AND pg_table_is_visible(tgrelid)",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
}


class ProtectRows(Operation):
    """Refuse DELETE and TRUNCATE of a table, and UPDATE: of everything, or of what is named.

    table: its name in the database. fixed: columns that never change. fixed_once_set: {"stored_at":
    ["sha256"]}: once stored_at has a value, sha256 never changes. growing: columns that never
    become smaller, nor NULL again. erasable: a JSON column that an UPDATE must empty, in rows where
    another column has one of the values, or be refused: {"details": ("event", ["NOTE"])}. A row of
    a table without any of the four is never changed at all. May be run again: it replaces what is
    there. The reverse takes the protection away.
    """

    def __init__(
        self,
        table: str,
        *,
        fixed: Sequence[str] = (),
        fixed_once_set: Mapping[str, Sequence[str]] | None = None,
        growing: Sequence[str] = (),
        erasable: Mapping[str, tuple[str, Sequence[str]]] | None = None,
    ) -> None:
        self.table = table
        self.erasable = erasable or {}
        self.fixed = fixed
        self.fixed_once_set = fixed_once_set or {}
        self.growing = growing

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models do not know of triggers."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        _execute(app_label, schema_editor, self.protecting(schema_editor.connection.vendor))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        _execute(app_label, schema_editor, self.lifting(schema_editor.connection.vendor))

    def describe(self) -> str:
        return f"Protect the rows of {self.table}"

    def trigger_names(self, vendor: str) -> list[str]:
        """The triggers that the table has on such a database; names are unique in the database."""
        return [self._trigger_name(event) for event in EVENTS[vendor]]

    def protecting(self, vendor: str) -> list[str]:
        """The statements that protect the table, whether it is protected already or not."""
        return [*self.lifting(vendor), *_making_refusal(vendor), *self._making_triggers(vendor)]

    def lifting(self, vendor: str) -> list[str]:
        """The statements that take the protection away; nothing happens where there is none."""
        names = self.trigger_names(vendor)
        if vendor == "sqlite":
            return [f'DROP TRIGGER IF EXISTS "{name}"' for name in names]
        return [
            # No table is altered while checks of its foreign keys wait for the commit.
            "SET CONSTRAINTS ALL IMMEDIATE",
            "SET CONSTRAINTS ALL DEFERRED",
            *(f'DROP TRIGGER IF EXISTS "{name}" ON "{self.table}"' for name in names),
        ]

    def _making_triggers(self, vendor: str) -> list[str]:
        make = _trigger_on_sqlite if vendor == "sqlite" else _trigger_on_postgresql
        return [
            make(
                self._trigger_name(event),
                event,
                self.table,
                condition=self._refused_update(vendor) if event == "UPDATE" else "",
            )
            for event in EVENTS[vendor]
        ]

    def _trigger_name(self, event: str) -> str:
        return f"{self.table}_final_{event.lower()}"

    def _refused_update(self, vendor: str) -> str:
        """The condition on OLD and NEW under which an UPDATE is refused; empty: always."""
        conditions = [_changes(column, vendor) for column in self.fixed]
        for mark, columns in self.fixed_once_set.items():
            changes = " OR ".join(_changes(column, vendor) for column in columns)
            conditions.append(f'(OLD."{mark}" IS NOT NULL AND ({changes}))')
        for column in self.growing:
            conditions.append(f'NEW."{column}" < OLD."{column}"')
            conditions.append(f'(OLD."{column}" IS NOT NULL AND NEW."{column}" IS NULL)')
        for column, (guide, values) in self.erasable.items():
            listed = ", ".join(f"'{value}'" for value in values)
            conditions.append(f"NEW.\"{column}\" {DIFFERS[vendor]} '{{}}'")
            conditions.append(f'OLD."{guide}" NOT IN ({listed})')
        return " OR ".join(conditions)


class LiftProtection(ProtectRows):
    """Take the protection away; the reverse makes it again, by the arguments of ProtectRows."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Lift the protection of {self.table}"


def promised_tables(connection: BaseDatabaseWrapper) -> dict[str, ProtectRows]:
    """What the migrations, all of them, protect at the end: the operation per table."""
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    promised: dict[str, ProtectRows] = {}
    for migration, _backwards in executor.migration_plan(leaves, clean_start=True):
        for operation in migration.operations:
            if isinstance(operation, LiftProtection):
                promised.pop(operation.table, None)
            elif isinstance(operation, ProtectRows):
                promised[operation.table] = operation
    return promised


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the promised triggers that the database does not have or has switched off."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS_IN_FORCE[connection.vendor])
        in_force = {name for (name,) in cursor.fetchall()}
    promised = promised_tables(connection).values()
    names = [name for table in promised for name in table.trigger_names(connection.vendor)]
    return sorted(set(names) - in_force)


def protect_all(connection: BaseDatabaseWrapper) -> None:
    """Make all promised triggers, whether they are there or not, in one transaction."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for table in promised_tables(connection).values():
            for statement in table.protecting(connection.vendor):
                cursor.execute(statement)


def _execute(
    app_label: str, schema_editor: BaseDatabaseSchemaEditor, statements: Sequence[str]
) -> None:
    if router.allow_migrate(schema_editor.connection.alias, app_label):
        for statement in statements:
            schema_editor.execute(statement, params=None)


def _making_refusal(vendor: str) -> list[str]:
    return [REFUSAL_ON_POSTGRESQL] if vendor == "postgresql" else []


def _changes(column: str, vendor: str) -> str:
    return f'NEW."{column}" {DIFFERS[vendor]} OLD."{column}"'


def _trigger_on_postgresql(name: str, event: str, table: str, *, condition: str) -> str:
    scope = "STATEMENT" if event == "TRUNCATE" else "ROW"
    when = f" WHEN ({condition})" if condition else ""
    return (
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH {scope}{when}'
        " EXECUTE FUNCTION payment_links_refuse_change()"
    )


def _trigger_on_sqlite(name: str, event: str, table: str, *, condition: str) -> str:
    when = f" WHEN {condition}" if condition else ""
    return (
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW{when}'
        f" BEGIN SELECT RAISE(ABORT, '{table} is final: {event} is refused'); END"
    )
