"""What every test stands on: the databases and the speed of a test run."""

import os
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings
from django.urls import get_resolver
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings
from requests.adapters import HTTPAdapter

from payment_links.gateways import http
from payment_links.sandbox import callbacks, demo_data
from tests.databases import own_databases
from tests.doors import Sandbox, send_to_product
from tests.emptying import quick_flush
from tests.mail_door import into_sandbox

TESTS = Path(__file__).parent
# The back office's pages come with the addresses; some tests ask for them before any request.
_loaded = get_resolver().url_patterns


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
    # Made straight from the models: nothing but tables has to be there.
    settings.DATABASES["sandbox"]["TEST"]["MIGRATE"] = False


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the workers of this test run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
    run_folder: Path,
) -> Iterator[None]:
    """Every worker has databases of its own; only one of them migrates."""
    with django_db_blocker.unblock(), own_databases(run_folder):
        django_db_blocker.restore()
        yield
        django_db_blocker.unblock()


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hash passwords quickly; no test measures their strength."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_emptying() -> Iterator[None]:
    """Empty the tables quickly after tests that commit."""
    with quick_flush():
        yield


@pytest.fixture(scope="session", autouse=True)
def unread_static_files() -> Iterator[None]:
    """Look a static file up when it is asked for; else every test client reads all of them."""
    with override_settings(WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(autouse=True)
def fresh_language() -> None:
    """A request leaves its language behind in this thread: no test reads in that of the last."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Sandbox]:
    """The sandbox with the demo's data, in this process; no callbacks unless the test asks.

    A test that wants the sandbox to call back sets settings.SANDBOX_CALLBACKS = "inline". The test
    needs the sandbox's database, and with it "default" when it also calls the product:
    @pytest.mark.django_db(databases=["default", "sandbox"]).
    """
    settings.SANDBOX_CALLBACKS = "off"
    door = Sandbox()
    monkeypatch.setattr(http, "client", lambda: door.http)
    monkeypatch.setattr(callbacks, "send", send_to_product)
    # Django's test run replaces the mail backend by one that sends nothing.
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    monkeypatch.setattr(HTTPAdapter, "send", into_sandbox(door))
    # A request within the test's own process must not close the test's connections.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    demo_data.seed()
    yield door
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None, None, None]:
    """Mark what needs the running demo; flows stay in one xdist worker, browser tests in another.

    A wrapper, because xdist reads the marks in this very hook, and before other plugins.
    """
    for item in items:
        for folder, mark in (("flows", pytest.mark.flows), ("browser", pytest.mark.browser)):
            if TESTS / folder in item.path.parents:
                item.add_marker(mark)
                item.add_marker(pytest.mark.xdist_group(folder))
    if config.getoption("--with-database"):
        left_out = [item for item in items if not depends_on_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if depends_on_database(item)]
    return (yield)


def depends_on_database(item: pytest.Item) -> bool:
    """Whether the test can pass on one database and fail on another.

    The sandbox's own is always SQLite; tests of its screen and of scripts in pages are marked.
    """
    opened = item.get_closest_marker("django_db")
    if item.get_closest_marker("any_database") or (opened and _names(opened) == ["sandbox"]):
        return False
    fixtures = {"db", "transactional_db", "django_db_setup"}
    marks = ("django_db", "flows", "browser")
    return bool(fixtures & set(getattr(item, "fixturenames", ()))) or any(
        item.get_closest_marker(mark) for mark in marks
    )


def _names(mark: pytest.Mark) -> list[str]:
    """The databases that a test with the mark may open."""
    return list(mark.kwargs.get("databases") or ["default"])


@pytest.fixture(scope="session")
def worker_session() -> Iterator[ExitStack]:
    """What ends with the session of this worker."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="session")
def demo_folder(run_folder: Path) -> Path:
    """The folder in which the workers of this test run share one demo."""
    return run_folder / "demo"
