"""The databases of a test run: one worker migrates them, the others take copies of what it made."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from tests.file_lock import locked

IS_SHARED = "PYTEST_XDIST_WORKER" in os.environ


@contextmanager
def own_databases(folder: Path) -> Iterator[None]:
    """This worker's own databases, empty and migrated, until the session ends.

    folder: of the test run, the same for all its workers.
    """
    marker = folder / "migrated"
    with locked(folder / "databases.lock"):
        migrates = not marker.exists()
        if migrates:
            made = setup_databases(0, interactive=False, serialized_aliases=set())
            if IS_SHARED:
                _keep_copy(marker)
    if not migrates:
        _take_copy(marker)
        # Looks for missing tables only, of which there are none.
        connection.settings_dict["TEST"]["MIGRATE"] = False
        made = setup_databases(0, interactive=False, keepdb=True, serialized_aliases=set())
    yield
    teardown_databases(made, verbosity=0)
    if migrates and IS_SHARED:
        _drop_copy(marker)


def _keep_copy(marker: Path) -> None:
    """The marker names the copy, of which others make theirs: a file, or a database."""
    name = str(connection.settings_dict["NAME"])
    connection.close()
    if connection.vendor == "postgresql":
        copy = f"{name}_copied"
        _run(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
    else:
        copy = str(marker.with_suffix(".sqlite3"))
        shutil.copy(name, copy)
    marker.write_text(copy)


def _take_copy(marker: Path) -> None:
    own = str(connection.settings_dict["TEST"]["NAME"])
    if connection.vendor == "postgresql":
        _run(f'DROP DATABASE IF EXISTS "{own}"')
        _run(f'CREATE DATABASE "{own}" TEMPLATE "{marker.read_text()}"')
    else:
        shutil.copy(marker.read_text(), own)


def _drop_copy(marker: Path) -> None:
    if connection.vendor == "postgresql":
        _run(f'DROP DATABASE IF EXISTS "{marker.read_text()}"')


def _run(sql: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)
