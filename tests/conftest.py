"""What every test stands on: the databases and the speed of a test run."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import override_settings


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """SQLite in files, as in the product: threads need several connections to one database.

    PostgreSQL gets a name per xdist worker; the SQLite files lie in each worker's own folder.
    """
    for alias, database in settings.DATABASES.items():
        test = database.setdefault("TEST", {})
        if database["ENGINE"].endswith("sqlite3"):
            test["NAME"] = str(settings.VAR_DIR / f"test_{alias}.sqlite3")
        else:
            test["NAME"] = f"test_{database['NAME']}_{settings.PORT}"


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hash passwords quickly; no test measures their strength."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
