"""Inserts rows by the thousand: by COPY on PostgreSQL, in bulk on SQLite."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, JSONField, Model

# The columns of one row by name (attname); every row of a table names the same ones.
Row = dict[str, Any]


def insert_rows(model: type[Model], rows: Sequence[Row]) -> None:
    """Insert them; columns that are not named get the field's default, the same for all rows.

    What differs per row (a key, a token, a time) must therefore be named. Constraints, foreign keys
    and triggers are met as by any other insert.
    """
    if not rows:
        return
    if connection.vendor == "postgresql":
        _copy(model, rows)
    else:
        model._default_manager.bulk_create(model(**row) for row in rows)


def _copy(model: type[Model], rows: Sequence[Row]) -> None:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    if model._meta.pk.attname not in rows[0]:
        del fields[model._meta.pk.attname]
    defaults = {name: _for_database(field, field.get_default()) for name, field in fields.items()}
    json_names = [name for name in rows[0] if isinstance(fields[name], JSONField)]
    columns = ", ".join(f'"{field.column}"' for field in fields.values())
    statement = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            values = {**defaults, **row}
            for name in json_names:
                values[name] = _for_database(fields[name], row[name])
            copy.write_row(list(values.values()))


def _for_database(field: "Field[Any, Any]", value: Any) -> Any:
    if isinstance(field, JSONField):
        return json.dumps(value, cls=field.encoder)
    return field.get_db_prep_save(value, connection)
