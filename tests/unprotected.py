"""Lifts the protection of final rows, for tests of what notices a change that was made past it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from payment_links.final_rows import promised_tables


@contextmanager
def unprotected(*tables: str) -> Iterator[None]:
    """Let the block change rows of these tables; afterwards they are final again."""
    promised = promised_tables(connection)
    for table in tables:
        execute(*promised[table].lifting(connection.vendor))
    yield
    for table in tables:
        execute(*promised[table].protecting(connection.vendor))


def execute(*statements: str) -> None:
    """Run the statements as they stand."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
