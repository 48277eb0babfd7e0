"""Changes of large tables that are in use meanwhile: operations for migrations.

On PostgreSQL nobody waits for them longer than for a moment. That takes several transactions: they
stand in migrations with atomic = False, and one that was cut short or gave up is simply run again.
Elsewhere they are Django's own, in one transaction.
"""

from typing import Any

from django.db import transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddIndex

PATIENCE = "3s"


class AddIndexInUse(AddIndex):
    """Build an index while the table is read and written."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        editor: Any = schema_editor
        if editor.connection.vendor != "postgresql":
            with transaction.atomic(editor.connection.alias):
                super().database_forwards(app_label, editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(editor.connection.alias, model):
            # A try that was cut short leaves one that is not valid.
            editor.remove_index(model, self.index, concurrently=True)
            editor.add_index(model, self.index, concurrently=True)
            # An index on an expression has no statistics until then, and is not chosen.
            editor.execute(f"ANALYZE {editor.quote_name(model._meta.db_table)}", params=None)


class AddCheckInUse(AddConstraint):
    """Refuse new rows that break the rule, then read those that are there without a lock on them.

    When one of them breaks it, the migration stops and says so: correct the row and run it again.
    New ones are refused already. It also stops when somebody holds the table for longer than
    PATIENCE, such as a backup: whoever comes later would wait behind it.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        editor: Any = schema_editor
        if editor.connection.vendor != "postgresql":
            with transaction.atomic(editor.connection.alias):
                super().database_forwards(app_label, editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(editor.connection.alias, model):
            table = f"ALTER TABLE {editor.quote_name(model._meta.db_table)}"
            name = editor.quote_name(self.constraint.name)
            adding = self.constraint.create_sql(model, editor)
            with transaction.atomic(editor.connection.alias):
                editor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'", params=None)
                editor.execute(f"{table} DROP CONSTRAINT IF EXISTS {name}", params=None)
                editor.execute(f"{adding} NOT VALID", params=None)
            editor.execute(f"{table} VALIDATE CONSTRAINT {name}", params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        """One transaction, too: SQLite makes the whole table anew."""
        with transaction.atomic(schema_editor.connection.alias):
            super().database_backwards(app_label, schema_editor, from_state, to_state)
