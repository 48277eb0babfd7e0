"""The index in which parts of customers' names are found: trigrams, which only PostgreSQL has.

Elsewhere, and where pg_trgm may not be installed, the same search reads every customer.
"""

import logging
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning
from django.db import (
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    connections,
    router,
    transaction,
)
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

logger = logging.getLogger(__name__)
INSTALLING = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
# icontains compares upper case. What is not sorted in yet is read through by every search, so it
# is kept to an eighth of what PostgreSQL would let gather.
INDEXING = """
CREATE INDEX IF NOT EXISTS customer_search_name ON payment_links_customer USING gin (
    UPPER(first_name) gin_trgm_ops, UPPER(last_name) gin_trgm_ops, UPPER(company_name) gin_trgm_ops
) WITH (gin_pending_list_limit = 512)"""
REMOVING = "DROP INDEX IF EXISTS customer_search_name"
IS_MISSING = """
SELECT to_regclass('payment_links_customer') IS NOT NULL
    AND to_regclass('customer_search_name') IS NULL"""
NO_NAME_INDEX = Warning(
    "Searching for a name reads every customer: PostgreSQL has no index for parts of names.",
    hint="`manage.py migrate` makes it. If that may not CREATE EXTENSION pg_trgm, have an"
    " administrator of the database do so, then run `manage.py index_names`.",
    id="payment_links.W006",
)


class IndexNames(Operation):
    """Make the index on PostgreSQL; without the right to install pg_trgm only say so."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Models do not know of it: SQLite could not make it."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        connection = schema_editor.connection
        if connection.vendor != "postgresql" or not router.allow_migrate(
            connection.alias, app_label
        ):
            return
        if schema_editor.collect_sql:
            schema_editor.execute(INSTALLING)
            schema_editor.execute(INDEXING)
        elif not make_name_index(connection):
            logger.warning("%s %s", NO_NAME_INDEX.msg, NO_NAME_INDEX.hint)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: Any,
        to_state: Any,
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(REMOVING)

    def describe(self) -> str:
        return "Index parts of customers' names"


def make_name_index(connection: BaseDatabaseWrapper) -> bool:
    """Make the index on a PostgreSQL, if it is missing; False when pg_trgm cannot be installed."""
    with connection.cursor() as cursor:
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute(INSTALLING)
        except (ProgrammingError, OperationalError, NotSupportedError) as error:
            logger.warning("pg_trgm cannot be installed: %s", error)
            return False
        cursor.execute(INDEXING)
    return True


def check_name_index(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None, **options: Any
) -> list[CheckMessage]:
    """Says when the index is missing, where a database may be asked: migrate, check --database."""
    for alias in databases or []:
        if connections[alias].vendor == "postgresql":
            with connections[alias].cursor() as cursor:
                cursor.execute(IS_MISSING)
                (is_missing,) = cursor.fetchone()
            if is_missing:
                return [NO_NAME_INDEX]
    return []
